"""When an event is: as it is typed, by the clocks of Paris, and as it is kept."""

from datetime import UTC, date, datetime, time
from typing import Any

from cara_crm.core import clock


def event(day: date | None, begins: time | None, ends: time | None, place: str | None) -> dict[str, Any] | None:
    """`starts_at`, `ends_at` in UTC, where an hour that the clocks skip is compared as it will be, and `place`; None
    without a day and an hour."""
    if day is None or begins is None:
        return None
    return {
        "starts_at": clock.moment(day, begins).astimezone(UTC),
        "ends_at": clock.moment(day, ends).astimezone(UTC) if ends else None,
        "place": place or "",
    }


def as_typed(starts_at: datetime | None, ends_at: datetime | None) -> dict[str, Any]:
    """The fields of a form, from what is kept."""
    begins, until = (at and at.astimezone(clock.PARIS) for at in (starts_at, ends_at))
    return {
        "event_on": begins and begins.date(),
        "from_time": begins and begins.time(),
        "until_time": until and until.time(),
    }
