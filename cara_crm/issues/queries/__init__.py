"""Which issues there are, and for whom."""

from cara_crm.issues.queries.inbox import (
    counts_by_state,
    filing_choices,
    inbox,
    issues_of_interaction,
    issues_of_member,
    priority_by_id,
    sectors_by_ids,
    similar_issues,
)
from cara_crm.issues.queries.one import file_of, in_charge, issue_by_id, issue_by_key, issue_for, issues_for, own_issue
from cara_crm.issues.queries.own import (
    contact_of,
    first_word_by,
    manager_of,
    member_of,
    organisation_of,
    own_issues,
    stage,
    stage_dates,
    waiting_for_member,
)
from cara_crm.issues.queries.reference import (
    federations,
    federations_of_sectors,
    priorities,
    sectors,
    sectors_of_member,
)

__all__ = [
    "contact_of",
    "counts_by_state",
    "federations",
    "federations_of_sectors",
    "file_of",
    "filing_choices",
    "first_word_by",
    "in_charge",
    "inbox",
    "issue_by_id",
    "issue_by_key",
    "issue_for",
    "issues_for",
    "issues_of_interaction",
    "issues_of_member",
    "manager_of",
    "member_of",
    "organisation_of",
    "own_issue",
    "own_issues",
    "priorities",
    "priority_by_id",
    "sectors",
    "sectors_by_ids",
    "sectors_of_member",
    "similar_issues",
    "stage",
    "stage_dates",
    "waiting_for_member",
]
