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


class Task(Timestamps, Base):
    """`title` is what a person wrote, as written ("" where nobody did); `names` fill the sentence of the kind.

    `subject_type` is a table's name; the record lies in a later feature, and so do its words: none are copied here.
    """

    __tablename__ = "task"
    __table_args__ = (sa.Index("ix_task_subject", "subject_type", "subject_id"),)

    id: Mapped[pk]
    kind: Mapped[TaskKind] = enum_column(TaskKind, default=TaskKind.NOTE)
    title: Mapped[str] = mapped_column(default="")
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_on: Mapped[date | None] = mapped_column(index=True)
    assignee_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    subject_type: Mapped[str | None]
    subject_id: Mapped[int | None]
    done_at: Mapped[datetime | None]

    assignee: Mapped[User | None] = relationship()
