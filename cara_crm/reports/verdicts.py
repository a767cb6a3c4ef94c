"""What a reviewer said of one item."""

from dataclasses import dataclass

from cara_crm.reports.models import Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, and why."""

    verdict: Verdict
    comment: str = ""
