"""The periodic work of this feature: asking again."""

from datetime import timedelta

from cara_crm.core.actor import Actor
from cara_crm.issues.services.agreement import remind_unanswered
from cara_crm.jobs.registry import every


@every(timedelta(days=1), "issues.agreement_reminders")
def remind() -> None:
    """Who was asked for its yes and has not answered hears of it again, twice."""
    remind_unanswered(by=Actor.system("clock"))
