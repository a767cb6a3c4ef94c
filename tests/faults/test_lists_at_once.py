"""Two managers who write the same list in the same instant bring its companies once."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cara_crm.members.models import Member
from tests.faults import house as houses

pytestmark = pytest.mark.slow
AT_ONCE, ROWS = 2, 40
WRITE = f"""
import time
from cara_crm import create_app
from cara_crm.core.actor import Actor
from cara_crm.extensions import db, reading
from cara_crm.imports import services
from cara_crm.members.imports import Decisions
from cara_crm.members.imports.write import RegisterMoved
from cara_crm.members.models import MemberStatus
from cara_crm.members.spreadsheet import Options

data = ("Société;Ville\\n" + "".join(f"Atelier {{n}} Fictif;Lyon\\n" for n in range({ROWS}))).encode()
by = Actor.system("a manager")
with create_app().test_request_context(method="POST"):
    for attempt in range({AT_ONCE}):
        with reading():
            plan = services.check(data, options=Options(), source="list", decisions=Decisions(), by=by)
        time.sleep(0 if attempt else 1.5)
        try:
            entry = services.receive("list.csv", data, source="list", status=MemberStatus.PROSPECT, by=by)
            services.commit_import(entry, plan, by=by)
            db.session.commit()
        except RegisterMoved:
            db.session.rollback()
        else:
            break
"""


def test_a_list_that_two_write_at_once_is_written_once(request):
    with houses.built(getattr(request.config, "postgresql_url", "")) as house:
        processes = [house.start("-c", WRITE) for _ in range(AT_ONCE)]
        assert [process.wait(houses.PATIENCE_SECONDS) for process in processes] == [0] * AT_ONCE
        with Session(house.engine) as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(Member)) == ROWS
