"""Periodic work on the register."""

from datetime import timedelta

from cara_crm.jobs.registry import every
from cara_crm.members import services


@every(timedelta(hours=1), "members.tidy")
def tidy_tally() -> None:
    services.tidy_tally()
