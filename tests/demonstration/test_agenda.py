"""When things happen in the story: on working days, never tomorrow, in their order."""

from datetime import UTC, datetime, time, timedelta

import pytest

from cara_crm.core import clock
from cara_crm.demonstration.agenda import Diary, working_moment

DAYS = [n / 7 for n in range(1, 200)]


@pytest.mark.parametrize("day", range(16, 23))
def test_people_work_in_the_week_and_by_day(day):
    now = datetime(2026, 11, day, 17, tzinfo=UTC)
    moments = [working_moment(now, days).astimezone(clock.PARIS) for days in DAYS]
    assert {moment.weekday() for moment in moments} == {0, 1, 2, 3, 4}
    assert all(time(8, 30) <= moment.time() <= time(18) for moment in moments)


@pytest.mark.parametrize("day", range(16, 23))
def test_what_is_earlier_stays_earlier(day):
    now = datetime(2026, 11, day, 6, tzinfo=UTC)
    moments = [working_moment(now, days) for days in DAYS]
    assert moments == sorted(moments, reverse=True)
    assert max(moments) <= now


def test_acts_happen_in_the_order_of_time(db):
    diary, seen = Diary(), []
    diary.on(3, lambda: seen.append("late"))
    diary.on(9, lambda: (seen.append("early"), diary.on(6, lambda: seen.append("between"))))
    diary.live()
    assert seen == ["early", "between", "late"]


def test_an_act_lives_on_its_day(db):
    diary, days = Diary(), []
    diary.on(40, lambda: days.append(clock.today()))
    diary.live()
    assert timedelta(days=39) <= clock.today() - days[0] <= timedelta(days=43)
