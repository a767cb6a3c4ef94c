"""Relays that were not sent to somebody because mail came back from its address, and that are still of use."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Suppression
from cara_crm.extensions import db
from cara_crm.relays.models import Direction, Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.queries.journal import visible

OF_USE_FOR = timedelta(days=31)  # of what has no last day


def missed_by(actor: Actor, contact: Contact) -> list[Recipient]:
    """Nothing while the address rests, of what is closed, begun, cancelled or old, nor for a member that the person has
    left; the oldest first."""
    if contact.hold_reason or contact.archived_on or not contact.email:
        return []
    now, today = clock.now(), clock.today()
    there = sa.exists().where(
        Affiliation.contact_id == contact.id,
        Affiliation.member_id == Recipient.member_id,
        Affiliation.from_on <= today,
        sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= today),
    )
    dated = sa.or_(Relay.deadline_on.is_not(None), Relay.starts_at.is_not(None))
    rows = (
        sa.select(Recipient)
        .join(Recipient.relay)
        .where(Recipient.contact_id == contact.id, Recipient.suppressed_reason == Suppression.ON_HOLD.value, there)
        .where(Relay.state == RelayState.SENT, Relay.direction == Direction.DOWN, Relay.kind != RelayKind.ANSWER)
        .where(Relay.cancelled_at.is_(None), sa.or_(Relay.deadline_on.is_(None), Relay.deadline_on >= today))
        .where(sa.or_(Relay.starts_at.is_(None), Relay.starts_at > now))
        .where(sa.or_(dated, Relay.sent_at > now - OF_USE_FOR), *visible(actor))
        .options(joinedload(Recipient.relay), joinedload(Recipient.delivery))
    )
    return list(db.session.scalars(rows.order_by(Relay.sent_at, Recipient.id)))
