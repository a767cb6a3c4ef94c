"""What members say, in their words, and who may know it."""

from cara_crm.issues.models.issue import ISSUE_WORDS, Issue, IssueConsent, IssueImpact, issue_sector
from cara_crm.issues.models.kinds import (
    Agreement,
    Channel,
    Consent,
    IssueKind,
    IssueState,
    Measure,
    Opinion,
    Urgency,
    WaitsFor,
)
from cara_crm.issues.models.records import (
    IssueAttachment,
    IssueHelper,
    IssueMessage,
    IssueNote,
    IssueTransition,
    IssueVersion,
)

__all__ = [
    "ISSUE_WORDS",
    "Agreement",
    "Channel",
    "Consent",
    "Issue",
    "IssueAttachment",
    "IssueConsent",
    "IssueHelper",
    "IssueImpact",
    "IssueKind",
    "IssueMessage",
    "IssueNote",
    "IssueState",
    "IssueTransition",
    "IssueVersion",
    "Measure",
    "Opinion",
    "Urgency",
    "WaitsFor",
    "issue_sector",
]
