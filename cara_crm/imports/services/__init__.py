"""What can be done with a list."""

from cara_crm.imports.services.checking import (
    check,
    decisions_of,
    options_of,
    plan_for,
    remember_decisions,
    wishes_of,
)
from cara_crm.imports.services.runs import (
    IMPORT_JOB,
    abandon,
    commit_import,
    hand_over,
    is_long,
    receive,
    remember_check,
    remember_choices,
    take_back,
)
from cara_crm.imports.services.undoing import UNDO_JOB, NothingToUndo, ask_to_undo, is_long_to_undo, refuse_undo, undo

__all__ = [
    "IMPORT_JOB",
    "UNDO_JOB",
    "NothingToUndo",
    "abandon",
    "ask_to_undo",
    "check",
    "commit_import",
    "decisions_of",
    "hand_over",
    "is_long",
    "is_long_to_undo",
    "options_of",
    "plan_for",
    "receive",
    "refuse_undo",
    "remember_check",
    "remember_choices",
    "remember_decisions",
    "take_back",
    "undo",
    "wishes_of",
]
