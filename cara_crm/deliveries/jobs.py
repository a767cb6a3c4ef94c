"""Periodic work on messages."""

from datetime import timedelta

from cara_crm.deliveries import services
from cara_crm.jobs.registry import every


@every(timedelta(hours=1), "deliveries.scrub")
def scrub_given_up() -> None:
    services.scrub_given_up()
