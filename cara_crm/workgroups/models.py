"""Working groups and commissions, who sits in them over time, and their meetings."""

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference, sort_text
from cara_crm.interactions.models import Interaction
from cara_crm.sectors.models import Sector


class WorkgroupKind(StrEnum):
    WORKING_GROUP = "working_group"
    COMMISSION = "commission"


class SeatRole(StrEnum):
    """What somebody is in a group; whoever of the team runs it is its convenor, and no seat."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"
    GUEST = "guest"


workgroup_sector = sa.Table(
    "workgroup_sector",
    Base.metadata,
    sa.Column("workgroup_id", sa.ForeignKey("workgroup.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Workgroup(Timestamps, Base):
    """A working group or a commission of some sectors, or of the whole cluster (no sector). Archived, never deleted."""

    __tablename__ = "workgroup"

    id: Mapped[pk]
    name: Mapped[str]
    kind: Mapped[WorkgroupKind] = enum_column(WorkgroupKind, default=WorkgroupKind.WORKING_GROUP)
    purpose: Mapped[str] = mapped_column(default="")
    convenor_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    folded: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(sort_text(), default="", index=True)
    archived_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    convenor: Mapped[User | None] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=workgroup_sector, order_by=Sector.ordinal)
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="workgroup", cascade="all, delete-orphan", order_by="Seat.id"
    )
    meetings: Mapped[list["Meeting"]] = relationship(
        back_populates="workgroup", cascade="all, delete-orphan", order_by="Meeting.id"
    )

    __mapper_args__ = {"version_id_col": version}


class Seat(Base):
    """A person in a group, in a role, from a day until a day."""

    __tablename__ = "workgroup_seat"
    __table_args__ = (sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),)

    id: Mapped[pk]
    workgroup_id: Mapped[int] = reference("workgroup.id", ondelete="CASCADE")
    contact_id: Mapped[int] = reference("contact.id")
    role: Mapped[SeatRole] = enum_column(SeatRole, default=SeatRole.MEMBER)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    workgroup: Mapped[Workgroup] = relationship(back_populates="seats")
    contact: Mapped[Contact] = relationship()

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Meeting(Timestamps, Base):
    """A day on which a group meets, at hours in Paris; once it was held, its minutes are the interaction."""

    __tablename__ = "workgroup_meeting"
    __table_args__ = (
        sa.CheckConstraint("until_time IS NULL OR from_time IS NOT NULL", name="ends_only_when_it_begins"),
        sa.Index("ix_workgroup_meeting_days", "workgroup_id", "held_on"),
    )

    id: Mapped[pk]
    workgroup_id: Mapped[int] = reference("workgroup.id", ondelete="CASCADE", index=False)
    held_on: Mapped[date] = mapped_column(index=True)
    from_time: Mapped[time | None]
    until_time: Mapped[time | None]
    place: Mapped[str] = mapped_column(default="")
    interaction_id: Mapped[int | None] = reference("interaction.id", ondelete="SET NULL", unique=True, index=False)

    workgroup: Mapped[Workgroup] = relationship(back_populates="meetings")
    interaction: Mapped[Interaction | None] = relationship()

    @property
    def starts_at(self) -> datetime | None:
        """The moment in Paris, where an hour was said."""
        return clock.moment(self.held_on, self.from_time) if self.from_time else None

    @property
    def ends_at(self) -> datetime | None:
        return clock.moment(self.held_on, self.until_time) if self.until_time else None
