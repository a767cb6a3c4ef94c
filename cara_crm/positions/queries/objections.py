"""Who was shown the words of a position, and who objects."""

from collections.abc import Sequence
from dataclasses import dataclass

from cara_crm.positions.models import Position, PositionIssue, Stance, WordingAgreement, WordingPurpose
from cara_crm.positions.queries.evidence import may_be_used


@dataclass(frozen=True)
class Window:
    """``unshown`` and ``silent`` count the usable issues behind it; ``unsettled`` are objections that still stand."""

    read: int
    silent: int
    unshown: int
    objections: tuple[WordingAgreement, ...]
    unsettled: tuple[WordingAgreement, ...]


def window_of(position: Position, agreements: Sequence[WordingAgreement], links: Sequence[PositionIssue]) -> Window:
    """From what the authors were asked about the present words (`wording_agreements`) and the position's links."""
    shown = {one.issue_id: one for one in agreements if one.purpose is WordingPurpose.OBJECT}
    behind = {link.issue_id for link in links if link.stance is Stance.FOR and may_be_used(link)}
    objections = tuple(one for one in shown.values() if one.agreed is False)
    return Window(
        read=sum(one.agreed is True for one in shown.values()),
        silent=sum(one.agreed is None for issue_id, one in shown.items() if issue_id in behind),
        unshown=len(behind - shown.keys()),
        objections=objections,
        unsettled=tuple(one for one in objections if one.issue_id in behind),
    )
