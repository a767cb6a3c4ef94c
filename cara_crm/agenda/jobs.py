"""Periodic work: what there is to do, by mail, in the morning of working days."""

from datetime import timedelta

from cara_crm.agenda.services import send_digests
from cara_crm.core.actor import Actor
from cara_crm.jobs.registry import every


@every(timedelta(minutes=15), "agenda.task_digests")
def task_digests() -> None:
    send_digests(by=Actor.system("clock"))
