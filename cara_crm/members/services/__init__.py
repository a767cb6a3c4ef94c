"""What can be done with members."""

from cara_crm.members.services.bulk import change_all, would_change
from cara_crm.members.services.bulk import undo as undo_change
from cara_crm.members.services.groups import rename_group
from cara_crm.members.services.history import (
    MOVES,
    assign_sector,
    current_assignments,
    end_assignment,
    entrust,
    make_main,
    move_status,
    pass_main_on,
    refresh_main_sector,
)
from cara_crm.members.services.record import (
    MemberData,
    archive_member,
    create_member,
    described,
    edit_member,
    head_site,
    refresh_search,
    restore_member,
)
from cara_crm.members.services.searching import WORDS_JOB, renew_words
from cara_crm.members.services.sites import SiteData, add_site, close_site, edit_site, reopen_site
from cara_crm.members.services.tally import tidy_tally

__all__ = [
    "MOVES",
    "WORDS_JOB",
    "MemberData",
    "SiteData",
    "add_site",
    "archive_member",
    "assign_sector",
    "change_all",
    "close_site",
    "create_member",
    "current_assignments",
    "described",
    "edit_member",
    "edit_site",
    "end_assignment",
    "entrust",
    "head_site",
    "make_main",
    "move_status",
    "pass_main_on",
    "refresh_main_sector",
    "refresh_search",
    "rename_group",
    "renew_words",
    "reopen_site",
    "restore_member",
    "tidy_tally",
    "undo_change",
    "would_change",
]
