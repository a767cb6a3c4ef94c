"""What may be read of relays, and by whom."""

from cara_crm.relays.queries.audience import Person, audience_of, author_contacts
from cara_crm.relays.queries.journal import (
    Choices,
    Filter,
    choices,
    choose,
    count_entries,
    drafts,
    entries,
    journal,
    journal_key,
    knows_people,
    proposals,
    proposals_waiting,
    relay_for,
    relays_to_workgroup,
)
from cara_crm.relays.queries.ledger import Ledger, ledger_of, ledgers, recipients_of
from cara_crm.relays.queries.received import (
    IssueAnswer,
    answers_for_issue,
    information_for,
    information_key,
    own_recipient,
    received,
)

__all__ = [
    "Choices",
    "Filter",
    "IssueAnswer",
    "Ledger",
    "Person",
    "answers_for_issue",
    "audience_of",
    "author_contacts",
    "choices",
    "choose",
    "count_entries",
    "drafts",
    "entries",
    "information_for",
    "information_key",
    "journal",
    "journal_key",
    "knows_people",
    "ledger_of",
    "ledgers",
    "own_recipient",
    "proposals",
    "proposals_waiting",
    "received",
    "recipients_of",
    "relay_for",
    "relays_to_workgroup",
]
