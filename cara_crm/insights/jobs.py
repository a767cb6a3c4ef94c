"""Periodic work: the figures of the house."""

from datetime import timedelta

from cara_crm.core.actor import Actor
from cara_crm.insights.services import publish, send_summaries
from cara_crm.jobs.registry import every


@every(timedelta(hours=1), "insights.publish")
def figures() -> None:
    publish()


@every(timedelta(hours=1), "insights.summary")
def summary() -> None:
    send_summaries(by=Actor.system("clock"))
