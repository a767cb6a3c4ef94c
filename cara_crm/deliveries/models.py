"""The outbox: one message to one person and what became of it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.core import clock
from cara_crm.core.db import Base, enum_column, pk, reference
from cara_crm.files.models import StoredFile


class DeliveryStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


class Suppression(StrEnum):
    """Why a message that was due to somebody is not sent. `corrected` is of the past: an erratum took the place of what
    it set right; today it is read in it (`with_the_first`)."""

    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    ARCHIVED = "archived"
    ON_HOLD = "on_hold"
    UNSUBSCRIBED = "unsubscribed"
    PORTAL_ONLY = "portal_only"
    SWITCHED_OFF = "switched_off"
    LEFT = "left"
    MEMBER_ARCHIVED = "member_archived"
    TWICE = "twice"
    IN_DIGEST = "in_digest"
    CORRECTED = "corrected"
    WITH_THE_FIRST = "with_the_first"
    OVERTAKEN = "overtaken"
    OBJECTED = "objected"


class Delivery(Base):
    """Written in the transaction that causes it. `priority` 0 goes first (sign-in), 9 last (bulk).

    `always`: whoever reads in the portal only gets it too. `settled_at`: it did not arrive, and somebody has dealt with
    that otherwise.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        sa.Index("ix_delivery_due", "status", "priority", "attempts", "next_attempt_at"),
        sa.CheckConstraint("(sent_at IS NOT NULL) = (status = 'sent')", name="sent_at_once_sent"),
        sa.CheckConstraint("status <> 'suppressed' OR suppressed_reason IS NOT NULL", name="suppressed_with_a_reason"),
    )

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(index=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    priority: Mapped[int] = mapped_column(default=5)
    status: Mapped[DeliveryStatus] = enum_column(DeliveryStatus, default=DeliveryStatus.QUEUED)
    contact_id: Mapped[int | None] = reference("contact.id", ondelete="SET NULL")
    recipient: Mapped[str]
    recipient_name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    subject: Mapped[str]
    body_text: Mapped[str]
    body_html: Mapped[str] = mapped_column(default="")
    reply_to: Mapped[str] = mapped_column(default="")
    unsubscribe_url: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(unique=True)
    holds_token: Mapped[bool] = mapped_column(default=False)
    always: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    scrubbed_at: Mapped[datetime | None]
    suppressed_reason: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    next_attempt_at: Mapped[datetime] = mapped_column(default=clock.now)
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    attachments: Mapped[list["DeliveryAttachment"]] = relationship(
        back_populates="delivery", order_by="DeliveryAttachment.file_id"
    )

    @property
    def suppression(self) -> Suppression | None:
        return Suppression(self.suppressed_reason) if self.suppressed_reason else None

    @property
    def needs_a_look(self) -> bool:
        return self.status in (DeliveryStatus.FAILED, DeliveryStatus.BOUNCED) and self.settled_at is None

    @property
    def can_be_retried(self) -> bool:
        """Given up, and its words are still there."""
        return self.status in (DeliveryStatus.FAILED, DeliveryStatus.BOUNCED) and self.scrubbed_at is None


class DeliveryAttachment(Base):
    __tablename__ = "delivery_attachment"

    delivery_id: Mapped[int] = reference("delivery.id", ondelete="CASCADE", primary_key=True)
    file_id: Mapped[int] = reference("stored_file.id", primary_key=True)

    delivery: Mapped[Delivery] = relationship(back_populates="attachments")
    file: Mapped[StoredFile] = relationship()


class MailTurn(Base):
    """The turn of one mail to leave, where only so many may a minute; `until` then it counts. `taken_by`: a worker."""

    __tablename__ = "mail_turn"

    id: Mapped[pk]
    at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)
    taken_by: Mapped[str] = mapped_column(default="", server_default="")


class Objection(Base):
    """An address whose owner asked to be forgotten, as a keyed hash (`deliveries.services.objecting`): no mail goes to
    it and no list brings it back."""

    __tablename__ = "objection"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
