"""Accounts: who they are, what they may do, when their time here ends."""

from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.accounts.models import ReviewerDeputy, User, UserSector
from cara_crm.accounts.queries import active_user, folded, user_with_email
from cara_crm.accounts.services.sessions import end_all_sessions
from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Role
from cara_crm.extensions import db


class AddressTaken(DomainError):
    """Two people cannot share an address: it is what they sign in with."""

    field = "email"


class RoleIncomplete(DomainError):
    """A member's account needs its member, an officer's its federation."""

    field = "role"


class LastAdministrator(DomainError):
    """Somebody has to be able to let people in."""


class NotOneself(DomainError):
    """What only somebody else may do to an account."""


class WrongDeputy(DomainError):
    field = "deputy"


@dataclass(frozen=True)
class Access:
    """What an account may do, and over what. `sector_ids` None means every sector."""

    role: Role
    sector_ids: frozenset[int] | None = None
    is_reviewer: bool = False
    is_member_director: bool = False
    member_id: int | None = None
    federation_id: int | None = None
    contact_id: int | None = field(default=None)


def create_user(email: str, name: str, access: Access, *, language: str | None = None, by: Actor) -> User:
    """A new account. Raises AddressTaken, RoleIncomplete."""
    if user_with_email(email) is not None:
        raise AddressTaken(_("%(email)s has an account already.", email=folded(email)))
    user = User(email=folded(email), name=name or email.split("@")[0], role=access.role, language=language)
    _apply(user, access)
    db.session.add(user)
    audit.record("user.created", user, by=by, role=access.role.value)
    return user


def change_access(user: User, access: Access, *, by: Actor) -> None:
    """Another role or other sectors. Raises RoleIncomplete, LastAdministrator."""
    if user.role is Role.ADMINISTRATOR and access.role is not Role.ADMINISTRATOR:
        _keep_an_administrator(user)
    before = user.role.value
    _apply(user, access)
    audit.record("user.access_changed", user, by=by, before=before, after=access.role.value)


def _apply(user: User, access: Access) -> None:
    if access.role is Role.MEMBER and access.member_id is None:
        raise RoleIncomplete(_("Invite people of a member from their contact page."))
    if access.role is Role.OFFICER and access.federation_id is None:
        raise RoleIncomplete(_("Choose the federation of this officer."), field="federation")
    user.role, user.is_reviewer = access.role, access.is_reviewer
    user.all_sectors = access.sector_ids is None
    user.is_member_director = access.is_member_director and access.role is Role.MEMBER
    user.member_id = access.member_id if access.role is Role.MEMBER else None
    user.federation_id = access.federation_id if access.role is Role.OFFICER else None
    user.contact_id = access.contact_id
    kept = {row.sector_id: row for row in user.sectors}
    user.sectors = [kept.get(key) or UserSector(sector_id=key) for key in sorted(access.sector_ids or ())]


def rename(user: User, name: str, *, by: Actor) -> None:
    """Change how a person is called."""
    if user.name != name:
        user.name = name
        audit.record("user.renamed", user, by=by)


def deactivate(user: User, *, by: Actor) -> None:
    """Nobody signs in with this account any more, and whoever is signed in is out. What was done with it stays."""
    if user.id == by.user_id:
        raise NotOneself(_("Ask another administrator to deactivate your own account."))
    if user.role is Role.ADMINISTRATOR:
        _keep_an_administrator(user)
    user.deactivated_at = user.deactivated_at or clock.now()
    end_all_sessions(user, by=by)
    audit.record("user.deactivated", user, by=by)


def reactivate(user: User, *, by: Actor) -> None:
    user.deactivated_at = None
    audit.record("user.reactivated", user, by=by)


def _keep_an_administrator(leaving: User) -> None:
    others = sa.select(User.id).where(
        User.role == Role.ADMINISTRATOR, User.deactivated_at.is_(None), User.id != leaving.id
    )
    if leaving.deactivated_at is None and db.session.scalar(others.limit(1)) is None:
        raise LastAdministrator(_("This is the last administrator: name another one first."))


def name_deputy(user: User, deputy_email: str, *, from_on: date, until_on: date, by: Actor) -> ReviewerDeputy:
    """From a day until a day somebody else reviews in this person's place. Raises WrongDeputy."""
    deputy = active_user(deputy_email)
    if deputy is None or deputy.id == user.id or deputy.role in (Role.MEMBER, Role.OFFICER):
        raise WrongDeputy(_("Write the address of somebody else of the team."))
    if until_on < from_on:
        raise WrongDeputy(_("The last day comes before the first."), field="until_on")
    named = ReviewerDeputy(user_id=user.id, deputy_id=deputy.id, from_on=from_on, until_on=until_on)
    db.session.add(named)
    audit.record("user.deputy_named", user, by=by, deputy=deputy.id)
    return named


def end_deputy(named: ReviewerDeputy, *, by: Actor) -> None:
    """Take back what was named for the days to come; a day that passed stays on record."""
    yesterday = date.fromordinal(clock.today().toordinal() - 1)
    if named.from_on >= clock.today():
        db.session.delete(named)
    else:
        named.until_on = min(named.until_on, yesterday)
    audit.record("user.deputy_ended", "reviewer_deputy", by=by, user=named.user_id)
