"""Periodic work: the figures of the house."""

from datetime import timedelta

from cara_crm.insights.services import publish
from cara_crm.jobs.registry import every


@every(timedelta(hours=1), "insights.publish")
def figures() -> None:
    publish()
