"""Whom a relay is for, what became of it, and where they read it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import SecretAddress
from cara_crm.contacts.models import Contact
from cara_crm.core.db import Base, pk, reference
from cara_crm.deliveries.models import Delivery
from cara_crm.members.models import Member
from cara_crm.relays.models.relay import Relay


class Recipient(Base):
    """A person a relay is for. targeted = suppressed + sent + bounced + failed + waiting.

    `matched`: values by criterion of the audience that it met.
    `errata`: how many of its corrections the mail that was written to this person held.
    Of an event: `registered_at`, and `placed_at` once there is a place (until then, on the waiting list).
    """

    __tablename__ = "recipient"
    __table_args__ = (sa.UniqueConstraint("relay_id", "contact_id"),)

    id: Mapped[pk]
    relay_id: Mapped[int] = reference("relay.id", ondelete="CASCADE")
    contact_id: Mapped[int] = reference("contact.id")
    member_id: Mapped[int | None] = reference("member.id")
    reason: Mapped[str] = mapped_column(default="")
    matched: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    suppressed_reason: Mapped[str | None]
    delivery_id: Mapped[int | None] = reference("delivery.id", ondelete="SET NULL")
    errata: Mapped[int] = mapped_column(default=0, server_default="0")
    acknowledged_at: Mapped[datetime | None]
    interested_at: Mapped[datetime | None]
    registered_at: Mapped[datetime | None]
    placed_at: Mapped[datetime | None]
    attended_at: Mapped[datetime | None]

    @property
    def why_not_written(self) -> str | None:
        """Why no mail went, or goes, to this person: decided when it was for it, or since."""
        return self.suppressed_reason or (self.delivery.suppressed_reason if self.delivery else None)

    relay: Mapped[Relay] = relationship(back_populates="recipients")
    contact: Mapped[Contact] = relationship()
    member: Mapped[Member | None] = relationship()
    delivery: Mapped[Delivery | None] = relationship()


class Concerned(Base):
    """A member of whom, or to whom, a `recorded` relay was: it happened elsewhere, nobody is written to and nothing is
    read here. `answer`: what came back, raw words."""

    __tablename__ = "relay_member"
    __table_args__ = (sa.UniqueConstraint("relay_id", "member_id"),)

    id: Mapped[pk]
    relay_id: Mapped[int] = reference("relay.id", ondelete="CASCADE")
    member_id: Mapped[int] = reference("member.id")
    answer: Mapped[str] = mapped_column(default="")

    member: Mapped[Member] = relationship()


class NewsFeed(SecretAddress):
    """Where a person's news reader finds what it received."""

    __tablename__ = "news_feed"
    PURPOSE = AUDITED = "news"
