"""Who may sign in, and how."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.core.permissions import Role


class User(Timestamps, Base):
    """An account. A manager without `UserSector` rows and with `all_sectors` is in charge of every sector.

    `email` is kept folded to lower case. A member's or an officer's account points at its contact.
    `is_member_director`: sees and decides about whatever people of its member said.
    """

    __tablename__ = "user_account"
    __table_args__ = (
        sa.CheckConstraint("role <> 'member' OR member_id IS NOT NULL", name="member_account_has_a_member"),
        sa.CheckConstraint("role <> 'officer' OR federation_id IS NOT NULL", name="officer_account_has_a_federation"),
    )

    id: Mapped[pk]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = enum_column(Role)
    is_reviewer: Mapped[bool] = mapped_column(default=False)
    is_member_director: Mapped[bool] = mapped_column(default=False)
    all_sectors: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None]
    language: Mapped[str | None]
    theme: Mapped[str | None]
    contact_id: Mapped[int | None] = reference("contact.id", ondelete="SET NULL")
    member_id: Mapped[int | None] = reference("member.id")
    federation_id: Mapped[int | None] = reference("federation.id")
    invited_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    is_demonstration: Mapped[bool] = mapped_column(default=False)

    sectors: Mapped[list["UserSector"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="UserSector.sector_id"
    )

    @property
    def sector_ids(self) -> frozenset[int] | None:
        """None means every sector."""
        return None if self.all_sectors else frozenset(row.sector_id for row in self.sectors)


class UserSector(Base):
    __tablename__ = "user_sector"

    user_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE", primary_key=True)
    sector_id: Mapped[int] = reference("sector.id", primary_key=True)

    user: Mapped[User] = relationship(back_populates="sectors")


class ReviewerDeputy(Base):
    """From a day until a day, `deputy` reviews in the place of `user`."""

    __tablename__ = "reviewer_deputy"
    __table_args__ = (sa.CheckConstraint("until_on >= from_on", name="ends_after_it_begins"),)

    id: Mapped[pk]
    user_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE")
    deputy_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE")
    from_on: Mapped[date]
    until_on: Mapped[date]


class UserSession(Base):
    """One signed-in browser. The cookie holds a token; here is only its SHA-256."""

    __tablename__ = "user_session"

    id: Mapped[pk]
    user_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE")
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    agent: Mapped[str] = mapped_column(default="")

    user: Mapped[User] = relationship()


class TokenPurpose(StrEnum):
    SIGN_IN = "sign_in"
    INVITATION = "invitation"


class SignInToken(Base):
    """A mailed link and its six-digit code. Single use; only hashes are kept; a GET never uses it up."""

    __tablename__ = "sign_in_token"

    id: Mapped[pk]
    user_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE")
    purpose: Mapped[TokenPurpose] = enum_column(TokenPurpose, default=TokenPurpose.SIGN_IN)
    link_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str] = mapped_column(default="")
    browser_hash: Mapped[str] = mapped_column(default="", index=True)
    wrong_codes: Mapped[int] = mapped_column(default=0)
    next_url: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class RateCount(Base):
    """How often something was tried in a window of time, counted for all processes together."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int] = mapped_column(default=0)


class KeptForm(Base):
    """What somebody sent when the session had just ended: theirs again after signing in, in the same browser."""

    __tablename__ = "kept_form"

    id: Mapped[pk]
    user_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE")
    key_hash: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    back: Mapped[str] = mapped_column(default="")
    fields: Mapped[list[Any]]
    has_files: Mapped[bool] = mapped_column(default=False)
    kept_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class SecretAddress(Base):
    """An address that lets in who knows it: made of `salt` and the secret key, one of a kind a person.

    Who reads the database finds neither the address nor what would make it. `PURPOSE` keeps the secrets of two kinds
    apart; `AUDITED` begins the names of the audit events; the secret part has `DIGITS` hexadecimal digits.
    """

    __abstract__ = True

    PURPOSE: ClassVar[str]
    AUDITED: ClassVar[str]
    DIGITS: ClassVar[int] = 64

    user_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE", primary_key=True, index=False)
    salt: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class CalendarFeed(SecretAddress):
    """Where a person's calendar reads its days."""

    __tablename__ = "calendar_feed"
    PURPOSE = AUDITED = "calendar"
