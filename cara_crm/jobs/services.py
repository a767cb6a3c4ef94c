"""Ask for background work; claim it; say how far it is. The worker commits."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile
from cara_crm.jobs import processes
from cara_crm.jobs.models import Heartbeat, Job, JobState, PeriodicRun

MOST_ATTEMPTS = 3
LEASE = timedelta(minutes=5)
LONGEST_ERROR = 500


def enqueue(
    kind: str,
    *,
    payload: dict[str, Any] | None = None,
    file: StoredFile | None = None,
    at: datetime | None = None,
    by: Actor,
) -> Job:
    """Add a job to the caller's transaction, flushed; a worker begins after the commit, and not before `at`."""
    job = Job(kind=kind, payload=payload or {}, file_id=file.id if file else None, requested_by_id=by.user_id)
    job.available_at = at or clock.now()
    db.session.add(job)
    db.session.flush()
    audit.record("job.queued", job, by=by, kind=kind)
    return job


class CannotBeRestarted(DomainError):
    """It did not fail, or the same was asked for again since."""


def restart(job: Job, *, by: Actor) -> None:
    """Do a failed job again, from where it was interrupted where it can. Raises CannotBeRestarted."""
    db.session.refresh(job, with_for_update={"of": Job})
    since = sa.select(Job).where(Job.kind == job.kind, Job.id > job.id, Job.state != JobState.FAILED)
    if job.state is not JobState.FAILED or any(one.payload == job.payload for one in db.session.scalars(since)):
        raise CannotBeRestarted(_("This work does not wait to be done again: it runs, or was asked for again since."))
    job.state, job.attempts, job.error, job.finished_at = JobState.QUEUED, 0, None, None
    job.claimed_at, job.claimed_by, job.available_at = None, None, clock.now()
    audit.record("job.restarted", job, by=by, kind=job.kind)


def begin_round(kind: str) -> None:
    """What the clock asks for again and again: a job, unless one of its kind is not done yet; the last one goes.

    Nobody's act, so that no line of it stands among the acts of people.
    """
    live = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    if not db.session.scalar(sa.select(sa.exists().where(Job.kind == kind, live))):
        db.session.execute(sa.delete(Job).where(Job.kind == kind))
        db.session.add(Job(kind=kind))


def claim_next(worker: str) -> int | None:
    """Take the oldest job that is due, in one conditional UPDATE; its id, or None."""
    due = (
        sa.select(Job.id)
        .where(Job.state == JobState.QUEUED, Job.available_at <= clock.now())
        .order_by(Job.available_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    claim = (
        sa.update(Job)
        .where(Job.id == due, Job.state == JobState.QUEUED)
        .values(state=JobState.RUNNING, attempts=Job.attempts + 1, claimed_at=clock.now(), claimed_by=worker)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(claim)


def report(job_id: int, done: int, total: int) -> None:
    """How far it is."""
    db.session.execute(sa.update(Job).where(Job.id == job_id).values(done=done, total=total))


def finish(job_id: int, result: dict[str, Any]) -> None:
    job = db.session.get_one(Job, job_id, populate_existing=True)
    job.state, job.result, job.finished_at, job.error = JobState.DONE, result, clock.now(), None
    job.done = job.total


def fail(job_id: int, error: str) -> None:
    job = db.session.get_one(Job, job_id, populate_existing=True)
    job.state, job.error, job.finished_at = JobState.FAILED, error[:LONGEST_ERROR], clock.now()


def put_back(job_id: int) -> None:
    """The worker stops in order: another one goes on; it does not count as an attempt."""
    job = db.session.get_one(Job, job_id, populate_existing=True)
    job.state, job.claimed_at, job.claimed_by, job.attempts = JobState.QUEUED, None, None, job.attempts - 1


def release_abandoned(me: str) -> int:
    """Put back the jobs of workers that are gone or silent; how many. After three attempts a job has failed."""
    running = sa.select(Job).where(Job.state == JobState.RUNNING, Job.claimed_by != me)
    seen: dict[str, datetime] = {h.process: h.seen_at for h in db.session.scalars(sa.select(Heartbeat))}
    running = running.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    lost = [job for job in db.session.scalars(running) if _is_lost(job, seen, me)]
    for job in lost:
        if job.attempts >= MOST_ATTEMPTS:
            fail(job.id, "The worker ended three times while it did this.")
        else:
            job.state, job.claimed_at, job.claimed_by = JobState.QUEUED, None, None
    return len(lost)


def _is_lost(job: Job, seen: dict[str, datetime], me: str) -> bool:
    worker = job.claimed_by or ""
    last = max(filter(None, (seen.get(worker), job.claimed_at)), default=None)
    return processes.is_gone(worker, me=me) or last is None or last < clock.now() - LEASE


def claim_period(name: str, every: timedelta) -> bool:
    """Is this periodic work due, and ours? One conditional UPDATE, so that one worker does it."""
    _know_period(name)
    now = clock.now()
    due = sa.or_(PeriodicRun.last_run_at.is_(None), PeriodicRun.last_run_at <= now - every)
    free = sa.or_(
        PeriodicRun.claimed_at.is_(None),
        PeriodicRun.claimed_at <= PeriodicRun.last_run_at,
        PeriodicRun.claimed_at <= now - LEASE,
    )
    claim = sa.update(PeriodicRun).where(PeriodicRun.name == name, due, free).values(claimed_at=now)
    claim = claim.returning(PeriodicRun.name).execution_options(synchronize_session=False)
    return db.session.scalar(claim) is not None


def _know_period(name: str) -> None:
    if db.session.get(PeriodicRun, name) is None:
        with suppress(IntegrityError), db.session.begin_nested():  # another worker may begin at the same moment
            db.session.add(PeriodicRun(name=name))


def record_period(name: str, every: timedelta, seconds: float) -> None:
    """It was done, in so many seconds."""
    now = clock.now()
    done = {"last_run_at": now, "claimed_at": now, "due_at": now + every, "seconds": seconds}
    _note_period(name, **done, failures=0, failed_at=None, trouble="")


def fail_period(name: str, trouble: str) -> None:
    """It ended in an error of this kind; it is tried again after the lease."""
    now = clock.now()
    again = sa.func.coalesce(PeriodicRun.due_at, now)  # what never ended well is due since its first try
    _note_period(name, failures=PeriodicRun.failures + 1, failed_at=now, trouble=trouble, due_at=again)


def _note_period(name: str, **values: Any) -> None:
    db.session.execute(sa.update(PeriodicRun).where(PeriodicRun.name == name).values(**values))


def forget_periods(known: Iterable[str]) -> None:
    """Works that the product no longer does: nobody waits for them."""
    db.session.execute(sa.delete(PeriodicRun).where(PeriodicRun.name.not_in(list(known))))
