"""What becomes of messages that did not arrive, and of the tokens in those that did."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db

SCRUBBED = ""
KEPT_FOR_RETRY = LATELY = timedelta(days=7)
# Contacts come after deliveries in the order of features: their table is named, not imported.
CONTACT = sa.table("contact", sa.column("id"), sa.column("email"), sa.column("merged_into_id"))


class CannotBeRetried(DomainError):
    """It is on its way, or has arrived, or its words were scrubbed."""


def scrub(delivery: Delivery) -> None:
    """Forget the words of a message that held a token."""
    if delivery.holds_token and delivery.scrubbed_at is None:
        delivery.body_text = delivery.body_html = SCRUBBED
        delivery.scrubbed_at = clock.now()


def scrub_given_up() -> int:
    """Forget the tokens of what did not arrive and was not sent again within a week; how many."""
    given_up = Delivery.status.in_((DeliveryStatus.FAILED, DeliveryStatus.BOUNCED))
    old = Delivery.holds_token & Delivery.scrubbed_at.is_(None) & (Delivery.created_at < clock.now() - KEPT_FOR_RETRY)
    found = db.session.scalars(sa.select(Delivery).where(given_up, old)).all()
    for delivery in found:
        scrub(delivery)
    return len(found)


def mark_bounced(delivery: Delivery, reason: str, *, by: Actor) -> None:
    """The receiving server refused it for good, at once or in a later report (RFC 3464)."""
    delivery.status, delivery.sent_at, delivery.last_error = DeliveryStatus.BOUNCED, None, reason
    audit.record("delivery.bounced", delivery, by=by)


def give_up(delivery: Delivery, *, by: Actor) -> None:
    """It cannot be sent, or was tried as often as the table of delays says; somebody has to look at it."""
    delivery.status = DeliveryStatus.FAILED
    audit.record("delivery.failed", delivery, by=by)


def retry(delivery: Delivery, *, by: Actor) -> None:
    """Queue a failed or bounced delivery again, with its Message-ID, to the address that its person has now. Raises
    CannotBeRetried."""
    if not delivery.can_be_retried:
        raise CannotBeRetried(_("This message cannot be sent again: ask for a new one instead."))
    if not _retry_all([delivery], by):
        raise CannotBeRetried(_("This person has no address any more: nothing can be sent."))


def retry_failed(*, by: Actor) -> int:
    """Queue again whatever failed (bounces apart: their addresses are wrong) and nobody has set aside; how many."""
    failed = sa.select(Delivery).where(Delivery.status == DeliveryStatus.FAILED, Delivery.settled_at.is_(None))
    return _retry_all(db.session.scalars(failed.order_by(Delivery.id)).all(), by)


def send_again_to(contact_ids: Sequence[int], *, by: Actor) -> int:
    """Queue again what came back from these people lately and nobody has set aside: they can be reached now; how many.
    What holds a token is for whoever asked for it there and then."""
    came_back = (Delivery.status == DeliveryStatus.BOUNCED, Delivery.settled_at.is_(None), ~Delivery.holds_token)
    lately = Delivery.created_at > clock.now() - LATELY
    people = sa.select(CONTACT.c.id).where(_today(CONTACT).in_(contact_ids))
    found = sa.select(Delivery).where(Delivery.contact_id.in_(people), *came_back, lately)
    return _retry_all(db.session.scalars(found.order_by(Delivery.id)).all(), by)


def _retry_all(deliveries: Sequence[Delivery], by: Actor) -> int:
    people = [one.contact_id for one in deliveries if one.contact_id is not None and not one.holds_token]
    today = CONTACT.alias()
    now = sa.select(CONTACT.c.id, today.c.email).join(today, today.c.id == _today(CONTACT))
    now = now.where(CONTACT.c.id.in_(people))
    known = {row.id: (row.email or "").strip() for row in db.session.execute(now)} if people else {}
    again = [one for one in deliveries if one.can_be_retried and known.get(one.contact_id, one.recipient)]
    for one in again:
        one.recipient = known.get(one.contact_id, one.recipient)
        one.status, one.attempts, one.next_attempt_at = DeliveryStatus.QUEUED, 0, clock.now()
        one.last_error = one.claimed_at = one.claimed_by = one.settled_at = None
    audit.record_all("delivery.retried", Delivery.__tablename__, [(one.id, {}) for one in again], by=by)
    return len(again)


def _today(contact: sa.FromClause) -> sa.ColumnElement[int]:
    """Who it is, when two were found to be one person."""
    return sa.func.coalesce(contact.c.merged_into_id, contact.c.id)


def send_after_all(suppressed: Sequence[Delivery], address: str, *, by: Actor) -> None:
    """Queue what was written and kept back, to the address of today; what has lost its words stays."""
    again = [one for one in suppressed if one.status is DeliveryStatus.SUPPRESSED and one.scrubbed_at is None]
    for one in again:
        one.status, one.suppressed_reason, one.recipient = DeliveryStatus.QUEUED, None, address
        one.next_attempt_at = clock.now()
    audit.record_all("delivery.retried", Delivery.__tablename__, [(one.id, {}) for one in again], by=by)


def settle(delivery: Delivery, *, by: Actor) -> None:
    """It did not arrive and was dealt with otherwise: nobody is reminded of it any more."""
    if delivery.needs_a_look:
        delivery.settled_at = clock.now()
        audit.record("delivery.settled", delivery, by=by)
