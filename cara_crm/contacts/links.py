"""What opens by the link of a mail, without an account, and closing all that were sent to a person so far."""

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries.links import MailLink
from cara_crm.extensions import db


def contact_behind(link: MailLink) -> Contact | None:
    """Who it is today, as two contacts may have become one; None when its weeks are over, when the links of its mails
    were closed since, and for who is archived or not there any more."""
    contact = db.session.get(Contact, link.contact_id)
    while contact is not None and _is_open(contact, link) and contact.merged_into_id is not None:
        contact = db.session.get(Contact, contact.merged_into_id)
    if contact is None or link.is_expired or contact.archived_on or not _is_open(contact, link):
        return None
    return contact


def _is_open(contact: Contact, link: MailLink) -> bool:
    return contact.links_closed_at is None or contact.links_closed_at < link.made_at


def close_links(contact: Contact, *, by: Actor) -> None:
    """The links of every mail that was sent so far open nothing any more, but to leave the newsletters; later mails
    have new ones."""
    contact.links_closed_at = clock.now()
    audit.record("contact.links_closed", contact, by=by)
