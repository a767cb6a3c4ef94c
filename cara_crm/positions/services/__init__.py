"""What happens to a position: made, worded, approved, sent, answered."""

from cara_crm.positions.services.merging import NothingToSplit, NotMergeable, merge_positions, split_position
from cara_crm.positions.services.states import (
    DivergingViewMissing,
    NotApprovable,
    NotPossibleNow,
    approve_position,
    close_position,
    lapse,
    mark_answered,
    mark_relayed,
    take_up_again,
)
from cara_crm.positions.services.ways import (
    NobodyBehind,
    WordingChanged,
    WordingMissing,
    answer_wording,
    ask_wording,
    leave_way,
    wait,
)
from cara_crm.positions.services.wording import (
    AlreadyGrouped,
    NotUsable,
    add_issues,
    create_position,
    edit_position,
    remove_issue,
    set_stance,
)

__all__ = [
    "AlreadyGrouped",
    "DivergingViewMissing",
    "NobodyBehind",
    "NotApprovable",
    "NotMergeable",
    "NotPossibleNow",
    "NotUsable",
    "NothingToSplit",
    "WordingChanged",
    "WordingMissing",
    "add_issues",
    "answer_wording",
    "approve_position",
    "ask_wording",
    "close_position",
    "create_position",
    "edit_position",
    "lapse",
    "leave_way",
    "mark_answered",
    "mark_relayed",
    "merge_positions",
    "remove_issue",
    "set_stance",
    "split_position",
    "take_up_again",
    "wait",
]
