"""The days of the story: what happened when, counted back from today, lived through in the order of time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from cara_crm.core import clock
from cara_crm.extensions import db

OPENS, LUNCH_TO_FIVE = timedelta(hours=8, minutes=30), timedelta(hours=8)
FRIDAY, A_DAY = 4, timedelta(days=1)
JUST_NOW = 0.05  # days
SPREAD, STRIDE = 97, 61  # nobody writes at the same minute of every day

Act = Callable[[], object]


def working_moment(now: datetime, days: float) -> datetime:
    """So many days before `now`, moved into the hours of a working day; what is earlier stays earlier.

    A day's 24 hours become its working hours, a week-end the end of its Friday. The last hour is left as it is.
    """
    raw = now - timedelta(days=days)
    if days < JUST_NOW:
        return raw
    local = raw.astimezone(clock.PARIS)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    over = local.weekday() - FRIDAY
    if over <= 0:
        return min(now, midnight + OPENS + LUNCH_TO_FIVE * ((local - midnight) / A_DAY))
    gone = (local - midnight) / A_DAY + over - 1
    return midnight - over * A_DAY + OPENS + LUNCH_TO_FIVE + timedelta(hours=gone / 2)


class Diary:
    """Acts by the number of days before today on which they happen; an act may write further ones."""

    def __init__(self) -> None:
        self.now = clock.now()
        self._acts: list[tuple[float, int, Act]] = []
        self._order = count()

    def on(self, days: float, act: Act) -> None:
        """`act` happens so many days ago; 0 is now. Days are kept to within two hours."""
        order = next(self._order)
        later = order * STRIDE % SPREAD / SPREAD * 0.08 if days > 1 else 0
        heappush(self._acts, (later - max(0.0, days), order, act))

    def live(self) -> None:
        """Everything happens, each act at its moment, its rows written at that moment."""
        while self._acts:
            before, _, act = heappop(self._acts)
            with clock.at(working_moment(self.now, -before)):
                act()
                db.session.flush()
