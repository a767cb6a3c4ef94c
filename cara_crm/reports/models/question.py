"""A question that a federation asks back, and what it is told."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.db import Base, pk, reference
from cara_crm.positions.models import Position
from cara_crm.reports.models.report import Report
from cara_crm.tasks.models import Task


class ReportQuestion(Base):
    """Asked by an officer of those behind a position; the federation never learns who they are.

    `put_at`: the cluster wrote to them. `reply` is worded by a manager (`worded_at`) and read by the federation once
    another person has released it.
    """

    __tablename__ = "report_question"
    __table_args__ = (
        sa.CheckConstraint("worded_at IS NULL OR reply <> ''", name="worded_with_words"),
        sa.CheckConstraint("released_at IS NULL OR worded_at IS NOT NULL", name="released_once_worded"),
    )

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE")
    position_id: Mapped[int] = reference("position.id")
    text: Mapped[str]
    contact_id: Mapped[int | None] = reference("contact.id", ondelete="SET NULL")
    author_label: Mapped[str] = mapped_column(default="")
    task_id: Mapped[int | None] = reference("task.id", ondelete="SET NULL")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    put_at: Mapped[datetime | None]
    put_to: Mapped[int] = mapped_column(default=0)
    reply: Mapped[str] = mapped_column(default="")
    worded_at: Mapped[datetime | None]
    worded_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    version: Mapped[int] = mapped_column(default=1)

    report: Mapped[Report] = relationship()
    position: Mapped[Position] = relationship()
    contact: Mapped[Contact | None] = relationship()
    task: Mapped[Task | None] = relationship()
    worded_by: Mapped[User | None] = relationship(foreign_keys=[worded_by_id])

    __mapper_args__ = {"version_id_col": version}
