"""Periodic work: digests for those who asked for one a day or a week."""

from datetime import timedelta

from cara_crm.core.actor import Actor
from cara_crm.jobs.registry import every
from cara_crm.relays.services.digest import send_digests


@every(timedelta(minutes=30), "relays.digests")
def digests() -> None:
    send_digests(by=Actor.system("clock"))
