"""The house's own periodic work."""

from datetime import timedelta

from cara_crm.jobs import processes
from cara_crm.jobs.registry import every


@every(timedelta(hours=1), "heartbeats.sweep")
def sweep_heartbeats() -> None:
    processes.sweep()
