"""Leaving the newsletters and taking them up again, and nothing else: answers to one's own issues still come."""

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db


def opt_out(contact_id: int, *, by: Actor) -> Contact:
    """No newsletter any more for this contact; asking twice changes nothing. Raises NotVisible."""
    contact = _now(contact_id)
    if contact.newsletter_opt_out_at is None:
        contact.newsletter_opt_out_at = clock.now()
        audit.record("contact.unsubscribed", contact, by=by)
    return contact


def opt_in(contact_id: int, *, by: Actor) -> Contact:
    """Newsletters again, because the person asks for them; asking twice changes nothing. Raises NotVisible."""
    contact = _now(contact_id)
    if contact.newsletter_opt_out_at is not None:
        contact.newsletter_opt_out_at = None
        audit.record("contact.subscribed", contact, by=by)
    return contact


def _now(contact_id: int) -> Contact:
    """Who it is today: the mail may be older than the merging of two contacts."""
    contact = db.session.get(Contact, contact_id)
    if contact is None:
        raise NotVisible
    return _now(contact.merged_into_id) if contact.merged_into_id is not None else contact
