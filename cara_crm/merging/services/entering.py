"""Somebody enters a record that is in the register perhaps: asked once, and not again when they say it is another."""

from flask_babel import gettext as _

from cara_crm.contacts.models import Contact
from cara_crm.contacts.services import ContactData, phone_of
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.members.services import MemberData, PerhapsTheSame
from cara_crm.merging import queries


class PerhapsThisPerson(DomainError):
    """Persons who may be the one that is being entered."""

    def __init__(self, sentence: str, contacts: list[Contact]) -> None:
        super().__init__(sentence)
        self.contacts = contacts


def ask_about_member(data: MemberData, *, by: Actor) -> None:
    """Raises PerhapsTheSame where a name is close or the website is the same."""
    found = queries.members_like(by, (data.legal_name, data.usual_name), data.website)
    if found:
        names = ", ".join(one.name for one in found)
        raise PerhapsTheSame(_("Perhaps it is in the register already: %(names)s.", names=names), found)


def ask_about_contact(data: ContactData, *, member_id: int | None, by: Actor) -> None:
    """Raises PerhapsThisPerson, PhoneWrong."""
    found = queries.contacts_like(
        by, first_name=data.first_name, last_name=data.last_name, phone=phone_of(data.phone), member_id=member_id
    )
    if found:
        names = ", ".join(one.name for one in found)
        raise PerhapsThisPerson(_("Perhaps this person is known already: %(names)s.", names=names), found)
