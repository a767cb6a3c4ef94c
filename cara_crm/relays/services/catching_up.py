"""What somebody missed while its address rested is sent after all, once somebody asks for it."""

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Suppression
from cara_crm.relays.models import Recipient
from cara_crm.relays.queries import missed_by
from cara_crm.relays.services.setting_right import read_with_the_first


def missed(actor: Actor, contact: Contact) -> list[Recipient]:
    """What is to be sent, the oldest first: without the errata that are read in what they set right."""
    return _parted(actor, contact)[0]


def send_missed(contact: Contact, *, by: Actor) -> int:
    """The mails that were written then, or the next digest; how many relays. A second click sends nothing."""
    rows, there = _parted(by, contact)
    deliveries.send_after_all([row.delivery for row in rows if row.delivery], contact.email or "", by=by)
    for row in rows:
        row.suppressed_reason = None
    for row in there:
        row.suppressed_reason = Suppression.WITH_THE_FIRST.value
    if rows:
        audit.record("contact.missed_sent", contact, by=by, relays=len(rows))
    return len(rows)


def _parted(actor: Actor, contact: Contact) -> tuple[list[Recipient], list[Recipient]]:
    rows = missed_by(actor, contact)
    there = read_with_the_first(rows)
    return [row for row in rows if row.id not in there], [row for row in rows if row.id in there]
