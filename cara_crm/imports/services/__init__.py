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

__all__ = [
    "IMPORT_JOB",
    "abandon",
    "commit_import",
    "hand_over",
    "is_long",
    "options_of",
    "receive",
    "remember_check",
    "remember_choices",
    "take_back",
    "wishes_of",
]
