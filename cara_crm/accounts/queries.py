"""Accounts, their sessions and what was mailed to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, selectinload

from cara_crm.accounts.models import (
    CalendarFeed,
    KeptForm,
    ReviewerDeputy,
    SecretAddress,
    SignInToken,
    User,
    UserSector,
    UserSession,
)
from cara_crm.core import clock
from cara_crm.core.db import Base
from cara_crm.core.errors import NotVisible
from cara_crm.core.pages import Key
from cara_crm.core.permissions import OUTSIDE, Role
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db

IDLE_LIFE = timedelta(days=14)


def folded(email: str) -> str:
    """An address as accounts keep it."""
    return email.strip().lower()


def is_empty() -> bool:
    """Is there no account at all yet?"""
    return db.session.scalar(sa.select(User.id).limit(1)) is None


def may_enter(today: Any = None) -> sa.ColumnElement[bool]:
    """Who has the right to come in today: not deactivated, and a contact only while it has its function there.

    The table of functions belongs to a later feature, so it goes by its name, as foreign keys do. `today` may be a
    parameter of a statement that is made once.
    """
    held, today = Base.metadata.tables["affiliation"].c, clock.today() if today is None else today
    function = sa.exists().where(
        held.contact_id == User.contact_id,
        sa.or_(held.member_id == User.member_id, held.federation_id == User.federation_id),
        held.from_on <= today,
        sa.or_(held.until_on.is_(None), held.until_on >= today),
    )
    of_the_team = User.role.not_in([Role.MEMBER, Role.OFFICER])
    return sa.and_(User.deactivated_at.is_(None), sa.or_(of_the_team, User.contact_id.is_(None), function))


def user_with_email(email: str) -> User | None:
    """The account of this address, deactivated or not, or None."""
    return db.session.scalar(sa.select(User).where(User.email == folded(email)))


def active_user(email: str) -> User | None:
    """Who may sign in with this address, or None."""
    return db.session.scalar(sa.select(User).where(User.email == folded(email), may_enter()))


def any_user() -> User | None:
    """Somebody, to stand in for an address without account while its mail is not sent."""
    return db.session.scalar(sa.select(User).order_by(User.id).limit(1))


def token_of_link(link: str) -> SignInToken | None:
    """The mailed link, whatever became of it, or None when it is none of ours."""
    found = sa.select(SignInToken).join(SignInToken.user).where(SignInToken.link_hash == token_hash(link))
    return db.session.scalar(found.where(may_enter()))


def feed_of(user_id: int) -> CalendarFeed | None:
    """The calendar address that this person opened, or None."""
    return db.session.get(CalendarFeed, user_id)


def owner_of_address(kind: type[SecretAddress], token: str) -> User | None:
    """Whose secret address this is, while its owner may come in; None for an address that is not, or no more."""
    found = sa.select(User).join(kind, kind.user_id == User.id)
    return db.session.scalar(found.where(kind.token_hash == token_hash(token), may_enter()))


def kept_form(key: str, user_id: int) -> KeptForm | None:
    """What this person sent from this browser when the session had ended, or None."""
    mine = sa.select(KeptForm).where(KeptForm.key_hash == token_hash(key), KeptForm.user_id == user_id)
    return db.session.scalar(mine)


def live_sessions(user_id: int) -> Sequence[UserSession]:
    """The browsers in which this person is signed in, last seen first."""
    now = clock.now()
    return db.session.scalars(
        sa.select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now,
            UserSession.seen_at > now - IDLE_LIFE,
        )
        .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
    ).all()


def session_of(user_id: int, session_id: int) -> UserSession:
    """One session of this person. Raises NotVisible for anybody else's."""
    found = db.session.get(UserSession, session_id)
    if found is None or found.user_id != user_id:
        raise NotVisible
    return found


def user_with_id(user_id: int) -> User:
    """An account with its sectors. Raises NotVisible."""
    found = db.session.scalar(sa.select(User).where(User.id == user_id).options(selectinload(User.sectors)))
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True)
class Chosen:
    """What the list of accounts is narrowed to. `state`: "", "invited" (never came), "off" (deactivated)."""

    text: str = ""
    role: Role | None = None
    state: str = ""


USER_KEY = Key([User.email, User.id])


def users(chosen: Chosen) -> sa.Select[User]:
    """Accounts by address, for a page of the list; those in use unless `state` asks for the deactivated."""
    found = sa.select(User).options(selectinload(User.sectors))
    off = User.deactivated_at.is_not(None)
    found = found.where(off if chosen.state == "off" else sa.not_(off))
    if chosen.state == "invited":
        found = found.where(User.last_seen_at.is_(None))
    if chosen.role is not None:
        found = found.where(User.role == chosen.role)
    if chosen.text:
        text = f"%{chosen.text.lower().replace('%', '')}%"
        found = found.where(sa.or_(User.email.like(text), sa.func.lower(User.name).like(text)))
    return found


def deputies_of(user_id: int) -> Sequence[tuple[ReviewerDeputy, User]]:
    """Who reviews in this person's place, now or later, with the deputy's account."""
    rows = db.session.execute(
        sa.select(ReviewerDeputy, User)
        .join(User, User.id == ReviewerDeputy.deputy_id)
        .where(ReviewerDeputy.user_id == user_id, ReviewerDeputy.until_on >= clock.today())
        .order_by(ReviewerDeputy.from_on, ReviewerDeputy.id)
    )
    return [(row[0], row[1]) for row in rows]


def sectors_of(user_id: int) -> frozenset[int]:
    """Ids of the sectors that a manager of some is in charge of."""
    return frozenset(db.session.scalars(sa.select(UserSector.sector_id).where(UserSector.user_id == user_id)))


def sectors_told(user_id: Any) -> Any:
    """As part of another statement: the same ids as one text, parted by commas; NULL for none."""
    ids = sa.func.aggregate_strings(sa.cast(UserSector.sector_id, sa.Text), ",")
    return sa.select(ids).where(UserSector.user_id == user_id).scalar_subquery()


def deputises(user_id: Any, today: Any) -> sa.ColumnElement[bool]:
    """As part of another statement: does this person review on this day in the place of a reviewer?"""
    principal = aliased(User)
    return sa.exists().where(
        ReviewerDeputy.deputy_id == user_id,
        ReviewerDeputy.from_on <= today,
        ReviewerDeputy.until_on >= today,
        principal.id == ReviewerDeputy.user_id,
        principal.deactivated_at.is_(None),
        sa.or_(principal.is_reviewer, principal.role.in_([Role.REVIEWER, Role.DIRECTOR])),
    )


def reviewers_today() -> Sequence[User]:
    """Who may review a report on this day: reviewers, directors, and their deputies."""
    own = sa.or_(User.is_reviewer, User.role.in_([Role.REVIEWER, Role.DIRECTOR]))
    return db.session.scalars(
        sa.select(User)
        .where(User.deactivated_at.is_(None), User.role.not_in(OUTSIDE))
        .where(sa.or_(own, deputises(User.id, clock.today())))
        .order_by(User.id)
    ).all()


def managers_of(sector_ids: Collection[int]) -> Sequence[User]:
    """The managers who may enter and are in charge of one of these sectors."""
    some = sa.select(UserSector.user_id).where(UserSector.sector_id.in_(sector_ids))
    mine = sa.or_(User.all_sectors, User.id.in_(some))
    return db.session.scalars(
        sa.select(User).where(User.role == Role.MANAGER, User.deactivated_at.is_(None), mine).order_by(User.id)
    ).all()


def deputy_of(user_id: int, deputy_id: int) -> ReviewerDeputy:
    """One naming of a deputy for this person. Raises NotVisible."""
    found = db.session.get(ReviewerDeputy, deputy_id)
    if found is None or found.user_id != user_id:
        raise NotVisible
    return found


def demonstration_cast() -> dict[str, User]:
    """Who of the invented people can be tried with one click, by the part that they play."""
    everybody = db.session.scalars(
        sa.select(User).where(User.is_demonstration, User.deactivated_at.is_(None)).order_by(User.id)
    )
    cast: dict[str, User] = {}
    for user in everybody:
        cast.setdefault(part_of(user), user)
    return cast


def part_of(user: User) -> str:
    """The part an invented person plays: its role, or "reviewer" for the manager who reviews the others' work."""
    return "reviewer" if user.role in (Role.MANAGER, Role.REVIEWER) and user.is_reviewer else user.role.value
