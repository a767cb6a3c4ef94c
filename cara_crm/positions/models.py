"""What several members say together, worded for one federation."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.federations.models import Federation, Priority
from cara_crm.issues.models import Issue
from cara_crm.sectors.models import Sector


class PositionState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    RELAYED = "relayed"
    ANSWERED = "answered"
    CLOSED = "closed"


class Way(StrEnum):
    """What is done with a position behind which stand fewer than k groups."""

    WAIT = "wait"
    ASK = "ask"
    NAMED = "named"
    SIGNAL = "signal"


class Stance(StrEnum):
    FOR = "for"
    AGAINST = "against"


class Outcome(StrEnum):
    """What a federation replied to one position."""

    TAKEN_UP = "taken_up"
    ALREADY_COVERED = "already_covered"
    UNDER_EXAMINATION = "under_examination"
    MORE_DETAIL = "more_detail"
    NOT_OUR_REMIT = "not_our_remit"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"


position_sector = sa.Table(
    "position_sector",
    Base.metadata,
    sa.Column("position_id", sa.ForeignKey("position.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id", ondelete="RESTRICT"), primary_key=True, index=True),
)

#: An author wishes that its issue stands behind a position that it was shown; a manager decides.
position_wish = sa.Table(
    "position_wish",
    Base.metadata,
    sa.Column("position_id", sa.ForeignKey("position.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("issue_id", sa.ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True, index=True),
)

POSITION_WORDS = ("title", "statement", "why", "examples", "request", "diverging_view")


class Position(Timestamps, Base):
    """`examples` holds one anonymised example a line. `content_revision` rises when the words change.

    `objections_until`: those behind it see the words first, and may object until that day.
    """

    __tablename__ = "position"
    __table_args__ = (sa.Index("ix_position_list", "federation_id", "state", "id"),)

    id: Mapped[pk]
    federation_id: Mapped[int] = reference("federation.id")
    priority_id: Mapped[int | None] = reference("priority.id")
    title: Mapped[str] = mapped_column(default="")
    statement: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    examples: Mapped[str] = mapped_column(default="")
    request: Mapped[str] = mapped_column(default="")
    diverging_view: Mapped[str] = mapped_column(default="")
    folded: Mapped[str] = mapped_column(default="")
    state: Mapped[PositionState] = enum_column(PositionState, default=PositionState.DRAFT)
    way: Mapped[Way | None] = enum_column(Way)
    created_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    approved_revision: Mapped[int | None]
    relayed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    objections_until: Mapped[date | None]
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    content_revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)

    federation: Mapped[Federation] = relationship()
    priority: Mapped[Priority | None] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=position_sector, order_by=Sector.ordinal)
    links: Mapped[list["PositionIssue"]] = relationship(
        back_populates="position", cascade="all, delete-orphan", order_by="PositionIssue.issue_id"
    )
    versions: Mapped[list["PositionVersion"]] = relationship(
        back_populates="position", cascade="all, delete-orphan", order_by="PositionVersion.number"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def wording_hash(self) -> str:
        """What authors agree to: the SHA-256 of statement and request, exactly as written."""
        return hashlib.sha256(f"{self.statement}\x1e{self.request}".encode()).hexdigest()

    @property
    def takes_objections(self) -> bool:
        """May those behind it still object?"""
        return self.objections_until is not None and clock.today() <= self.objections_until


class PositionIssue(Base):
    """An issue in a position; the outcome lives here. At most one position per issue and federation.

    `issue_revision` is the issue's content revision that the present review saw.
    """

    __tablename__ = "position_issue"
    __table_args__ = (sa.UniqueConstraint("issue_id", "federation_id"),)

    position_id: Mapped[int] = reference("position.id", ondelete="CASCADE", primary_key=True)
    issue_id: Mapped[int] = reference("issue.id", primary_key=True)
    federation_id: Mapped[int] = reference("federation.id")
    stance: Mapped[Stance] = enum_column(Stance, default=Stance.FOR)
    issue_revision: Mapped[int | None]
    outcome: Mapped[Outcome | None] = enum_column(Outcome)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    relayed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    position: Mapped[Position] = relationship(back_populates="links")
    issue: Mapped[Issue] = relationship()


class PositionVersion(Base):
    """Each wording, who wrote it and from which issues. `words` maps POSITION_WORDS to text."""

    __tablename__ = "position_version"
    __table_args__ = (sa.UniqueConstraint("position_id", "number"),)

    id: Mapped[pk]
    position_id: Mapped[int] = reference("position.id", ondelete="CASCADE")
    number: Mapped[int]
    words: Mapped[dict[str, Any]]
    issue_ids: Mapped[list[Any]]
    author_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    author_label: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    position: Mapped[Position] = relationship(back_populates="versions")


class WordingPurpose(StrEnum):
    """Why an author is asked about a wording: to send it as a signal, to be named, to ask the sector with it, or to
    object to it before it is sent."""

    SIGNAL = "signal"
    NAMED = "named"
    ASK = "ask"
    OBJECT = "object"


class WordingAgreement(Base):
    """One author's yes to exactly one wording (`wording_hash`, SHA-256 of statement and request). Silence is no.

    For the purpose `object`, `agreed` False is an objection, with why in `objection`; there silence is no objection.
    """

    __tablename__ = "wording_agreement"
    __table_args__ = (sa.UniqueConstraint("position_id", "issue_id", "purpose", "wording_hash"),)

    id: Mapped[pk]
    position_id: Mapped[int] = reference("position.id", ondelete="CASCADE")
    issue_id: Mapped[int] = reference("issue.id")
    purpose: Mapped[WordingPurpose] = enum_column(WordingPurpose)
    wording_hash: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    agreed: Mapped[bool | None]
    objection: Mapped[str] = mapped_column(default="")

    position: Mapped[Position] = relationship()
    issue: Mapped[Issue] = relationship()


class MoveKind(StrEnum):
    """How issues came from one position into another."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"


class PositionMove(Base):
    """Issues (`issue_ids`) left `source` for `target`. A merge closed `source`: its old address leads to `target`.

    `sector_ids` are those of `target` before. `undone_at`: they went back.
    """

    __tablename__ = "position_move"

    id: Mapped[pk]
    kind: Mapped[MoveKind] = enum_column(MoveKind)
    source_id: Mapped[int] = reference("position.id", ondelete="CASCADE")
    target_id: Mapped[int] = reference("position.id", ondelete="CASCADE")
    issue_ids: Mapped[list[Any]]
    sector_ids: Mapped[list[Any]]
    by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    by_label: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]

    source: Mapped[Position] = relationship(foreign_keys=[source_id])
    target: Mapped[Position] = relationship(foreign_keys=[target_id])
