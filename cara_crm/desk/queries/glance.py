"""The figures beside the waiting list."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from statistics import median

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Permission
from cara_crm.desk.queries.silent import Silence, count_silent, silent_members
from cara_crm.desk.queries.waiting import in_charge
from cara_crm.extensions import db
from cara_crm.issues.models import Issue, IssueState

MONTHS = 6
SILENT_SHOWN = 3


@dataclass(frozen=True)
class Silent:
    """A current member and the day of its last interaction (None: never)."""

    id: int
    name: str
    last_at: datetime | None


@dataclass(frozen=True)
class Glance:
    """`months`: first day of a month → issues received in it, oldest first. `loop_days`: median of twelve months."""

    months: dict[date, int]
    loop_days: int | None
    silent: list[Silent]
    silent_count: int

    @property
    def this_month(self) -> int:
        return list(self.months.values())[-1]


def glance(actor: Actor) -> Glance | None:
    """What a manager wants to see at once; None for who does not read raw words."""
    if not actor.can(Permission.ISSUE_READ):
        return None
    silent, count = _silent(actor)
    return Glance(_issues_by_month(actor), _loop_days(actor), silent, count)


def _issues_by_month(actor: Actor) -> dict[date, int]:
    starts = _months(clock.today())
    query = sa.select(Issue.submitted_at).where(
        Issue.submitted_at >= _midnight(starts[0]), Issue.state != IssueState.DRAFT, *in_charge(Issue.sectors, actor)
    )
    counts = dict.fromkeys(starts, 0)
    for at in db.session.scalars(query):
        if at:
            counts[at.astimezone(clock.PARIS).date().replace(day=1)] += 1
    return counts


def _months(day: date) -> list[date]:
    """The first days of the last six months, this one included."""
    month = day.year * 12 + day.month - 1
    return [date(m // 12, m % 12 + 1, 1) for m in range(month - MONTHS + 1, month + 1)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.PARIS).astimezone(UTC)


def _loop_days(actor: Actor) -> int | None:
    """Median number of days from a member's word to the federation's answer, over twelve months."""
    query = sa.select(Issue.submitted_at, Issue.answered_at).where(
        Issue.answered_at >= _year_ago(), *in_charge(Issue.sectors, actor)
    )
    spans = [(answered - said).days for said, answered in db.session.execute(query) if said and answered]
    return round(median(spans)) if spans else None


def _year_ago() -> datetime:
    today = clock.today()
    return _midnight(today.replace(year=today.year - 1, day=min(today.day, 28)))


def _silent(actor: Actor) -> tuple[list[Silent], int]:
    """Current members without an exchange for a year, the longest silence first, and how many there are."""
    shown = silent_members(actor, Silence(), size=SILENT_SHOWN).items
    count = count_silent(actor, Silence()) if len(shown) == SILENT_SHOWN else len(shown)
    return [Silent(one.id, one.name, one.last_at) for one in shown], count
