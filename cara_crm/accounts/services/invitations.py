"""Letting people in: an account, and a mail whose link works for weeks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from cara_crm.accounts.invitation_lines import Line
from cara_crm.accounts.models import TokenPurpose, User
from cara_crm.accounts.queries import is_empty, user_with_email
from cara_crm.accounts.services.mails import send_invitation
from cara_crm.accounts.services.sessions import end_all_sessions
from cara_crm.accounts.services.tokens import issue
from cara_crm.accounts.services.users import Access, AddressTaken, change_access, create_user
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.links import absolute_url
from cara_crm.core.permissions import Role
from cara_crm.extensions import db

if TYPE_CHECKING:
    from cara_crm.contacts.models import Contact


class CannotBeInvited(DomainError):
    """A contact without address or without a present function."""


class NotTheFirst(DomainError):
    """The first administrator is made once."""


@dataclass(frozen=True)
class Invited:
    """What became of a pasted list: who was invited, and which addresses have an account already."""

    users: list[User]
    known: list[str]


def invite(email: str, name: str, access: Access, *, language: str = "fr", by: Actor) -> User:
    """A new account and its invitation. Raises AddressTaken, RoleIncomplete."""
    user = create_user(email, name, access, by=by)
    send_again(user, language=language, by=by)
    return user


def send_again(user: User, *, language: str = "fr", by: Actor) -> None:
    """The invitation once more, with a new link."""
    user.invited_at = clock.now()
    db.session.flush()
    issued = issue(user.id, purpose=TokenPurpose.INVITATION)
    send_invitation(user, issued, language=user.language or language, by=by)


def invitation_address(user: User) -> str:
    """A link for who cannot be reached by mail yet: to be handed over by hand."""
    db.session.flush()
    return absolute_url("accounts.invitation", link=issue(user.id, purpose=TokenPurpose.INVITATION).link)


def invite_many(lines: Iterable[Line], *, federation_id: int | None, language: str = "fr", by: Actor) -> Invited:
    """Invite everybody of a pasted list who has no account yet. Raises RoleIncomplete for members, and for officers
    without `federation_id`."""
    invited = Invited([], [])
    for line in lines:
        try:
            access = Access(line.role, federation_id=federation_id)
            invited.users.append(invite(line.email, line.name, access, language=language, by=by))
        except AddressTaken:
            invited.known.append(line.email)
    return invited


def invite_contact(contact: "Contact", *, by: Actor) -> User:
    """Open the portal (or the federation's office) to a contact, by its present function; again if it was invited.

    Raises CannotBeInvited without an address or a function of today, and for who has another account.
    """
    if not contact.email:
        raise CannotBeInvited(_("This contact has no e-mail address: add one first."))
    today = [one for one in contact.affiliations if one.holds_on(clock.today())]
    place = next((one for one in today if one.member_id), None) or next(iter(today), None)
    if place is None:
        raise CannotBeInvited(_("This contact has no function at a member or a federation today."))
    role = Role.MEMBER if place.member_id else Role.OFFICER
    access = Access(role, member_id=place.member_id, federation_id=place.federation_id, contact_id=contact.id)
    known = user_with_email(contact.email)
    if known is not None:
        return _again(known, contact, access, by)
    return invite(contact.email, contact.name, access, language=contact.language, by=by)


def invite_contacts(contacts: Iterable["Contact"], *, by: Actor) -> tuple[int, int]:
    """The same for several; whoever cannot be invited is passed over. (invited, passed over)."""
    invited = refused = 0
    for contact in contacts:
        try:
            invite_contact(contact, by=by)
        except DomainError:
            refused += 1
        else:
            invited += 1
    return invited, refused


def _again(known: User, contact: "Contact", access: Access, by: Actor) -> User:
    """Its account follows a contact to another place; an account of the team, or a closed one, does not."""
    if known.contact_id != contact.id or known.deactivated_at is not None:
        raise CannotBeInvited(_("%(email)s has an account already.", email=known.email))
    if (known.member_id, known.federation_id) != (access.member_id, access.federation_id):
        change_access(known, access, by=by)
        end_all_sessions(known, by=by)
    send_again(known, language=contact.language, by=by)
    return known


def create_first_administrator(email: str, name: str, *, language: str | None, by: Actor) -> User:
    """The account that lets everybody else in. Raises NotTheFirst once anybody has one."""
    if not is_empty():
        raise NotTheFirst(_("There is an administrator already."))
    return create_user(email, name, Access(Role.ADMINISTRATOR), language=language, by=by)
