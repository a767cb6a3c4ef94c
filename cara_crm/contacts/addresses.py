"""Addresses from which mail comes back: nothing more is sent there until somebody has looked."""

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind

LONGEST_REASON = 300


def hold(delivery: Delivery, reason: str, *, by: Actor) -> None:
    """A server refused this message for good: its address rests, and the team has a task.

    Nothing for who is no contact, for an address that was changed since, and for one that rests already.
    """
    contact = db.session.get(Contact, delivery.contact_id) if delivery.contact_id else None
    if contact is None or contact.hold_reason or (contact.email or "").lower() != delivery.recipient.lower():
        return
    contact.hold_reason = reason[:LONGEST_REASON] or "refused"
    audit.record("contact.on_hold", contact, by=by, delivery=delivery.id)
    tasks.add(TaskKind.ADDRESS, about=contact, name=contact.name, by=by)


def lift(contact: Contact, *, by: Actor) -> None:
    """Write there again; nothing when nothing rests."""
    if contact.hold_reason:
        contact.hold_reason = None
        audit.record("contact.hold_lifted", contact, by=by)
