"""On which Monday a draft begins, and about which days. Pure."""

from datetime import date, timedelta

from cara_crm.reports.document import Period
from cara_crm.reports.models.plan import Rhythm

MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6, Rhythm.YEAR: 12}


def last_monday(rhythm: Rhythm, day: date) -> date:
    """The latest first Monday of a month, quarter … that is not after the day."""
    begins = _begin(rhythm, day)
    found = _first_monday(begins)
    return found if found <= day else _first_monday(_before(rhythm, begins))


def next_monday(rhythm: Rhythm, day: date) -> date:
    """The first one after the day."""
    found = _first_monday(_begin(rhythm, day))
    return found if found > day else _first_monday(_after(rhythm, _begin(rhythm, day)))


def period_before(rhythm: Rhythm, monday: date) -> Period:
    """The whole month, quarter … that ended before the one that the Monday is in."""
    begins = _begin(rhythm, monday)
    return Period(_before(rhythm, begins), begins - timedelta(days=1))


def _begin(rhythm: Rhythm, day: date) -> date:
    return date(day.year, (day.month - 1) // MONTHS[rhythm] * MONTHS[rhythm] + 1, 1)


def _before(rhythm: Rhythm, begins: date) -> date:
    return _begin(rhythm, begins - timedelta(days=1))


def _after(rhythm: Rhythm, begins: date) -> date:
    return _begin(rhythm, begins + timedelta(days=MONTHS[rhythm] * 31))


def _first_monday(begins: date) -> date:
    return begins + timedelta(days=-begins.weekday() % 7)
