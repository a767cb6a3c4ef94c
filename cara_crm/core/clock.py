"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
UNDATED = datetime(1900, 1, 1, 12, tzinfo=UTC)  # of what came from a list that tells no day: shown as such
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """The day on the wall calendar of the cluster (Europe/Paris)."""
    return now().astimezone(PARIS).date()


def moment(day: date, hour: time = time()) -> datetime:
    """That hour of a day in Paris, aware; without one the day's beginning."""
    return datetime.combine(day, hour, PARIS)


def is_undated(day: datetime | date | None) -> bool:
    """Is it UNDATED, or its day?"""
    return (day.date() if isinstance(day, datetime) else day) == UNDATED.date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within, it is `moment` (aware): the demonstration lives through its past with the product's own services."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
