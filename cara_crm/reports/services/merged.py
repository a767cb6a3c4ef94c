"""A position of a draft was merged into another: the draft follows it."""

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.positions.models import PositionState
from cara_crm.reports.models import Report, ReportPosition
from cara_crm.reports.queries.merged import merged_away
from cara_crm.reports.queries.state import positions_in_other_drafts
from cara_crm.reports.services.drafting import refuse_unless_draft

OPEN = (PositionState.DRAFT, PositionState.APPROVED)


def follow_merged(report: Report, *, by: Actor) -> int:
    """Each place that says nothing any more goes to the position that took it up, or away where that one stands in the
    draft or in another; how many. Raises NotADraft.
    """
    refuse_unless_draft(report)
    gone = {one.entry: one for one in merged_away(report)}
    taken = positions_in_other_drafts(report.federation_id) | {entry.position_id for entry in report.entries}
    kept: list[ReportPosition] = []
    for entry in report.entries:
        target = gone[entry].target if entry in gone else None
        if target is None:
            kept.append(entry)
        elif target.id not in taken and target.state in OPEN:
            kept.append(ReportPosition(position_id=target.id))
            taken |= {target.id}
    report.entries = kept
    for rank, entry in enumerate(kept, 1):
        entry.ordinal = rank
    audit.record("report.followed_merge", report, by=by, positions=len(gone))
    return len(gone)
