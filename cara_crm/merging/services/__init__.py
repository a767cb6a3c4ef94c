"""What can be done with records that are one."""

from cara_crm.merging.models import LOOK_JOB
from cara_crm.merging.services.contacts import merge_contacts
from cara_crm.merging.services.entering import PerhapsTheSame, PerhapsThisPerson, ask_about_contact, ask_about_member
from cara_crm.merging.services.looking import ask_to_look, decide_distinct, look, reopen
from cara_crm.merging.services.members import merge_members
from cara_crm.merging.services.taking import NotMergeable, TwoAccounts
from cara_crm.merging.services.undoing import UndoRefused, undo
from cara_crm.merging.services.weighing import ThresholdsCrossed, decide, refuse_crossed

__all__ = [
    "LOOK_JOB",
    "NotMergeable",
    "PerhapsTheSame",
    "PerhapsThisPerson",
    "ThresholdsCrossed",
    "TwoAccounts",
    "UndoRefused",
    "ask_about_contact",
    "ask_about_member",
    "ask_to_look",
    "decide",
    "decide_distinct",
    "look",
    "merge_contacts",
    "merge_members",
    "refuse_crossed",
    "reopen",
    "undo",
]
