"""An issue, with what it weighs and who may know of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.federations.models import Federation, Priority
from cara_crm.interactions.models import Interaction
from cara_crm.issues.models.kinds import (
    Agreement,
    Channel,
    Consent,
    IssueKind,
    IssueState,
    Measure,
    Opinion,
    Urgency,
    WaitsFor,
)
from cara_crm.members.models import Member
from cara_crm.sectors.models import Sector

if TYPE_CHECKING:
    from cara_crm.issues.models.records import (
        IssueAttachment,
        IssueMessage,
        IssueNote,
        IssueTransition,
        IssueVersion,
    )

issue_sector = sa.Table(
    "issue_sector",
    Base.metadata,
    sa.Column("issue_id", sa.ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id", ondelete="RESTRICT"), primary_key=True, index=True),
)

ISSUE_WORDS = ("title", "what_happens", "example", "already_tried", "asked")


class Issue(Timestamps, Base):
    """One member's words. A position's link remembers the `content_revision` it was reviewed with.

    So "review again" is a query. The revision rises with what a review relies on: the wording, a consent, the
    agreement to words that were recorded, an answer about a position's wording, and a move to or from *declined* or
    *withdrawn*. Other moves (qualified, relayed, answered, solved, closed) leave it.

    `last_word_at`: when the author heard of it for the last time; the receipt of what it sent is no word of ours.
    `opinion`: what the author thinks of the last answer; `opinion_asked_at`: when a mail asked for it.
    """

    __tablename__ = "issue"
    __table_args__ = (
        sa.Index("ix_issue_inbox", "state", "submitted_at", "id"),
        sa.CheckConstraint("state = 'draft' OR submitted_at IS NOT NULL", name="submitted_at_once_submitted"),
        sa.CheckConstraint("(paused_on IS NULL) = (paused_reason IS NULL)", name="paused_with_a_reason"),
        sa.CheckConstraint("state <> 'solved' OR solved_outcome IS NOT NULL", name="solved_with_an_outcome"),
    )

    id: Mapped[pk]
    member_id: Mapped[int] = reference("member.id")
    contact_id: Mapped[int | None] = reference("contact.id")
    interaction_id: Mapped[int | None] = reference("interaction.id")
    channel: Mapped[Channel] = enum_column(Channel, default=Channel.PORTAL)
    kind: Mapped[IssueKind] = enum_column(IssueKind, default=IssueKind.PROBLEM)
    priority_id: Mapped[int | None] = reference("priority.id")
    title: Mapped[str] = mapped_column(default="")
    what_happens: Mapped[str] = mapped_column(default="")
    example: Mapped[str] = mapped_column(default="")
    already_tried: Mapped[str] = mapped_column(default="")
    asked: Mapped[str] = mapped_column(default="")
    urgency: Mapped[Urgency] = enum_column(Urgency, default=Urgency.NORMAL)
    concerns_third_party: Mapped[bool] = mapped_column(default=False)
    third_parties: Mapped[str] = mapped_column(default="")
    shared_with_colleagues: Mapped[bool] = mapped_column(default=False)
    folded: Mapped[str] = mapped_column(default="")
    state: Mapped[IssueState] = enum_column(IssueState, default=IssueState.DRAFT)
    agreement: Mapped[Agreement] = enum_column(Agreement, default=Agreement.OWN)
    agreement_is_oral: Mapped[bool] = mapped_column(default=False)
    agreement_on: Mapped[date | None]
    agreement_asked_at: Mapped[datetime | None]
    agreement_reminders: Mapped[int] = mapped_column(default=0)
    agreement_contact_id: Mapped[int | None] = reference("contact.id")
    agreement_recorded_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    recorded_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    submitted_at: Mapped[datetime | None]
    qualified_at: Mapped[datetime | None]
    relayed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    last_word_at: Mapped[datetime | None]
    opinion: Mapped[Opinion | None] = enum_column(Opinion)
    opinion_at: Mapped[datetime | None]
    opinion_asked_at: Mapped[datetime | None]
    solved_outcome: Mapped[str | None]
    paused_on: Mapped[date | None]
    paused_reason: Mapped[str | None]
    paused_for: Mapped[WaitsFor | None] = enum_column(WaitsFor)
    paused_until: Mapped[date | None]
    raised_by_relay_id: Mapped[int | None] = reference("relay.id", ondelete="SET NULL")
    submission_key: Mapped[str | None] = mapped_column(unique=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    content_revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)

    member: Mapped[Member] = relationship()
    contact: Mapped[Contact | None] = relationship(foreign_keys=[contact_id])
    agreement_contact: Mapped[Contact | None] = relationship(foreign_keys=[agreement_contact_id])
    recorded_by: Mapped[User | None] = relationship(foreign_keys=[recorded_by_id])
    interaction: Mapped[Interaction | None] = relationship()
    priority: Mapped[Priority | None] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=issue_sector, order_by=Sector.ordinal)
    impacts: Mapped[list["IssueImpact"]] = relationship(
        back_populates="issue", cascade="all, delete-orphan", order_by="IssueImpact.id"
    )
    consents: Mapped[list["IssueConsent"]] = relationship(
        back_populates="issue", cascade="all, delete-orphan", order_by="IssueConsent.federation_id"
    )
    transitions: Mapped[list["IssueTransition"]] = relationship(
        back_populates="issue", cascade="all, delete-orphan", order_by="IssueTransition.id"
    )
    messages: Mapped[list["IssueMessage"]] = relationship(
        back_populates="issue", cascade="all, delete-orphan", order_by="IssueMessage.id"
    )
    notes: Mapped[list["IssueNote"]] = relationship(
        back_populates="issue", cascade="all, delete-orphan", order_by="IssueNote.id"
    )
    versions: Mapped[list["IssueVersion"]] = relationship(
        back_populates="issue", cascade="all, delete-orphan", order_by="IssueVersion.number"
    )
    attachments: Mapped[list["IssueAttachment"]] = relationship(
        back_populates="issue", cascade="all, delete-orphan", order_by="IssueAttachment.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_undated(self) -> bool:
        """It came from a list that told no day."""
        return clock.is_undated(self.submitted_at)

    @property
    def may_be_used(self) -> bool:
        """Only words with the author's yes count anywhere."""
        return self.agreement in (Agreement.OWN, Agreement.AGREED)

    def consent_for(self, federation_id: int) -> Consent:
        """What the author allows this federation to know; nothing said is `none`."""
        found = next((c.consent for c in self.consents if c.federation_id == federation_id), None)
        return found or Consent.NONE


class IssueImpact(Base):
    """A measured impact; `amount` is in the measure's unit."""

    __tablename__ = "issue_impact"

    id: Mapped[pk]
    issue_id: Mapped[int] = reference("issue.id", ondelete="CASCADE")
    measure: Mapped[Measure] = enum_column(Measure)
    amount: Mapped[int] = mapped_column(sa.BigInteger)

    issue: Mapped[Issue] = relationship(back_populates="impacts")


class IssueConsent(Base):
    """Who may know: for one federation."""

    __tablename__ = "issue_consent"

    issue_id: Mapped[int] = reference("issue.id", ondelete="CASCADE", primary_key=True)
    federation_id: Mapped[int] = reference("federation.id", primary_key=True)
    consent: Mapped[Consent] = enum_column(Consent)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    issue: Mapped[Issue] = relationship(back_populates="consents")
    federation: Mapped[Federation] = relationship()
