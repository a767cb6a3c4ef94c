"""Positions of a period for a federation, reviewed by a second person, frozen when sent, and answered."""

from cara_crm.reports.models.answer import (
    Answer,
    AnswerState,
    ReadingLink,
    ReportReminder,
)
from cara_crm.reports.models.plan import ReportPlan, Rhythm
from cara_crm.reports.models.question import ReportQuestion
from cara_crm.reports.models.report import (
    FileKind,
    ReleasedCell,
    Report,
    ReportFile,
    ReportPosition,
    ReportState,
    report_position_issue,
    report_sector,
)
from cara_crm.reports.models.request import (
    OPEN_REQUESTS,
    Request,
    RequestState,
    request_issue,
)
from cara_crm.reports.models.review import (
    Review,
    ReviewItem,
    Verdict,
    Waiver,
)

__all__ = [
    "OPEN_REQUESTS",
    "Answer",
    "AnswerState",
    "FileKind",
    "ReadingLink",
    "ReleasedCell",
    "Report",
    "ReportFile",
    "ReportPlan",
    "ReportPosition",
    "ReportQuestion",
    "ReportReminder",
    "ReportState",
    "Request",
    "RequestState",
    "Review",
    "ReviewItem",
    "Rhythm",
    "Verdict",
    "Waiver",
    "report_position_issue",
    "report_sector",
    "request_issue",
]
