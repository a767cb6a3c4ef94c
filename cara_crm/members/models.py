"""Organisations of the territory, and what they were over time."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core.db import Base, Named, Timestamps, enum_column, pk, reference, sort_text
from cara_crm.sectors.models import Sector, ValueChainRole
from cara_crm.territory.models import Department

if TYPE_CHECKING:
    from cara_crm.contacts.models import Affiliation
    from cara_crm.memberships.models import Membership


class MemberStatus(StrEnum):
    STAKEHOLDER = "stakeholder"
    PROSPECT = "prospect"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    FORMER = "former"


class MemberCategory(StrEnum):
    """Company sizes follow the decree 2008-1354; the others are what the cluster calls its colleges' members."""

    MICRO = "micro"
    SME = "sme"
    MIDCAP = "midcap"
    LARGE = "large"
    LABORATORY = "laboratory"
    EDUCATION = "education"
    AUTHORITY = "authority"
    ASSOCIATION = "association"
    OTHER = "other"


class Nomenclature(StrEnum):
    """NAF rev. 2 is in force until 2026-12-31, NAF 2025 after."""

    NAF_REV_2 = "naf_rev_2"
    NAF_2025 = "naf_2025"


class Network(Named, Base):
    """Where a member comes from: the cluster itself or one of the networks it grew out of."""

    __tablename__ = "network"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    ordinal: Mapped[int] = mapped_column(default=0)


class Group(Timestamps, Base):
    """An economic group: its members count once behind a figure."""

    __tablename__ = "member_group"

    id: Mapped[pk]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)


member_tag = sa.Table(
    "member_tag",
    Base.metadata,
    sa.Column("member_id", sa.ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("tag_id", sa.ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Tag(Base):
    __tablename__ = "tag"

    id: Mapped[pk]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)


_LIVE = sa.text("archived_on IS NULL")


class Member(Timestamps, Base):
    """An organisation.

    `folded` holds every name, number, town and phone for search; `sort_key` is the folded usual name. `phone` and
    `email` are the organisation's own, nobody's in particular; `foreign_number` is as `members.foreign` writes it.
    `status`, `main_sector_id` and `department_id` repeat what today's dated rows and head office say, so that the
    register filters and sorts on its own indexes; the services that write the rows write them.
    """

    __tablename__ = "member"
    __table_args__ = (
        sa.Index("ix_member_list", "sort_key", "id", sqlite_where=_LIVE, postgresql_where=_LIVE),
        sa.Index("ix_member_status_list", "status", "sort_key", "id"),
        sa.Index("ix_member_category_list", "category", "sort_key", "id"),
        sa.Index("ix_member_sector_list", "main_sector_id", "sort_key", "id"),
        sa.Index("ix_member_department_list", "department_id", "sort_key", "id"),
        sa.CheckConstraint("(archived_on IS NULL) = (archived_reason IS NULL)", name="archived_with_a_reason"),
    )

    id: Mapped[pk]
    legal_name: Mapped[str]
    usual_name: Mapped[str] = mapped_column(default="")
    name_to_confirm: Mapped[bool] = mapped_column(default=False)
    folded: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(sort_text(), default="")
    siren: Mapped[str | None] = mapped_column(unique=True)
    foreign_number: Mapped[str | None] = mapped_column(unique=True, index=True)
    group_id: Mapped[int | None] = reference("member_group.id")
    category: Mapped[MemberCategory] = enum_column(MemberCategory, default=MemberCategory.OTHER)
    category_source: Mapped[str] = mapped_column(default="")
    category_year: Mapped[int | None]
    headcount_band: Mapped[str] = mapped_column(default="")
    headcount_source: Mapped[str] = mapped_column(default="")
    headcount_year: Mapped[int | None]
    turnover_euros: Mapped[int | None] = mapped_column(sa.BigInteger)
    turnover_year: Mapped[int | None]
    activity_code: Mapped[str] = mapped_column(default="")
    activity_nomenclature: Mapped[Nomenclature | None] = enum_column(Nomenclature)
    description: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="", server_default="", index=True)
    email: Mapped[str] = mapped_column(sort_text(), default="", server_default="", index=True)
    brands: Mapped[str] = mapped_column(default="", server_default="")
    network_id: Mapped[int | None] = reference("network.id")
    status: Mapped[MemberStatus] = enum_column(MemberStatus, default=MemberStatus.PROSPECT)
    main_sector_id: Mapped[int | None] = reference("sector.id", index=False)
    department_id: Mapped[int | None] = reference("department.id", index=False)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    archived_on: Mapped[date | None]
    archived_reason: Mapped[str | None]
    merged_into_id: Mapped[int | None] = reference("member.id")
    version: Mapped[int] = mapped_column(default=1)

    group: Mapped[Group | None] = relationship()
    network: Mapped[Network | None] = relationship()
    main_sector: Mapped[Sector | None] = relationship()
    department: Mapped[Department | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(secondary=member_tag, order_by=Tag.folded)
    other_names: Mapped[list["MemberName"]] = relationship(
        back_populates="member", cascade="all, delete-orphan", order_by="MemberName.id"
    )
    sites: Mapped[list["Site"]] = relationship(
        back_populates="member", cascade="all, delete-orphan", order_by="Site.id"
    )
    status_periods: Mapped[list["StatusPeriod"]] = relationship(
        back_populates="member", cascade="all, delete-orphan", order_by="StatusPeriod.from_on, StatusPeriod.id"
    )
    assignments: Mapped[list["SectorAssignment"]] = relationship(
        back_populates="member", cascade="all, delete-orphan", order_by="SectorAssignment.id"
    )
    memberships: Mapped[list["Membership"]] = relationship(back_populates="member", order_by="Membership.year")
    managers: Mapped[list["AccountManager"]] = relationship(
        back_populates="member", cascade="all, delete-orphan", order_by="AccountManager.id"
    )
    affiliations: Mapped[list["Affiliation"]] = relationship(back_populates="member", order_by="Affiliation.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What people call it."""
        return self.usual_name or self.legal_name

    @property
    def group_key(self) -> str:
        """One economic group counts once; without a group a member is its own."""
        return f"g{self.group_id}" if self.group_id else f"m{self.id}"


class CountedAs(Base):
    """A member was counted under another key than its own when figures left: its group's, or the member's that it was
    merged into. Never taken back, so that it stays the same for whoever compares figures (`confidentiality.sameness`).
    """

    __tablename__ = "counted_as"

    key: Mapped[str] = mapped_column(primary_key=True)
    under: Mapped[str] = mapped_column(primary_key=True)


class MemberTally(Base):
    """How many members that are not archived have this sector, category, department and status: the sum of `n`.

    The database's triggers write it with every change to a member, whoever makes it; nothing else adds to it. On
    PostgreSQL each statement adds lines, so that no transaction waits for another; `services.tidy_tally` joins them.
    """

    __tablename__ = "member_tally"
    __table_args__ = (sa.Index("ix_member_tally_cell", "main_sector_id", "category", "department_id", "status"),)

    id: Mapped[pk]
    main_sector_id: Mapped[int | None]
    category: Mapped[MemberCategory] = enum_column(MemberCategory)
    department_id: Mapped[int | None]
    status: Mapped[MemberStatus] = enum_column(MemberStatus)
    n: Mapped[int]


class MemberName(Base):
    """A former name or another spelling; searchable for ever."""

    __tablename__ = "member_name"
    __table_args__ = (sa.UniqueConstraint("member_id", "folded"),)

    id: Mapped[pk]
    member_id: Mapped[int] = reference("member.id", ondelete="CASCADE")
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(default="")

    member: Mapped[Member] = relationship(back_populates="other_names")


class Site(Timestamps, Base):
    """A place of a member. `is_head` marks the one whose department stands for the member."""

    __tablename__ = "site"

    id: Mapped[pk]
    member_id: Mapped[int] = reference("member.id", ondelete="CASCADE")
    name: Mapped[str] = mapped_column(default="")
    siret: Mapped[str | None] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    department_id: Mapped[int | None] = reference("department.id")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    is_head: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]

    member: Mapped[Member] = relationship(back_populates="sites")
    department: Mapped[Department | None] = relationship()


class StatusPeriod(Base):
    """What a member was from a day until a day, and why it changed."""

    __tablename__ = "status_period"
    __table_args__ = (sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),)

    id: Mapped[pk]
    member_id: Mapped[int] = reference("member.id", ondelete="CASCADE")
    status: Mapped[MemberStatus] = enum_column(MemberStatus)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")

    member: Mapped[Member] = relationship(back_populates="status_periods")


class SectorAssignment(Base):
    """A member belongs to a sector, in a role of its value chain, from a day until a day; one is its main sector."""

    __tablename__ = "sector_assignment"
    __table_args__ = (sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),)

    id: Mapped[pk]
    member_id: Mapped[int] = reference("member.id", ondelete="CASCADE")
    sector_id: Mapped[int] = reference("sector.id")
    role_id: Mapped[int | None] = reference("value_chain_role.id")
    is_main: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    member: Mapped[Member] = relationship(back_populates="assignments")
    sector: Mapped[Sector] = relationship()
    role: Mapped[ValueChainRole | None] = relationship()

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class AccountManager(Base):
    """Who of the team looks after a member, from a day until a day."""

    __tablename__ = "account_manager"
    __table_args__ = (sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),)

    id: Mapped[pk]
    member_id: Mapped[int] = reference("member.id", ondelete="CASCADE")
    user_id: Mapped[int] = reference("user_account.id")
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    member: Mapped[Member] = relationship(back_populates="managers")
    user: Mapped[User] = relationship()
