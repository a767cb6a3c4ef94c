"""Days on which people work in France. Pure."""

from datetime import date, timedelta

from dateutil.easter import easter

FIXED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
AFTER_EASTER = {1, 39, 50}  # Easter Monday, Ascension, Whit Monday
SATURDAY = 5


def is_workday(day: date) -> bool:
    """Neither a weekend nor one of the eleven holidays of the Code du travail (L3133-1)."""
    holiday = (day.month, day.day) in FIXED or (day - easter(day.year)).days in AFTER_EASTER
    return day.weekday() < SATURDAY and not holiday


def is_first_of_week(day: date) -> bool:
    """Is it the first working day of its week?"""
    before = (day - timedelta(days=n) for n in range(1, day.weekday() + 1))
    return is_workday(day) and not any(is_workday(one) for one in before)


def workdays_after(day: date, count: int) -> date:
    """The day that comes `count` working days after a day; 0 is that day itself."""
    for _working_day in range(count):
        day += timedelta(days=1)
        while not is_workday(day):
            day += timedelta(days=1)
    return day
