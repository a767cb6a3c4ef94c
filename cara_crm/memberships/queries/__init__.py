"""What is known of memberships and fees, and who may see it."""

from cara_crm.memberships.queries.grid import (
    colleges,
    flat_fees,
    line_of,
    lines_of,
    rates_of,
    same_line,
)
from cara_crm.memberships.queries.grid import years as grid_years
from cara_crm.memberships.queries.listing import (
    COLUMNS,
    Filters,
    Sums,
    exported,
    page_of,
    sums,
    to_call,
    years,
)
from cara_crm.memberships.queries.one import (
    CALL_JOB,
    Dues,
    affiliations_of,
    call_job,
    call_key,
    call_of,
    deliveries_of,
    dues_of,
    file_of,
    in_year,
    membership_for,
    recipient_of,
    recipients,
    reminder_key,
)
from cara_crm.memberships.queries.reminding import to_remind
from cara_crm.memberships.queries.renewal import Planned, planned, proposal_for
from cara_crm.memberships.queries.terms import KEYS, Terms, terms

__all__ = [
    "CALL_JOB",
    "COLUMNS",
    "KEYS",
    "Dues",
    "Filters",
    "Planned",
    "Sums",
    "Terms",
    "affiliations_of",
    "call_job",
    "call_key",
    "call_of",
    "colleges",
    "deliveries_of",
    "dues_of",
    "exported",
    "file_of",
    "flat_fees",
    "grid_years",
    "in_year",
    "line_of",
    "lines_of",
    "membership_for",
    "page_of",
    "planned",
    "proposal_for",
    "rates_of",
    "recipient_of",
    "recipients",
    "reminder_key",
    "same_line",
    "sums",
    "terms",
    "to_call",
    "to_remind",
    "years",
]
