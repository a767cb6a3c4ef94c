"""What is done with a report, from the first draft to its correction."""

from cara_crm.reports.services.correcting import correct_report
from cara_crm.reports.services.drafting import (
    discard,
    draft_report,
    edit_report,
    hand_over,
    propose_waiver,
    take_back,
    withdraw_waiver,
)
from cara_crm.reports.services.merged import follow_merged
from cara_crm.reports.services.reviewing import items_of, keep_sitting, refuse_own_work, review_report
from cara_crm.reports.services.sending import Prepared, prepare, send_report
from cara_crm.reports.verdicts import Decision

__all__ = [
    "Decision",
    "Prepared",
    "correct_report",
    "discard",
    "draft_report",
    "edit_report",
    "follow_merged",
    "hand_over",
    "items_of",
    "keep_sitting",
    "prepare",
    "propose_waiver",
    "refuse_own_work",
    "review_report",
    "send_report",
    "take_back",
    "withdraw_waiver",
]
