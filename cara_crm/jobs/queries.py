"""How background work goes, for who looks after the machinery. Never what it works on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.jobs.models import Job, JobState, PeriodicRun

LATELY = timedelta(days=7)
LATE = timedelta(minutes=15)
PATIENCE = 3  # a work that failed once or twice is tried again before anybody is called
MOST_SHOWN = 20


def works() -> list[PeriodicRun]:
    """Every periodic work that a worker has begun: those that fail first, then by when they are due."""
    due = sa.func.coalesce(PeriodicRun.due_at, PeriodicRun.claimed_at)
    return list(db.session.scalars(sa.select(PeriodicRun).order_by(PeriodicRun.failures.desc(), due, PeriodicRun.name)))


def stuck() -> sa.ColumnElement[bool]:
    """Periodic work that somebody has to look at: it failed three times, or is late although workers run."""
    return sa.or_(PeriodicRun.failures >= PATIENCE, PeriodicRun.due_at < clock.now() - LATE)


@dataclass(frozen=True)
class FailedJob:
    """A piece of background work that was given up. `error`: its sentence, or the kind of a defect."""

    id: int
    kind: str
    finished_at: datetime
    error: str


def job_with_id(job_id: int) -> Job:
    """Raises NotVisible."""
    found = db.session.get(Job, job_id)
    if found is None:
        raise NotVisible
    return found


def failed_jobs() -> list[FailedJob]:
    """Of the last 7 days, the newest first, at most 20."""
    chosen = sa.select(Job.id, Job.kind, Job.finished_at, Job.error)
    failed = Job.state == JobState.FAILED, Job.finished_at > clock.now() - LATELY
    newest = chosen.where(*failed).order_by(Job.finished_at.desc(), Job.id.desc()).limit(MOST_SHOWN)
    return [FailedJob(row.id, row.kind, row.finished_at, row.error or "") for row in db.session.execute(newest)]
