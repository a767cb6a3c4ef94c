"""Leaving the newsletters and taking them up again, and nothing else: answers to one's own issues still come."""

from cara_crm.contacts.choices import Said, choose_newsletters
from cara_crm.contacts.models import ChoiceSource, Contact
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db


def opt_out(contact_id: int, *, source: ChoiceSource = ChoiceSource.LINK, by: Actor) -> Contact:
    """No newsletter any more for this contact; asking twice changes nothing. Raises NotVisible."""
    contact = _now(contact_id)
    choose_newsletters(contact, Said(source), agrees=False, by=by)
    return contact


def opt_in(contact_id: int, *, source: ChoiceSource = ChoiceSource.LINK, by: Actor) -> Contact:
    """Newsletters again, because the person asks for them; asking twice changes nothing. Raises NotVisible."""
    contact = _now(contact_id)
    choose_newsletters(contact, Said(source), agrees=True, by=by)
    return contact


def _now(contact_id: int) -> Contact:
    """Who it is today: the mail may be older than the merging of two contacts."""
    contact = db.session.get(Contact, contact_id)
    if contact is None:
        raise NotVisible
    return _now(contact.merged_into_id) if contact.merged_into_id is not None else contact
