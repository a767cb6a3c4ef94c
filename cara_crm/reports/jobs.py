"""The periodic work of this feature: reminding federations, beginning drafts."""

from datetime import timedelta

from cara_crm.core.actor import Actor
from cara_crm.jobs.registry import every
from cara_crm.reports.plans.services import draft_due
from cara_crm.reports.silence.services import remind_due


@every(timedelta(hours=6), "reports.reminders")
def remind() -> None:
    """Who has not answered a report is reminded twice."""
    remind_due(by=Actor.system("clock"))


@every(timedelta(hours=6), "reports.plans")
def begin_drafts() -> None:
    """On a first Monday the drafts that were planned begin."""
    draft_due()
