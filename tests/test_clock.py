from datetime import UTC, date, datetime

import time_machine

from cara_crm.core import clock


@time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), tick=False)
def test_the_day_is_that_of_paris_not_of_greenwich():
    assert clock.today() == date(2026, 7, 1)
