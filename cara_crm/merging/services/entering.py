"""Somebody enters a record that is in the register perhaps: asked once, and not again when they say it is another."""

from flask_babel import gettext as _

from cara_crm.contacts.models import Contact
from cara_crm.contacts.services import ContactData
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.reaching import phone_of
from cara_crm.members.services import MemberData
from cara_crm.merging import queries

#: What matching is told of an organisation beside its names.
TOLD = ("siren", "foreign_number", "website", "email", "phone", "address", "postal_code", "town", "department_id")


class PerhapsThisPerson(DomainError):
    """Persons who may be the one that is being entered."""

    def __init__(self, sentence: str, contacts: list[Contact]) -> None:
        super().__init__(sentence)
        self.contacts = contacts


class PerhapsTheSame(DomainError):
    """Members that may be the one that is being entered."""

    def __init__(self, sentence: str, found: list[queries.Alike]) -> None:
        super().__init__(sentence)
        self.found = found


def ask_about_member(data: MemberData, *, by: Actor) -> None:
    """Raises PerhapsTheSame for whom the rules of matching put beside it; who has its number is refused later."""
    typed = queries.Typed((data.legal_name, data.usual_name), **{name: getattr(data, name) for name in TOLD})
    found = [one for one in queries.members_like(by, typed) if one.points < queries.CERTAIN]
    if found:
        names = ", ".join(one.member.name for one in found)
        raise PerhapsTheSame(_("Perhaps it is in the register already: %(names)s.", names=names), found)


def ask_about_contact(data: ContactData, *, member_id: int | None, by: Actor) -> None:
    """Raises PerhapsThisPerson, PhoneWrong."""
    phones = phone_of(data.phone), phone_of(data.second_phone, field="second_phone")
    found = queries.contacts_like(
        by, first_name=data.first_name, last_name=data.last_name, phones=phones, member_id=member_id
    )
    if found:
        names = ", ".join(one.name for one in found)
        raise PerhapsThisPerson(_("Perhaps this person is known already: %(names)s.", names=names), found)
