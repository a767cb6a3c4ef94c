"""Visits, calls, meetings and e-mails with contacts."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.members.models import Member


class InteractionKind(StrEnum):
    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    EMAIL = "email"


class MailDirection(StrEnum):
    """Of a mail: did we receive it, or send it?"""

    RECEIVED = "received"
    SENT = "sent"


interaction_member = sa.Table(
    "interaction_member",
    Base.metadata,
    sa.Column("interaction_id", sa.ForeignKey("interaction.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("member_id", sa.ForeignKey("member.id", ondelete="RESTRICT"), primary_key=True, index=True),
)
interaction_contact = sa.Table(
    "interaction_contact",
    Base.metadata,
    sa.Column("interaction_id", sa.ForeignKey("interaction.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("contact_id", sa.ForeignKey("contact.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Interaction(Timestamps, Base):
    """`submission_key` comes from the form: a double click records once."""

    __tablename__ = "interaction"

    id: Mapped[pk]
    kind: Mapped[InteractionKind] = enum_column(InteractionKind, default=InteractionKind.CALL)
    happened_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    direction: Mapped[MailDirection | None] = enum_column(MailDirection, check="direction")
    minutes: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    submission_key: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    members: Mapped[list[Member]] = relationship(secondary=interaction_member, order_by="Member.id")
    contacts: Mapped[list[Contact]] = relationship(secondary=interaction_contact, order_by="Contact.id")
    recorded_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
