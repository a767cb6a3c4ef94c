"""To do by a day, by someone, about a record."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference


class TaskKind(StrEnum):
    """What is to be done. `note`: a person said it in own words; the others have a sentence in each language."""

    NOTE = "note"
    ERRATUM = "erratum"
    CALL = "call"
    CORRECTION = "correction"
    QUESTION = "question"
    FEE_BY_POST = "fee_by_post"
    OFFICIAL = "official"
    ADDRESS = "address"
    LEFT = "left"
    ARRIVAL = "arrival"
    UNSENT = "unsent"


class TaskRhythm(StrEnum):
    """How often a person is mailed what it has to do; a reminder that was asked for comes whatever is chosen."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class Task(Timestamps, Base):
    """`title` is what a person wrote, as written ("" where nobody did); `names` fill the sentence of the kind.

    `subject_type` is a table's name; the record lies in a later feature, and so do its words: none are copied here.
    `given_by_id`: who gave it to its assignee. `told_on`: the day of the last mail that reminded of it or named it new.
    """

    __tablename__ = "task"
    __table_args__ = (sa.Index("ix_task_subject", "subject_type", "subject_id"),)

    id: Mapped[pk]
    kind: Mapped[TaskKind] = enum_column(TaskKind, default=TaskKind.NOTE)
    title: Mapped[str] = mapped_column(default="")
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_on: Mapped[date | None] = mapped_column(index=True)
    remind_on: Mapped[date | None] = mapped_column(index=True)
    told_on: Mapped[date | None]
    assignee_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    given_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    subject_type: Mapped[str | None]
    subject_id: Mapped[int | None]
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])
    given_by: Mapped[User | None] = relationship(foreign_keys=[given_by_id])

    __mapper_args__ = {"version_id_col": version}

    def is_whole_for(self, *, opens_record: bool) -> bool:
        """May its names and words be read? By its assignee, and by whoever may open what it is about."""
        return self.assignee_id is not None or self.subject_id is None or opens_record


class TaskMail(Base):
    """What a person chose for the mails about its tasks; who chose nothing gets one a day."""

    __tablename__ = "task_mail"

    user_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE", primary_key=True, index=False)
    rhythm: Mapped[TaskRhythm] = enum_column(TaskRhythm)
