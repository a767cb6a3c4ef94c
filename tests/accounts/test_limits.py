"""Limits hold across processes: the counts are rows, and no two processes lose one."""

import subprocess
import sys
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from cara_crm.accounts.models import RateCount
from cara_crm.accounts.services.limits import Limit, TooManyAttempts, count_attempt
from cara_crm.core import clock

THREE = Limit("test", 3)
TRY_TEN_TIMES = """
import sys
from pathlib import Path
from cara_crm import create_app
from cara_crm.accounts.services.limits import Limit, TooManyAttempts, count_attempt
from cara_crm.extensions import db
from config import Config
app = create_app(Config(SECRET_KEY="k" * 32, SQLALCHEMY_DATABASE_URI=sys.argv[1], INSTANCE=Path(sys.argv[2])))
let_in = 0
with app.app_context():
    for _ in range(10):
        try:
            count_attempt(Limit("together", 12), "192.0.2.1")
            db.session.commit()
            let_in += 1
        except TooManyAttempts:
            db.session.rollback()
print(let_in)
"""


def test_the_fourth_of_three_is_refused(request_context):
    for _ in range(3):
        count_attempt(THREE, "somebody")
    with pytest.raises(TooManyAttempts) as refused:
        count_attempt(THREE, "somebody")
    assert 0 < refused.value.retry_after <= 900


def counts(db) -> list[int]:
    """What was counted, window by window."""
    return list(db.session.scalars(sa.select(RateCount.count).order_by(RateCount.window_start, RateCount.key)))


def test_everybody_has_a_count_of_their_own(db, request_context):
    for n in range(5):
        count_attempt(THREE, f"person {n}")
    assert counts(db) == [1, 1, 1, 1, 1]


def test_the_next_window_begins_at_nothing(db, request_context):
    with time_machine.travel(clock.now(), tick=False):
        for _ in range(3):
            count_attempt(THREE, "somebody")
    with time_machine.travel(clock.now() + timedelta(minutes=15)):
        count_attempt(THREE, "somebody")
    assert counts(db) == [3, 1]


def test_no_address_stands_in_the_counts(db, request_context):
    count_attempt(THREE, "camille@cluster.example")
    assert "camille" not in db.session.scalars(sa.select(RateCount)).one().key


@pytest.mark.slow
def test_two_processes_share_one_count(tmp_path):
    url = f"sqlite:///{tmp_path}/counts.db"
    engine = sa.create_engine(url)
    RateCount.__table__.create(engine)
    engine.dispose()
    command = [sys.executable, "-c", TRY_TEN_TIMES, url, str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sum(int(process.communicate(timeout=60)[0]) for process in both) == 12
