"""Persons, and the functions that they take up and leave. The past stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.contacts import addresses, departures, queries
from cara_crm.contacts.choices import Said, choose_rhythm
from cara_crm.contacts.models import Affiliation, ChoiceSource, Contact, MailPreference
from cara_crm.contacts.search_text import search_text, sort_text
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.reaching import email_of, phone_of
from cara_crm.deliveries.services import objected
from cara_crm.extensions import db
from cara_crm.sectors.models import Sector


class EmailTaken(DomainError):
    field = "email"


class EmailForgotten(DomainError):
    field = "email"


class WhereMissing(DomainError):
    field = "member_id"


class MergedAway(DomainError):
    """It is part of another contact now."""


class DayImpossible(DomainError):
    field = "on"


@dataclass(frozen=True)
class ContactData:
    """What is known of a person; `language` is "fr" or "en"."""

    last_name: str
    first_name: str = ""
    email: str = ""
    phone: str = ""
    second_phone: str = ""
    language: str = "fr"
    preference: MailPreference = MailPreference.AT_ONCE


def create_contact(data: ContactData, *, by: Actor) -> Contact:
    """A new person, flushed. Raises EmailWrong, EmailTaken, PhoneWrong."""
    contact = Contact(last_name=data.last_name)
    _fill(contact, data, by)
    db.session.add(contact)
    db.session.flush()
    audit.record("contact.created", contact, by=by)
    return contact


def edit_contact(contact: Contact, data: ContactData, *, version: int, by: Actor) -> int:
    """What is known of the person now; how many messages that came back lately go to its new address.

    Raises EditedMeanwhile, EmailWrong, EmailTaken, PhoneWrong.
    """
    if contact.version != version:
        raise EditedMeanwhile(
            _("Somebody else saved this contact meanwhile. Yours is kept below: save again to keep it.")
        )
    choose_rhythm(contact, data.preference, Said(ChoiceSource.TEAM), by=by)
    before = contact.email
    _fill(contact, data, by)
    again = addresses.correct(contact, before, by=by)
    contact.updated_at = clock.now()
    audit.record("contact.edited", contact, by=by)
    return again


def add_affiliation(
    contact: Contact,
    *,
    member_id: int | None = None,
    federation_id: int | None = None,
    function: str = "",
    from_on: date,
    receives_reports: bool = False,
    by: Actor,
) -> Affiliation:
    """A function at one member or one federation from a day on. Raises WhereMissing."""
    if (member_id is None) == (federation_id is None):
        raise WhereMissing(_("Say where: at one member or at one federation."))
    made = Affiliation(
        member_id=member_id,
        federation_id=federation_id,
        function=function,
        from_on=from_on,
        receives_reports=receives_reports and federation_id is not None,
    )
    contact.affiliations.append(made)
    audit.record("contact.affiliated", contact, by=by, member_id=member_id, federation_id=federation_id)
    return made


def set_addressee(affiliation: Affiliation, *, receives: bool, sectors: Sequence[Sector], by: Actor) -> None:
    """Whether this function at a federation receives its reports; with sectors, only those about one of them."""
    affiliation.receives_reports, affiliation.sectors = receives, list(sectors) if receives else []
    codes = [one.code for one in affiliation.sectors]
    audit.record("contact.addressee", affiliation.contact, by=by, receives=receives, sectors=codes)


def end_affiliation(affiliation: Affiliation, *, on: date, by: Actor) -> None:
    """The last day of a function. Raises DayImpossible."""
    if on < affiliation.from_on:
        raise DayImpossible(_("It cannot end before it began."))
    affiliation.until_on = on
    departures.settle(affiliation.contact, by=by)
    audit.record("contact.function_ended", affiliation.contact, by=by, on=on.isoformat())


def change_employer(
    contact: Contact, *, member_id: int, function: str, on: date, email: str = "", by: Actor
) -> Affiliation:
    """Every function at members ends on the eve (one that began that day ends with it), another begins.

    `email`: the address there; "" leaves the one of before. Raises DayImpossible, EmailWrong, EmailTaken.
    """
    if email:
        before, contact.email = contact.email, _email(email, contact.id, by)
        refresh_search(contact)
        addresses.correct(contact, before, by=by)
    for one in queries.current(contact, on):
        if one.member_id is not None and one.until_on is None:
            end_affiliation(one, on=max(one.from_on, on - timedelta(days=1)), by=by)
    return add_affiliation(contact, member_id=member_id, function=function, from_on=on, by=by)


def archive_contact(contact: Contact, *, by: Actor) -> None:
    """Out of the lists; what the person said and received stays."""
    contact.archived_on = clock.today()
    audit.record("contact.archived", contact, by=by)


def restore_contact(contact: Contact, *, by: Actor) -> None:
    """Back into the lists. Raises MergedAway."""
    if contact.merged_into_id is not None:
        raise MergedAway(_("%(name)s was merged: undo the merge instead.", name=contact.name))
    contact.archived_on = None
    audit.record("contact.restored", contact, by=by)


def _fill(contact: Contact, data: ContactData, by: Actor) -> None:
    email = _email(data.email, contact.id, by)
    contact.first_name, contact.last_name = data.first_name, data.last_name
    contact.email, contact.phone = email, phone_of(data.phone)
    contact.second_phone = phone_of(data.second_phone, field="second_phone")
    contact.language, contact.preference = data.language, data.preference
    refresh_search(contact)


def refresh_search(contact: Contact) -> None:
    """What a person is found and sorted by: names, e-mail and phones, also of those that were merged into it."""
    everyone = [contact, *(queries.merged_into(contact.id) if contact.id else [])]
    words = [word for one in everyone for word in (one.first_name, one.last_name, one.email or "")]
    phones = [phone for one in everyone for phone in (one.phone, one.second_phone)]
    contact.folded = search_text(words, None, phones)
    contact.sort_key = sort_text(contact.first_name, contact.last_name)


def _email(written: str, own_id: int | None, by: Actor) -> str | None:
    if not written:
        return None
    email = email_of(written)
    if objected([email]):
        raise EmailForgotten(_("The owner of this address asked to be forgotten: it is not kept again."))
    owner = queries.owner_of_email(email)
    if owner is not None and owner.merged_into_id == own_id is not None:
        owner.email = None  # one of those merged into this person had it
        db.session.flush()
    elif owner is not None and owner.id != own_id:
        owner = owner if owner.merged_into_id is None else db.session.get_one(Contact, owner.merged_into_id)
        if not queries.sees(by, owner.id):
            raise EmailTaken(_("Somebody of a sector that is not yours has this address already."))
        raise EmailTaken(_("%(name)s has this address already.", name=owner.name))
    return email
