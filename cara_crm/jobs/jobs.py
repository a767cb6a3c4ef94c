"""The house's own periodic work."""

from datetime import timedelta

from cara_crm.jobs import processes, services
from cara_crm.jobs.registry import PERIODIC, every


@every(timedelta(hours=1), "heartbeats.sweep")
def sweep_heartbeats() -> None:
    processes.sweep()
    services.forget_periods(PERIODIC)
