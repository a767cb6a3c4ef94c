"""A report, what it carries, and what is frozen of it when it is sent."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.federations.models import Federation
from cara_crm.files.models import StoredFile
from cara_crm.issues.models import Issue
from cara_crm.positions.models import Position
from cara_crm.relays.models import Relay
from cara_crm.sectors.models import Sector

if TYPE_CHECKING:
    from cara_crm.reports.models.answer import Answer, ReportReminder
    from cara_crm.reports.models.request import Request


class ReportState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"


class FileKind(StrEnum):
    """`summary`: one page of the PDF's, as a file of its own."""

    PDF = "pdf"
    SUMMARY = "summary"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def ending(self) -> str:
        """How the file's name ends."""
        return "pdf" if self is FileKind.SUMMARY else self.value


report_sector = sa.Table(
    "report_sector",
    Base.metadata,
    sa.Column("report_id", sa.ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Report(Timestamps, Base):
    """`number` is CARA-YYYY-n; a correction keeps the number with the next `edition`.

    `document` is the canonical JSON of what was sent, with its SHA-256; from then on the report is read from it.
    `reminds`: whether the clock reminds the federation of what it has not answered. With a `request` it is the flash
    note that answers it: figures and a few words, no position.
    """

    __tablename__ = "report"
    __table_args__ = (
        sa.UniqueConstraint("number", "edition"),
        sa.CheckConstraint("period_until >= period_from", name="period_ends_after_it_begins"),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'acknowledged') OR (sent_at IS NOT NULL AND document IS NOT NULL)",
            name="frozen_once_sent",
        ),
    )

    id: Mapped[pk]
    federation_id: Mapped[int] = reference("federation.id")
    number: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    corrects_id: Mapped[int | None] = reference("report.id")
    request_id: Mapped[int | None] = reference("federation_request.id")
    period_from: Mapped[date]
    period_until: Mapped[date]
    language: Mapped[str] = mapped_column(default="fr")
    state: Mapped[ReportState] = enum_column(ReportState, default=ReportState.DRAFT)
    key_messages: Mapped[str] = mapped_column(default="")
    correction_note: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    handed_over_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    approved_fingerprint: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = reference("contact.id", ondelete="SET NULL")
    reminds: Mapped[bool] = mapped_column(default=True)
    document: Mapped[str | None] = deferred(mapped_column(sa.Text))
    document_sha256: Mapped[str | None]
    relay_id: Mapped[int | None] = reference("relay.id")
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    federation: Mapped[Federation] = relationship()
    request: Mapped["Request | None"] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=report_sector, order_by=Sector.ordinal)
    entries: Mapped[list["ReportPosition"]] = relationship(
        back_populates="report", cascade="all, delete-orphan", order_by="ReportPosition.ordinal"
    )
    files: Mapped[list["ReportFile"]] = relationship(
        back_populates="report", cascade="all, delete-orphan", order_by="ReportFile.kind"
    )
    answers: Mapped[list["Answer"]] = relationship(back_populates="report", order_by="Answer.id")
    reminders: Mapped[list["ReportReminder"]] = relationship(
        back_populates="report", cascade="all, delete-orphan", order_by="ReportReminder.id"
    )
    relay: Mapped[Relay | None] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_frozen(self) -> bool:
        return self.state in (ReportState.SENT, ReportState.ACKNOWLEDGED)

    @property
    def is_note(self) -> bool:
        """A flash note, which answers a federation's request."""
        return self.request_id is not None


report_position_issue = sa.Table(
    "report_position_issue",
    Base.metadata,
    sa.Column("report_id", sa.Integer, primary_key=True),
    sa.Column("position_id", sa.Integer, primary_key=True),
    sa.Column("issue_id", sa.ForeignKey("issue.id", ondelete="RESTRICT"), primary_key=True, index=True),
    sa.ForeignKeyConstraint(
        ["report_id", "position_id"], ["report_position.report_id", "report_position.position_id"], ondelete="CASCADE"
    ),
)


class ReportPosition(Base):
    """`issues` are those that the position carried when the report was sent: whatever becomes of the position since,
    the answer goes to who was behind it then."""

    __tablename__ = "report_position"

    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE", primary_key=True)
    position_id: Mapped[int] = reference("position.id", primary_key=True)
    ordinal: Mapped[int] = mapped_column(default=0)

    report: Mapped[Report] = relationship(back_populates="entries")
    position: Mapped[Position] = relationship()
    issues: Mapped[list[Issue]] = relationship(secondary=report_position_issue, order_by=Issue.id)


class ReportFile(Base):
    __tablename__ = "report_file"

    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE", primary_key=True)
    kind: Mapped[FileKind] = enum_column(FileKind, primary_key=True)
    file_id: Mapped[int] = reference("stored_file.id")

    report: Mapped[Report] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()


class ReleasedCell(Base):
    """A figure that left, and the groups behind it: the next one differs only when at least k groups do."""

    __tablename__ = "released_cell"
    __table_args__ = (sa.UniqueConstraint("report_id", "cell"),)

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE")
    federation_id: Mapped[int] = reference("federation.id")
    cell: Mapped[str] = mapped_column(index=True)
    value: Mapped[int | None]
    group_keys: Mapped[list[Any]]
    released_at: Mapped[datetime]
