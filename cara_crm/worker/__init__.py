"""The loop: claims deliveries and jobs, keeps the clock. As many at once as one likes, on one database.

Every step is a short transaction of its own; nothing is locked while a mail is on its way or a job computes.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from flask import Flask

from cara_crm import FEATURES
from cara_crm.accounts import guards
from cara_crm.accounts.models import User
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.logs import where
from cara_crm.deliveries import claims, pace, transport
from cara_crm.deliveries.transport import Transport
from cara_crm.extensions import db, reading
from cara_crm.jobs import processes, registry
from cara_crm.jobs import services as jobs
from cara_crm.jobs.models import Job
from cara_crm.worker.postman import TROUBLE_SECONDS, Postman

log = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
LAST_JOB_SECONDS = 10.0


class Stopped(Exception):
    """The worker was asked to stop while a job ran; the job goes on from its last checkpoint elsewhere."""


class Worker:
    """One process: the main thread sends mail and keeps the clock, a second one does the jobs."""

    def __init__(self, app: Flask, way_out: Transport, name: str | None = None) -> None:
        self.app, self.transport = app, way_out
        self.name = name or processes.new_name()
        self.stopping = threading.Event()
        self.postman = Postman(app, way_out, self.name, self.stopping)
        self.next_beat = 0.0
        registry.load(FEATURES)

    @classmethod
    def of(cls, app: Flask) -> "Worker":
        """A worker with the transport of the application's MAIL_URL."""
        folder = app.config["INSTANCE"] / "outbox"
        return cls(app, transport.from_url(app.config["MAIL_URL"], app.config["MAIL_FROM"], folder))

    def run_once(self) -> None:
        """Do what is due now, then return."""
        self.keep_house()
        while not self.stopping.is_set() and self.postman.send_one():
            pass
        while not self.stopping.is_set() and self.do_one_job():
            pass
        self._leave()

    def run_forever(self) -> None:
        """Until SIGINT or SIGTERM; the mail in hand is finished first."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        hands = threading.Thread(target=self._jobs_forever, daemon=True)
        hands.start()
        log.info("worker %s begins", self.name)
        while not self.stopping.is_set():
            self._guarded(self._turn)
        hands.join(LAST_JOB_SECONDS)
        self._guarded(self._leave)
        log.info("worker %s ends", self.name)

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping.set()

    def _turn(self) -> None:
        self.keep_house()
        if not self.postman.send_one():
            self.transport.close()
            self.stopping.wait(IDLE_SECONDS)

    def _jobs_forever(self) -> None:
        while not self.stopping.is_set():
            if not self._guarded(self.do_one_job):
                self.stopping.wait(IDLE_SECONDS)

    def _guarded(self, step: Callable[[], Any]) -> Any:
        """No trouble of one turn ends the loop: the next turn begins afresh."""
        try:
            return step()
        except Exception as error:
            log.error("the worker goes on after an error\n%s", where(error))
        self.stopping.wait(TROUBLE_SECONDS)
        return None

    def _leave(self) -> None:
        self.transport.close()
        self.postman.put_back()
        with self.app.app_context():
            processes.leave(self.name)
            db.session.commit()

    # -- signs of life, and the clock

    def keep_house(self) -> None:
        """Every 20 seconds: a sign of life, what others left behind, what is due by the clock."""
        if time.monotonic() < self.next_beat:
            return
        self.next_beat = time.monotonic() + processes.BEAT.total_seconds()
        with self.app.app_context():
            processes.beat(self.name, self.postman.trouble)
            claims.release_abandoned(self.name)
            pace.end_abandoned(self.name)
            jobs.release_abandoned(self.name)
            db.session.commit()
        for periodic in list(registry.PERIODIC.values()):
            self._do_periodic(periodic)

    def _do_periodic(self, periodic: registry.Periodic) -> None:
        with self.app.app_context():
            due = jobs.claim_period(periodic.name, periodic.every)
            db.session.commit()
            if not due:
                return
            began = time.monotonic()
            try:
                periodic.run()
                jobs.record_period(periodic.name, periodic.every, time.monotonic() - began)
            except Exception as error:  # of one work; the others are done at their time
                db.session.rollback()
                jobs.fail_period(periodic.name, type(error).__name__)
                log.error("%s failed\n%s", periodic.name, where(error), extra={"work": periodic.name})
            db.session.commit()

    # -- jobs

    def do_one_job(self) -> bool:
        """Claim one job and do it; False when none is due."""
        with self.app.app_context():
            job_id = jobs.claim_next(self.name)
            db.session.commit()
            if job_id is None:
                return False
            try:
                jobs.finish(job_id, self._do(job_id))
                log.info("job %s done", job_id, extra={"job": job_id})
            except Stopped:
                db.session.rollback()
                jobs.put_back(job_id)
            except Exception as error:
                db.session.rollback()
                jobs.fail(job_id, self._reason(error, job_id))
            db.session.commit()
        return True

    def _do(self, job_id: int) -> dict[str, Any]:
        with reading():
            job = db.session.get_one(Job, job_id)
            user = db.session.get(User, job.requested_by_id) if job.requested_by_id else None
            by = guards.actor_of(user) if user else Actor.system("worker")
            work = registry.Work(job_id, dict(job.payload), job.file_id, by, self._checkpoint(job_id))
            handler = registry.HANDLERS[job.kind]
        return handler(work)

    def _checkpoint(self, job_id: int) -> Callable[[int, int], None]:
        def checkpoint(done: int, total: int) -> None:
            jobs.report(job_id, done, total)
            db.session.commit()
            if self.stopping.is_set():
                raise Stopped

        return checkpoint

    @staticmethod
    def _reason(error: Exception, job_id: int) -> str:
        """A refusal says its sentence; anything else is for the log only, it may hold confidential words."""
        if isinstance(error, DomainError):
            return str(error)
        log.error("job %s failed\n%s", job_id, where(error), extra={"job": job_id})
        return type(error).__name__
