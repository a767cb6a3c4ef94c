"""What was said in twelve months, and how long each step took: distinct groups, nothing under the threshold."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

import sqlalchemy as sa

from cara_crm.confidentiality.suppression import TOTAL, Place, SafeTable, count_table, suppress
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
class Heard:
    """`table`: sectors' codes × kinds, distinct groups, None where withheld. `days`: median of each step, likewise."""

    table: SafeTable
    days: dict[Step, int | None]


def heard(sectors: list[Sector], k: int) -> Heard:
    """The last twelve months, over these sectors; `k` groups at least behind every figure."""
    codes = {sector.id: sector.code for sector in sectors}
    cells: dict[Place, set[str]] = defaultdict(set)
    for sector_id, kind, group in _said():
        if sector_id in codes:
            cells[codes[sector_id], kind.value].add(group)
    kinds = [kind.value for kind in IssueKind]
    table = count_table("heard", codes.values(), kinds, cells, population=_population(codes, kinds))
    (safe,) = suppress([table], k)
    return Heard(safe, _days(k))


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


def _days(k: int) -> dict[Step, int | None]:
    """Median days of each step; None when fewer than `k` groups took it."""
    query = (
        sa.select(
            Member.id, Member.group_id, Issue.submitted_at, Issue.qualified_at, Issue.relayed_at, Issue.answered_at
        )
        .join(Member, Member.id == Issue.member_id)
        .where(*_counted())
    )
    spans: dict[Step, dict[str, list[int]]] = {step: defaultdict(list) for step in Step}
    for member_id, group_id, said, qualified, relayed, answered in db.session.execute(query):
        group = _group(member_id, group_id)
        for step, begun, ended in (
            (Step.QUALIFIED, said, qualified),
            (Step.RELAYED, qualified, relayed),
            (Step.ANSWERED, relayed, answered),
            (Step.WHOLE, said, answered),
        ):
            _add(spans[step][group], begun, ended)
    return {step: _median(by_group, k) for step, by_group in spans.items()}


def _add(days: list[int], begun: datetime | None, ended: datetime | None) -> None:
    if begun and ended:
        days.append(max(0, (ended - begun).days))


def _median(by_group: dict[str, list[int]], k: int) -> int | None:
    spoken = [days for days in by_group.values() if days]
    return round(median(day for days in spoken for day in days)) if len(spoken) >= k else None
