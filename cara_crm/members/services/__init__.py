"""What can be done with members."""

from cara_crm.members.services.bulk import MOST as MOST_AT_ONCE
from cara_crm.members.services.bulk import change_all, would_change
from cara_crm.members.services.bulk import undo as undo_change
from cara_crm.members.services.history import (
    MOVES,
    assign_sector,
    current_assignments,
    end_assignment,
    entrust,
    make_main,
    move_status,
    refresh_main_sector,
)
from cara_crm.members.services.importing import (
    IMPORT_JOB,
    LOOK_JOB,
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
from cara_crm.members.services.record import (
    MemberData,
    PerhapsTheSame,
    archive_member,
    create_member,
    described,
    edit_member,
    head_site,
    restore_member,
)

__all__ = [
    "IMPORT_JOB",
    "LOOK_JOB",
    "MOST_AT_ONCE",
    "MOVES",
    "MemberData",
    "PerhapsTheSame",
    "abandon",
    "archive_member",
    "assign_sector",
    "change_all",
    "commit_import",
    "create_member",
    "current_assignments",
    "described",
    "edit_member",
    "end_assignment",
    "entrust",
    "hand_over",
    "head_site",
    "is_long",
    "make_main",
    "move_status",
    "options_of",
    "receive",
    "refresh_main_sector",
    "remember_check",
    "remember_choices",
    "restore_member",
    "take_back",
    "undo_change",
    "wishes_of",
    "would_change",
]
