"""Positions that issues moved between: by a merge, a split, or one by one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.positions.models import Position, PositionIssue
from cara_crm.reports.models import Report, report_position_issue
from cara_crm.reports.queries.followed import SENT
from cara_crm.reports.queries.wordings import position_code


def kin_of(federation_id: int, position_ids: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """By position: the codes of the others that this federation was sent, and that it shares issues with or shared,
    also by way of others still.

    An issue stands in one position of a federation at a time: it is shared by nothing but a merge, a split or a move.
    """
    carried = (
        sa.select(report_position_issue.c.position_id, report_position_issue.c.issue_id, sa.true().label("sent"))
        .join(Report, Report.id == report_position_issue.c.report_id)
        .where(Report.federation_id == federation_id, Report.state.in_(SENT))
    )
    now = (
        sa.select(PositionIssue.position_id, PositionIssue.issue_id, sa.false())
        .join(Position, Position.id == PositionIssue.position_id)
        .where(Position.federation_id == federation_id)
    )
    positions: dict[int, set[int]] = defaultdict(set)
    issues: dict[int, set[int]] = defaultdict(set)
    sent = set[int]()
    for position_id, issue_id, was_sent in db.session.execute(carried.union(now)):
        positions[issue_id].add(position_id)
        issues[position_id].add(issue_id)
        sent |= {position_id} if was_sent else set()
    families = {one: _family(one, issues, positions) for one in position_ids}
    return {one: frozenset(position_code(other) for other in family & sent - {one}) for one, family in families.items()}


def _family(first: int, issues: Mapping[int, set[int]], positions: Mapping[int, set[int]]) -> set[int]:
    """The position and all that are reached from it over issues."""
    found, new = {first}, {first}
    while new:
        near = {position for one in new for issue in issues.get(one, ()) for position in positions[issue]}
        new = near - found
        found |= new
    return found
