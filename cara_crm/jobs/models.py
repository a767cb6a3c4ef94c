"""Background work with progress, periodic work, and signs of life of the processes that do it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cara_crm.core import clock
from cara_crm.core.db import Base, enum_column, pk, reference


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of long work. `payload` is its input as JSON, `file_id` the file it works on."""

    __tablename__ = "job"
    __table_args__ = (
        sa.Index("ix_job_due", "state", "available_at"),
        sa.CheckConstraint("done >= 0 AND total >= 0", name="progress_is_counted"),
    )

    id: Mapped[pk]
    kind: Mapped[str]
    state: Mapped[JobState] = enum_column(JobState, default=JobState.QUEUED)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    file_id: Mapped[int | None] = reference("stored_file.id", ondelete="SET NULL")
    requested_by_id: Mapped[int | None] = mapped_column(index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    available_at: Mapped[datetime] = mapped_column(default=clock.now)
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    finished_at: Mapped[datetime | None]


class PeriodicRun(Base):
    """When a periodic work last ended well, and what became of it since; claimed by a conditional UPDATE.

    `failures`: tries in a row that ended in `trouble` (the kind of the error: its message may hold words), the last
    one at `failed_at`. `due_at`: when it is to run again.
    """

    __tablename__ = "periodic_run"
    __table_args__ = (
        sa.CheckConstraint("(failures = 0) = (failed_at IS NULL)", name="failed_at_while_it_fails"),
        sa.CheckConstraint("failures >= 0", name="failures_are_counted"),
    )

    name: Mapped[str] = mapped_column(primary_key=True)
    last_run_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    seconds: Mapped[float | None]
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(default="")


class MailTrouble(StrEnum):
    """Why a worker's sending rests: the server cannot be talked to, or takes nothing of what we send."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class Heartbeat(Base):
    """A worker's sign of life. `trouble`: its sending rests since then, and what the mail server said of that."""

    __tablename__ = "heartbeat"

    process: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    trouble: Mapped[MailTrouble | None] = enum_column(MailTrouble, check="mail_trouble")
    trouble_since: Mapped[datetime | None]
    trouble_said: Mapped[str] = mapped_column(default="", server_default="")
