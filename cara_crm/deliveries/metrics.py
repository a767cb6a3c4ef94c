"""Figures of the machinery for Prometheus. Read from the database, so that every process tells the same."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.deliveries.queries import GIVEN_UP, health
from cara_crm.extensions import db
from cara_crm.jobs import processes
from cara_crm.jobs.models import Heartbeat, Job, JobState, PeriodicRun
from cara_crm.mailbox.models import MailboxState

ON_THEIR_WAY = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING)
OPEN_JOBS = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)


def text() -> bytes:
    """Every figure in the text format 0.0.4. Counts and moments only: neither names nor addresses."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_House())
    return generate_latest(registry)


class _House(Collector):
    def collect(self) -> Iterator[Metric]:
        yield from _deliveries()
        yield _by("cara_jobs", "Background work by state.", "state", _job_counts())
        yield from _workers()
        yield from _periodic()
        yield from _mailbox()


def _by(name: str, help_text: str, label: str, values: dict[str, float]) -> Metric:
    family = GaugeMetricFamily(name, help_text, labels=[label])
    for one, value in values.items():
        family.add_metric([one], value)
    return family


def _deliveries() -> Iterator[Metric]:
    """Of those that did not arrive only what nobody has settled: a scrape counts the open ones, not all history."""
    open_ones = Delivery.status.in_(ON_THEIR_WAY) | (Delivery.status.in_(GIVEN_UP) & Delivery.settled_at.is_(None))
    counted = sa.select(Delivery.status, sa.func.count()).where(open_ones).group_by(Delivery.status)
    found: dict[DeliveryStatus, int] = {row[0]: row[1] for row in db.session.execute(counted)}
    values = {status.value: float(found.get(status, 0)) for status in (*ON_THEIR_WAY, *GIVEN_UP)}
    yield _by("cara_deliveries", "Messages that are not settled, by status.", "status", values)
    oldest = sa.select(sa.func.min(Delivery.next_attempt_at)).where(Delivery.status == DeliveryStatus.QUEUED)
    due = db.session.scalar(oldest)
    late = max(0.0, (clock.now() - due).total_seconds()) if due else 0.0
    yield GaugeMetricFamily("cara_delivery_oldest_due_seconds", "How long the oldest message has been due.", value=late)


def _job_counts() -> dict[str, float]:
    counted = sa.select(Job.state, sa.func.count()).where(Job.state.in_(OPEN_JOBS)).group_by(Job.state)
    found: dict[JobState, int] = {row[0]: row[1] for row in db.session.execute(counted)}
    return {state.value: float(found.get(state, 0)) for state in OPEN_JOBS}


def _workers() -> Iterator[Metric]:
    signs = sa.select(sa.func.count().filter(processes.is_there()), sa.func.max(Heartbeat.seen_at))
    number, last = db.session.execute(signs).one()
    yield GaugeMetricFamily("cara_workers", "Workers that gave a sign of life within two minutes.", value=number)
    sign = "cara_worker_last_sign_timestamp_seconds"
    yield GaugeMetricFamily(sign, "The last sign of life of any worker.", value=_moment(last))
    yield GaugeMetricFamily("cara_well", "1 while the health page says that everything runs.", value=health().is_well)


def _periodic() -> Iterator[Metric]:
    runs = db.session.scalars(sa.select(PeriodicRun).order_by(PeriodicRun.name)).all()
    done = {run.name: _moment(run.last_run_at) for run in runs}
    yield _by("cara_periodic_last_success_timestamp_seconds", "When a periodic work last ended well.", "work", done)
    took = {run.name: run.seconds or 0.0 for run in runs}
    yield _by("cara_periodic_seconds", "How long a periodic work took when it last ended well.", "work", took)
    failures = {run.name: float(run.failures) for run in runs}
    yield _by("cara_periodic_failures", "Tries of a periodic work that failed in a row.", "work", failures)


def _mailbox() -> Iterator[Metric]:
    if state := db.session.get(MailboxState, 1):
        read = "cara_mailbox_last_read_timestamp_seconds"
        yield GaugeMetricFamily(read, "When incoming mail was last read.", value=_moment(state.read_at))
        shut = "1 while incoming mail cannot be read."
        yield GaugeMetricFamily("cara_mailbox_trouble", shut, value=state.trouble is not None)


def _moment(moment: datetime | None) -> float:
    """Seconds since 1970, 0 for never."""
    return moment.timestamp() if moment else 0.0
