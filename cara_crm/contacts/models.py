"""Persons, and their functions at members and federations over time."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference, sort_text
from cara_crm.federations.models import Federation
from cara_crm.members.models import Member
from cara_crm.sectors.models import Sector


class MailPreference(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    PORTAL_ONLY = "portal_only"


class Rhythm(StrEnum):
    """When one kind of information reaches somebody; `off`: not at all, it is not listed as new either."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    PORTAL_ONLY = "portal_only"
    OFF = "off"


class News(StrEnum):
    """Kinds of relays about which somebody may choose apart; answers to one's own issues are none of them."""

    INFORMATION = "information"
    OPPORTUNITY = "opportunity"
    EVENT = "event"
    CONSULTATION = "consultation"


MORNING = 7


class ChoiceTopic(StrEnum):
    """What a person decides about being written to; its values are those of Rhythm, or yes and no."""

    RHYTHM = "rhythm"
    NEWSLETTERS = "newsletters"


class ChoiceSource(StrEnum):
    """On which occasion it was said: by the person itself (portal, link), as the team heard or read it, or
    at the provider of its mailbox, as unwanted (RFC 5965)."""

    PORTAL = "portal"
    LINK = "link"
    EMAIL = "email"
    CALL = "call"
    MEETING = "meeting"
    FORM = "form"
    TEAM = "team"
    COMPLAINT = "complaint"


class Contact(Timestamps, Base):
    """A person. `email` is kept in lower case; `folded` holds names, e-mail and phones for search.

    `preference` holds for every kind of news but those in `rhythms` (News to Rhythm); `digest_hour`: of the day, in
    Paris. `links_closed_at`: the links of mails that were written before open nothing any more. `erased_at`: nothing is
    left of the person but a row without a name, for what was counted.
    """

    __tablename__ = "contact"

    id: Mapped[pk]
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str] = mapped_column(default="")
    second_phone: Mapped[str] = mapped_column(default="", server_default="")
    language: Mapped[str] = mapped_column(default="fr")
    preference: Mapped[MailPreference] = enum_column(MailPreference, default=MailPreference.AT_ONCE)
    rhythms: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    digest_hour: Mapped[int] = mapped_column(default=MORNING, server_default=str(MORNING))
    newsletter_opt_out_at: Mapped[datetime | None]
    links_closed_at: Mapped[datetime | None]
    hold_reason: Mapped[str | None]
    archived_on: Mapped[date | None]
    erased_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = reference("contact.id")
    folded: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(sort_text(), default="", index=True)
    version: Mapped[int] = mapped_column(default=1)

    affiliations: Mapped[list["Affiliation"]] = relationship(back_populates="contact", order_by="Affiliation.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def rhythm_of(self, news: str) -> Rhythm:
        """When news of this kind reach the person; of any other kind, and of "": as all others do."""
        return Rhythm(self.rhythms.get(news, self.preference))


affiliation_sector = sa.Table(
    "affiliation_sector",
    Base.metadata,
    sa.Column("affiliation_id", sa.ForeignKey("affiliation.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Affiliation(Base):
    """A function at one member or one federation, from a day until a day.

    `receives_reports` of its federation: those about one of `sectors`, where there are any, else all.
    """

    __tablename__ = "affiliation"
    __table_args__ = (
        sa.CheckConstraint("(member_id IS NULL) <> (federation_id IS NULL)", name="at_a_member_or_a_federation"),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[pk]
    contact_id: Mapped[int] = reference("contact.id")
    member_id: Mapped[int | None] = reference("member.id")
    federation_id: Mapped[int | None] = reference("federation.id")
    function: Mapped[str] = mapped_column(default="")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    receives_reports: Mapped[bool] = mapped_column(default=False)
    receives_fee_calls: Mapped[bool] = mapped_column(default=False)

    contact: Mapped[Contact] = relationship(back_populates="affiliations")
    member: Mapped[Member | None] = relationship(back_populates="affiliations")
    federation: Mapped[Federation | None] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=affiliation_sector, order_by=Sector.ordinal)

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class ContactChoice(Base):
    """What somebody chose, on which day, on which occasion, and who wrote it down; the last one of a topic holds.

    `news`: the kind that a rhythm is chosen for; "" for all others. `value` "" takes such a choice back.
    """

    __tablename__ = "contact_choice"

    id: Mapped[pk]
    contact_id: Mapped[int] = reference("contact.id", ondelete="CASCADE")
    topic: Mapped[ChoiceTopic] = enum_column(ChoiceTopic)
    news: Mapped[str] = mapped_column(default="", server_default="")
    value: Mapped[str]
    decided_on: Mapped[date]
    source: Mapped[ChoiceSource] = enum_column(ChoiceSource)
    note: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    contact: Mapped[Contact] = relationship()
    recorded_by: Mapped[User | None] = relationship()
