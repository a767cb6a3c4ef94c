"""What was sent is moved, cancelled or set right while mails about it wait: each leaves with what holds by then."""

import re
from collections.abc import Collection, Sequence
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery, Suppression
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient, Relay
from cara_crm.relays.queries.belonging import unwanted
from cara_crm.relays.services.digest import DIGEST, dated
from cara_crm.relays.services.doubles import PERSON
from cara_crm.relays.services.sending import INVITATION, letter_context, reasons_of
from cara_crm.relays.services.setting_right import read_with_the_first

LATER = ("relay_reminder", "event_changed", "event_registered")  # what follows an invitation
DATED = re.compile(r"(?:reminder|event-changed|event):(\d+):(\d+):\d")
WORKER = Actor.system("worker")


def has_changed() -> sa.ColumnElement[bool]:
    """What may be overtaken, of deliveries joined with what they tell of (`Recipient`, `Relay`)."""
    return sa.or_(_says_otherwise(), Delivery.kind.in_(LATER))


def _says_otherwise() -> sa.ColumnElement[bool]:
    """A relay that was moved, cancelled or set right, or an erratum."""
    return sa.or_(Relay.calendar_sequence > 0, Relay.corrects_id.is_not(None), Relay.errata.any())


def overtaken(delivery_ids: Collection[int]) -> dict[int, Suppression]:
    """Which of these that were claimed are not sent, for another mail says what holds, or nothing is left to say.

    An invitation leaves with the new day and the corrections in it; a digest is written anew in the next round.
    """
    return {**_later(delivery_ids), **_first(delivery_ids)} if delivery_ids else {}


def _later(delivery_ids: Collection[int]) -> dict[int, Suppression]:
    """Reminders and the like of a day that does not hold any more: their keys say of which day they tell. And those of
    somebody who has left since, or does not want such news any more; but who counts on it is told."""
    found = sa.select(Delivery.id, Delivery.dedupe_key, Delivery.always, PERSON.label("person_id"))
    found = found.join(Contact, Contact.id == Delivery.contact_id).where(Delivery.id.in_(delivery_ids))
    rows = {row.id: row for row in db.session.execute(found.where(Delivery.kind.in_(LATER)))}
    keys = {id: DATED.match(row.dedupe_key) for id, row in rows.items()}
    told = {id: (int(key[1]), int(key[2])) for id, key in keys.items() if key}
    if not told:
        return {}
    relays = {relay for relay, _day in told.values()}
    now = sa.select(Relay.id, Relay.calendar_sequence).where(Relay.id.in_(relays))
    days = {row.id: row.calendar_sequence for row in db.session.execute(now)}
    old = {id: Suppression.OVERTAKEN for id, (relay, day) in told.items() if days.get(relay, day) != day}
    asked = {id: (told[id][0], row.person_id) for id, row in rows.items() if id in told and not row.always}
    gone = unwanted(relays, {person for _relay, person in asked.values()}) if asked else {}
    return {id: gone[pair] for id, pair in asked.items() if pair in gone} | old


def _first(delivery_ids: Collection[int]) -> dict[int, Suppression]:
    """What tells somebody of a relay for the first time: an invitation, or a digest."""
    changed = (
        sa.select(Recipient)
        .join(Recipient.relay)
        .join(Recipient.delivery)
        .where(Recipient.delivery_id.in_(delivery_ids), _says_otherwise())
        .options(contains_eager(Recipient.relay).joinedload(Relay.corrects), contains_eager(Recipient.delivery))
        .options(joinedload(Recipient.contact))
        .order_by(Recipient.id)
    )
    found = list(db.session.scalars(changed))
    invited = [row for row in found if row.delivery and row.delivery.kind == INVITATION]
    gone = [row.delivery_id for row in invited if row.relay.cancelled_at is not None]
    gone += _to_be_told_anew([row for row in found if row.delivery and row.delivery.kind == DIGEST])
    told = {row.delivery_id for row in _told_anew([row for row in invited if row.relay.cancelled_at is None])}
    reasons = dict.fromkeys(told, Suppression.WITH_THE_FIRST) | dict.fromkeys(gone, Suppression.OVERTAKEN)
    return {id: why for id, why in reasons.items() if id is not None}


def _told_anew(invited: Sequence[Recipient]) -> list[Recipient]:
    """These with what holds now in them, what is set right before its errata; who reads an erratum there is given
    back."""
    known: list[Recipient] = []
    for relay in sorted({row.relay for row in invited}, key=lambda one: (one.corrects_id is not None, one.sent_at)):
        rows = [row for row in invited if row.relay is relay]
        there = read_with_the_first(rows)
        known += [row for row in rows if row.id in there]
        _invite_anew(relay, [row for row in rows if row.id not in there])
    return known


def _invite_anew(relay: Relay, rows: Sequence[Recipient]) -> None:
    deliveries.rewrite(
        {row.delivery_id: row.contact for row in rows if row.delivery_id is not None},
        in_language=partial(letter_context, relay),
        reasons=reasons_of((row.contact, row.reason, row.matched) for row in rows),
        about=[relay.id],
        by=WORKER,
    )
    for row in rows:
        row.errata = len(relay.corrections)


def _to_be_told_anew(rows: Sequence[Recipient]) -> list[int]:
    """The digests that tell of an old day, or of words that were set right since: what they tell of waits for the next
    round, but for what is cancelled."""
    old = [row for row in rows if row.delivery and dated(row.relay) not in re.split("[:-]", row.delivery.dedupe_key)]
    ids = [row.delivery_id for row in old if row.delivery_id is not None]
    theirs = sa.update(Recipient).where(Recipient.delivery_id.in_(ids))
    cancelled = {row.relay_id for row in old if row.relay.cancelled_at is not None}
    if cancelled:
        db.session.execute(
            theirs.where(Recipient.relay_id.in_(cancelled)).values(suppressed_reason=Suppression.OVERTAKEN)
        )
    if ids:
        db.session.execute(theirs.values(delivery_id=None))
    return ids
