"""One reminder before a call closes, and one before an event."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact, Rhythm
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services as deliveries
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.queries.belonging import unwanted
from cara_crm.relays.services.sending import letter_context

BEFORE_IT_CLOSES = timedelta(days=7)
BEFORE_IT_BEGINS = timedelta(days=2)


def remind(*, by: Actor) -> int:
    """Queue the reminders that are due: to who is interested in a call or has not read of it, and to who has a place
    at an event. Once a relay; how many relays."""
    relays = db.session.scalars(_due()).all()
    for relay in relays:
        relay.reminded_at = clock.now()
        people = _people(relay)
        _write(relay, people, by)
        audit.record("relay.reminded", relay, by=by, people=len(people))
    return len(relays)


def _due() -> sa.Select[Relay]:
    now, today = clock.now(), clock.today()
    closes = Relay.deadline_on.between(today, today + BEFORE_IT_CLOSES)
    begins = Relay.starts_at.between(now, now + BEFORE_IT_BEGINS)
    lately = Relay.sent_at >= now - timedelta(days=1)  # who has it, or its erratum, since this morning remembers it
    call = sa.and_(Relay.kind == RelayKind.OPPORTUNITY, closes, ~lately, ~Relay.errata.any(lately))
    event = sa.and_(Relay.kind == RelayKind.EVENT, begins, Relay.cancelled_at.is_(None))
    return (
        sa.select(Relay)
        .where(Relay.state == RelayState.SENT, Relay.reminded_at.is_(None), sa.or_(call, event))
        .order_by(Relay.id)
    )


def _people(relay: Relay) -> list[Recipient]:
    """Who has a place at an event; of a call, who is interested, or has not read of it and wants to know at once."""
    unread = Recipient.acknowledged_at.is_(None) & Recipient.suppressed_reason.is_(None)
    to_ask = Recipient.interested_at.is_not(None) | unread
    wanted = Recipient.placed_at.is_not(None) if relay.kind is RelayKind.EVENT else to_ask
    rows = sa.select(Recipient).join(Recipient.contact).where(Recipient.relay_id == relay.id, wanted)
    found = db.session.scalars(rows.options(contains_eager(Recipient.contact)).order_by(Contact.id))
    people = [one for one in found if _takes_reminders(one, relay)]
    unasked = unwanted([relay.id], [one.contact_id for one in people])
    return [one for one in people if (relay.id, one.contact_id) not in unasked]


def _takes_reminders(row: Recipient, relay: Relay) -> bool:
    asked_for = row.interested_at is not None or row.placed_at is not None
    return asked_for or row.contact.rhythm_of(relay.kind) is Rhythm.AT_ONCE


def _write(relay: Relay, people: Sequence[Recipient], by: Actor) -> None:
    deliveries.queue_all(
        "relay_reminder",
        to=[one.contact for one in people],
        dedupe_prefix=f"reminder:{relay.id}:{relay.calendar_sequence}",  # for each day that an event was moved to
        context={},
        in_language=partial(letter_context, relay),
        priority=deliveries.BULK,
        unsubscribe=relay.kind is not RelayKind.EVENT,
        reasons={one.contact_id: one.reason for one in people},
        about=[relay.id],
        by=by,
    )
