"""The periodic work of this feature: asking again about wordings."""

from datetime import timedelta

from cara_crm.core.actor import Actor
from cara_crm.jobs.registry import every
from cara_crm.positions.services.reminding import remind_of_wordings


@every(timedelta(days=1), "positions.wording_reminders")
def remind() -> None:
    """Who was asked about a wording and has not answered hears of it again, twice."""
    remind_of_wordings(by=Actor.system("clock"))
