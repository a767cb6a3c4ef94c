"""Places of a draft whose position was merged into another: they say nothing any more."""

from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.positions.models import Position, PositionState
from cara_crm.positions.queries import merged_into
from cara_crm.reports.models import Report, ReportPosition


@dataclass(frozen=True)
class MergedAway:
    """`target`: where its issues are now; `is_in_it`: the report says that one already."""

    entry: ReportPosition
    target: Position
    is_in_it: bool


def merged_away(report: Report) -> list[MergedAway]:
    """Of a draft, in its order; nothing is asked of the database where no position was closed."""
    ids = {entry.position_id for entry in report.entries}
    targets = {
        entry: target
        for entry in report.entries
        if entry.position.state is PositionState.CLOSED and entry.position.relayed_at is None
        if (target := merged_into(entry.position_id)) is not None
    }
    found = db.session.scalars(sa.select(Position).where(Position.id.in_(targets.values()))) if targets else ()
    known = {position.id: position for position in found}
    return [MergedAway(entry, known[target], target in ids) for entry, target in targets.items()]
