"""What was asked and found about members, to whom it shows, and whom the check asks about next."""

from cara_crm.official.queries.checking import asked_question, due, is_under_way, question_of, resting_until
from cara_crm.official.queries.listing import Coverage, coverage, differing
from cara_crm.official.queries.record import (
    KINDS,
    Change,
    Record,
    Summary,
    facts_of,
    findings_of,
    lookup_of,
    manager_of,
    member_for,
    open_tasks,
    record_for,
    record_of,
    stored_of,
    summary_of,
    summary_parts,
)

__all__ = [
    "KINDS",
    "Change",
    "Coverage",
    "Record",
    "Summary",
    "asked_question",
    "coverage",
    "differing",
    "due",
    "facts_of",
    "findings_of",
    "is_under_way",
    "lookup_of",
    "manager_of",
    "member_for",
    "open_tasks",
    "question_of",
    "record_for",
    "record_of",
    "resting_until",
    "stored_of",
    "summary_of",
    "summary_parts",
]
