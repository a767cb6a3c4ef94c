"""The figures beside the waiting list."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Permission
from cara_crm.desk.queries.silent import Silence, longest_silent
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
    starts, since = _months(clock.today()), _year_ago()
    first = clock.moment(starts[0])
    lived = db.session.execute(
        sa.select(Issue.submitted_at, Issue.answered_at, Issue.state).where(
            sa.or_(Issue.submitted_at >= first, Issue.answered_at >= since),
            sa.or_(Issue.closed_at.is_(None), Issue.closed_at != Issue.submitted_at),  # none that came as past
            *in_charge(Issue.sectors, actor),
        )
    ).all()
    received = [one.submitted_at for one in lived if one.state is not IssueState.DRAFT and one.submitted_at]
    spans = [
        (one.answered_at - one.submitted_at).days
        for one in lived
        if one.submitted_at and one.answered_at and one.answered_at >= since
    ]
    silent, count = longest_silent(actor, Silence(), SILENT_SHOWN)
    return Glance(
        months=_by_month(starts, [at for at in received if at >= first]),
        loop_days=round(median(spans)) if spans else None,
        silent=[Silent(one.id, one.name, one.last_at) for one in silent],
        silent_count=count,
    )


def _by_month(starts: list[date], received: list[datetime]) -> dict[date, int]:
    counts = dict.fromkeys(starts, 0)
    for at in received:
        counts[at.astimezone(clock.PARIS).date().replace(day=1)] += 1
    return counts


def _months(day: date) -> list[date]:
    """The first days of the last six months, this one included."""
    month = day.year * 12 + day.month - 1
    return [date(m // 12, m % 12 + 1, 1) for m in range(month - MONTHS + 1, month + 1)]


def _year_ago() -> datetime:
    today = clock.today()
    return clock.moment(today.replace(year=today.year - 1, day=min(today.day, 28)))
