"""Leaving the newsletters, and nothing else: answers to one's own issues still come."""

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db


def opt_out(contact_id: int, *, by: Actor) -> Contact:
    """No newsletter any more for this contact; asking twice changes nothing. Raises NotVisible."""
    contact = db.session.get(Contact, contact_id)
    if contact is None:
        raise NotVisible
    if contact.merged_into_id is not None:  # the mail was written before both were found to be one
        contact = opt_out(contact.merged_into_id, by=by)
    elif contact.newsletter_opt_out_at is None:
        contact.newsletter_opt_out_at = clock.now()
        audit.record("contact.unsubscribed", contact, by=by)
    return contact
