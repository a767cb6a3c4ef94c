"""Positions of a period for a federation, reviewed by a second person, frozen when sent, and answered."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.federations.models import Federation
from cara_crm.files.models import StoredFile
from cara_crm.issues.models import Issue
from cara_crm.positions.models import Outcome, Position
from cara_crm.relays.models import Relay
from cara_crm.sectors.models import Sector


class ReportState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"


class Verdict(StrEnum):
    APPROVED = "approved"
    SENT_BACK = "sent_back"


class FileKind(StrEnum):
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"


class AnswerState(StrEnum):
    """`draft`: shared among the federation's officers; `given`: the cluster sees it; `relayed`: passed on."""

    DRAFT = "draft"
    GIVEN = "given"
    RELAYED = "relayed"


report_sector = sa.Table(
    "report_sector",
    Base.metadata,
    sa.Column("report_id", sa.ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Report(Timestamps, Base):
    """`number` is CARA-YYYY-n; a correction keeps the number with the next `edition`.

    `document` is the canonical JSON of what was sent, with its SHA-256; from then on the report is read from it.
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
    document: Mapped[str | None] = deferred(mapped_column(sa.Text))
    document_sha256: Mapped[str | None]
    relay_id: Mapped[int | None] = reference("relay.id")
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    federation: Mapped[Federation] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=report_sector, order_by=Sector.ordinal)
    entries: Mapped[list["ReportPosition"]] = relationship(
        back_populates="report", cascade="all, delete-orphan", order_by="ReportPosition.ordinal"
    )
    files: Mapped[list["ReportFile"]] = relationship(
        back_populates="report", cascade="all, delete-orphan", order_by="ReportFile.kind"
    )
    answers: Mapped[list["Answer"]] = relationship(back_populates="report", order_by="Answer.id")
    relay: Mapped[Relay | None] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_frozen(self) -> bool:
        return self.state in (ReportState.SENT, ReportState.ACKNOWLEDGED)


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


class Review(Base):
    """One sitting of one reviewer. `fingerprint` is the SHA-256 of the document that was seen."""

    __tablename__ = "review"
    __table_args__ = (sa.CheckConstraint("(verdict IS NULL) = (finished_at IS NULL)", name="finished_with_a_verdict"),)

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE")
    reviewer_id: Mapped[int] = reference("user_account.id")
    fingerprint: Mapped[str]
    is_self_review: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None] = enum_column(Verdict)
    comment: Mapped[str] = mapped_column(default="")

    report: Mapped[Report] = relationship()
    reviewer: Mapped[User] = relationship()
    items: Mapped[list["ReviewItem"]] = relationship(
        back_populates="review", cascade="all, delete-orphan", order_by="ReviewItem.id"
    )


class ReviewItem(Base):
    """The verdict on one item: `item` is "report", "position:7" or "waiver:3"."""

    __tablename__ = "review_item"
    __table_args__ = (sa.UniqueConstraint("review_id", "item"),)

    id: Mapped[pk]
    review_id: Mapped[int] = reference("review.id", ondelete="CASCADE")
    item: Mapped[str]
    verdict: Mapped[Verdict] = enum_column(Verdict)
    comment: Mapped[str] = mapped_column(default="")

    review: Mapped[Review] = relationship(back_populates="items")


class Waiver(Base):
    """A mark of the leak check that is a false alarm, with the reason; it counts once a reviewer agrees."""

    __tablename__ = "waiver"
    __table_args__ = (sa.UniqueConstraint("report_id", "leak_key"),)

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE")
    leak_key: Mapped[str]
    place: Mapped[str]
    reason: Mapped[str]
    requested_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    requested_at: Mapped[datetime] = mapped_column(default=clock.now)
    approved_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    approved_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship()


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


class Answer(Timestamps, Base):
    """What the federation replies to one position of a report: one text for the members, one for the cluster only.

    `author_label`: the officer who wrote or sent it; "" where the cluster recorded it. `carried_from`: it was given
    to an earlier version, and stands for this one as it was given.
    """

    __tablename__ = "answer"
    __table_args__ = (
        sa.UniqueConstraint("report_id", "position_id"),
        sa.CheckConstraint("state = 'draft' OR (outcome IS NOT NULL AND given_at IS NOT NULL)", name="given_whole"),
    )

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id")
    position_id: Mapped[int] = reference("position.id")
    outcome: Mapped[Outcome | None] = enum_column(Outcome)
    until_on: Mapped[date | None]
    text_members: Mapped[str] = mapped_column(default="")
    text_cluster: Mapped[str] = mapped_column(default="")
    state: Mapped[AnswerState] = enum_column(AnswerState, default=AnswerState.DRAFT)
    contact_id: Mapped[int | None] = reference("contact.id", ondelete="SET NULL")
    author_label: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    given_at: Mapped[datetime | None]
    relay_id: Mapped[int | None] = reference("relay.id")
    carried_from_id: Mapped[int | None] = reference("answer.id")
    version: Mapped[int] = mapped_column(default=1)

    report: Mapped[Report] = relationship(back_populates="answers")
    position: Mapped[Position] = relationship()
    contact: Mapped[Contact | None] = relationship()
    relay: Mapped[Relay | None] = relationship()
    carried_from: Mapped["Answer | None"] = relationship(remote_side="Answer.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def may_change(self) -> bool:
        """What this version's members have read stays; what they read of an earlier version may be amended in this."""
        origin = self.carried_from
        return self.state is not AnswerState.RELAYED or (origin is not None and origin.relay_id == self.relay_id)


class ReadingLink(Base):
    """A federation's addressee reads one report by it, for weeks; only the token's SHA-256 is kept."""

    __tablename__ = "reading_link"

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE")
    contact_id: Mapped[int] = reference("contact.id")
    token_hash: Mapped[str] = mapped_column(unique=True)
    delivery_id: Mapped[int | None] = reference("delivery.id", ondelete="SET NULL")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship()
    contact: Mapped[Contact] = relationship()
