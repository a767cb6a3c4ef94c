"""What can be done with members."""

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
    abandon,
    commit_import,
    options_of,
    receive,
    remember_check,
    remember_choices,
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
    "MOVES",
    "MemberData",
    "PerhapsTheSame",
    "abandon",
    "archive_member",
    "assign_sector",
    "commit_import",
    "create_member",
    "current_assignments",
    "described",
    "edit_member",
    "end_assignment",
    "entrust",
    "head_site",
    "make_main",
    "move_status",
    "options_of",
    "receive",
    "refresh_main_sector",
    "remember_check",
    "remember_choices",
    "restore_member",
    "wishes_of",
]
