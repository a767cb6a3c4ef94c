"""To do by a day, by someone, about a record."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core.db import Base, Timestamps, pk, reference


class Task(Timestamps, Base):
    """`subject_type` is a table's name; the record lies in a later feature."""

    __tablename__ = "task"
    __table_args__ = (sa.Index("ix_task_subject", "subject_type", "subject_id"),)

    id: Mapped[pk]
    title: Mapped[str]
    due_on: Mapped[date | None] = mapped_column(index=True)
    assignee_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    subject_type: Mapped[str | None]
    subject_id: Mapped[int | None]
    done_at: Mapped[datetime | None]

    assignee: Mapped[User | None] = relationship()
