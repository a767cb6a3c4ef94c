"""Two managers who begin a report in the same instant get two numbers."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cara_crm.reports.models import Report
from tests.faults import house as houses

pytestmark = pytest.mark.slow
AT_ONCE = 3
DRAFT = """
import time
from cara_crm import create_app
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from tests.reports.cast import drafted

with create_app().test_request_context(method="POST"):
    drafted(Actor.system("a manager"))
    time.sleep(0.5)
    db.session.commit()
"""


def test_drafts_begun_at_once_get_one_number_each(request):
    with houses.built(getattr(request.config, "postgresql_url", "")) as house:
        processes = [house.start("-c", DRAFT) for _ in range(AT_ONCE)]
        assert [process.wait(houses.PATIENCE_SECONDS) for process in processes] == [0] * AT_ONCE
        with Session(house.engine) as session:
            assert len(set(session.scalars(sa.select(Report.number)))) == AT_ONCE
