"""What can be done with a list."""

from cara_crm.imports.services.runs import (
    IMPORT_JOB,
    abandon,
    commit_import,
    hand_over,
    is_long,
    options_of,
    receive,
    remember_check,
    remember_choices,
    take_back,
    wishes_of,
)
from cara_crm.imports.services.undoing import UNDO_JOB, NothingToUndo, ask_to_undo, is_long_to_undo, refuse_undo, undo

__all__ = [
    "IMPORT_JOB",
    "UNDO_JOB",
    "NothingToUndo",
    "abandon",
    "ask_to_undo",
    "commit_import",
    "hand_over",
    "is_long",
    "is_long_to_undo",
    "options_of",
    "receive",
    "refuse_undo",
    "remember_check",
    "remember_choices",
    "take_back",
    "undo",
    "wishes_of",
]
