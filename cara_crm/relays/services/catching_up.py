"""What somebody missed while its address rested is sent after all, once somebody asks for it."""

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services as deliveries
from cara_crm.relays.queries import missed_by


def send_missed(contact: Contact, *, by: Actor) -> int:
    """The mails that were written then, or the next digest; how many relays. A second click sends nothing."""
    rows = missed_by(by, contact)
    deliveries.send_after_all([row.delivery for row in rows if row.delivery], contact.email or "", by=by)
    for row in rows:
        row.suppressed_reason = None
    if rows:
        audit.record("contact.missed_sent", contact, by=by, relays=len(rows))
    return len(rows)
