"""What was said in twelve months, and how long each step took: distinct groups, nothing under the threshold."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import product
from statistics import median

import sqlalchemy as sa

from cara_crm.confidentiality.suppression import TOTAL, Place, SafeTable, Table, count_table, one_each, suppress
from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.issues.models import Agreement, Issue, IssueKind, IssueState, issue_sector
from cara_crm.members.models import Member, MemberStatus
from cara_crm.sectors.models import Sector

TWELVE_MONTHS = timedelta(days=365)
NOT_SAID = (IssueState.DRAFT, IssueState.WITHDRAWN, IssueState.DECLINED)
USABLE = (Agreement.OWN, Agreement.AGREED)


class Step(StrEnum):
    """From one stage to the next, and the whole way."""

    QUALIFIED = "qualified"
    RELAYED = "relayed"
    ANSWERED = "answered"
    WHOLE = "whole"


@dataclass(frozen=True)
class Span:
    """The median days of one step, and the groups that took it; its day is that on which it was first shown."""

    days: int
    groups: frozenset[str]
    on: date


@dataclass(frozen=True)
class Heard:
    """`table`: sectors' codes × kinds, distinct groups, None where withheld. `days`: median of each step, likewise."""

    table: SafeTable
    days: dict[Step, int | None]

    def groups(self, row: str, column: str) -> int | None:
        """A figure of the table; None too for a sector that is newer than the table."""
        return self.table.value(row, column) if row in self.table.rows else None

    @property
    def repeated_from(self) -> date | None:
        """The day of the oldest figure that is repeated, because too few groups differ since."""
        return min(self.table.dates.values(), default=None)


def heard(sectors: list[Sector], k: int) -> Heard:
    """The last twelve months, over these sectors, counted now; `k` groups at least behind every figure."""
    (safe,) = suppress([counted(sectors)], k)
    return Heard(safe, {step: span.days if span else None for step, span in spans(k).items()})


def counted(sectors: list[Sector]) -> Table:
    """Sectors × kinds with the groups behind each cell: each in the one of which it said most.

    Not to be shown before it went through `suppress`.
    """
    codes, kinds = {sector.id: sector.code for sector in sectors}, [kind.value for kind in IssueKind]
    said = ((group, (codes[sector], kind.value)) for sector, kind, group in _said() if sector in codes)
    cells: dict[Place, set[str]] = defaultdict(set)
    for group, place in one_each(said, list(product(codes.values(), kinds))).items():
        cells[place].add(group)
    return count_table("heard", codes.values(), kinds, cells, population=_population(codes, kinds))


def _said() -> Iterable[tuple[int, IssueKind, str]]:
    query = (
        sa.select(issue_sector.c.sector_id, Issue.kind, Member.id, Member.group_id)
        .join(Issue, Issue.id == issue_sector.c.issue_id)
        .join(Member, Member.id == Issue.member_id)
        .where(*_counted())
    )
    for sector_id, kind, member_id, group_id in db.session.execute(query):
        yield sector_id, kind, _group(member_id, group_id)


def _counted() -> tuple[sa.ColumnElement[bool], ...]:
    since = clock.now() - TWELVE_MONTHS
    return (Issue.submitted_at >= since, Issue.state.not_in(NOT_SAID), Issue.agreement.in_(USABLE))


def _group(member_id: int, group_id: int | None) -> str:
    return f"g{group_id}" if group_id else f"m{member_id}"


def _population(codes: dict[int, str], kinds: list[str]) -> dict[Place, int]:
    """How many groups of current members could have spoken, by main sector; the same for each kind."""
    found: dict[str, set[str]] = defaultdict(set)
    query = sa.select(Member.main_sector_id, Member.id, Member.group_id).where(
        Member.status == MemberStatus.ACTIVE, Member.archived_on.is_(None), Member.main_sector_id.in_(codes)
    )
    for sector_id, member_id, group_id in db.session.execute(query):
        for row in (codes[sector_id or 0], TOTAL):
            found[row].add(_group(member_id, group_id))
    return {(row, column): len(groups) for row, groups in found.items() for column in (*kinds, TOTAL)}


def spans(k: int) -> dict[Step, Span | None]:
    """Median days of each step; None when fewer than `k` groups took it."""
    query = (
        sa.select(
            Member.id, Member.group_id, Issue.submitted_at, Issue.qualified_at, Issue.relayed_at, Issue.answered_at
        )
        .join(Member, Member.id == Issue.member_id)
        .where(*_counted())
    )
    taken: dict[Step, dict[str, list[int]]] = {step: defaultdict(list) for step in Step}
    for member_id, group_id, said, qualified, relayed, answered in db.session.execute(query):
        group = _group(member_id, group_id)
        for step, begun, ended in (
            (Step.QUALIFIED, said, qualified),
            (Step.RELAYED, qualified, relayed),
            (Step.ANSWERED, relayed, answered),
            (Step.WHOLE, said, answered),
        ):
            _add(taken[step][group], begun, ended)
    return {step: _median(by_group, k) for step, by_group in taken.items()}


def _add(days: list[int], begun: datetime | None, ended: datetime | None) -> None:
    if begun and ended:
        days.append(max(0, (ended - begun).days))


def _median(by_group: dict[str, list[int]], k: int) -> Span | None:
    spoken = {group: days for group, days in by_group.items() if days}
    if len(spoken) < k:
        return None
    return Span(round(median(day for days in spoken.values() for day in days)), frozenset(spoken), clock.today())
