"""An erratum leaves: who has had what it sets right is written to; who has not reads it there, once.

What is still to come of the first (a mail that waits or failed, a digest, what rests with an address) leaves with the
correction in it: `letter_context` puts it above the words, `overtaking` writes anew what was written before.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient, Relay, RelayState
from cara_crm.relays.services.doubles import PERSON

NEWS_FOR = timedelta(days=31)  # a delivery that was purged after its time must not look like one that waits
IN_HAND = timedelta(minutes=2)  # what a worker has taken has left, or is back in the queue
WRITTEN = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.SENT)
HAD = (DeliveryStatus.SENDING, DeliveryStatus.SENT)


def set_right(erratum: Relay, *, by: Actor) -> None:
    """Its recipients are there: those who read it with the first are noted; its deadline holds from now on."""
    db.session.flush()
    first = db.session.get_one(Relay, erratum.corrects_id, with_for_update={"of": Relay}, populate_existing=True)
    for one in (first, *first.errata):
        db.session.expire(one, ["errata", "corrects"])
    waiting = held_back([one.id for one in _before(erratum)])
    spared = _spared(erratum, None, waiting)
    if spared:
        reason = Suppression.OVERTAKEN if first.cancelled_at else Suppression.WITH_THE_FIRST
        db.session.execute(sa.update(Recipient), [{"id": one, "suppressed_reason": reason} for one in sorted(spared)])
    _correct_deadline(erratum, first, by)


def held_back(relay_ids: Collection[int]) -> set[int]:
    """The mails about these that wait: no worker takes one before the change is there to be read. What a worker has in
    hand already leaves as it is."""
    mails = sa.select(Delivery.id).join(Recipient, Recipient.delivery_id == Delivery.id)
    waiting = mails.where(Recipient.relay_id.in_(relay_ids), Delivery.status == DeliveryStatus.QUEUED)
    return set(db.session.scalars(waiting.with_for_update(of=Delivery, skip_locked=True)))


def read_with_the_first(rows: Collection[Recipient]) -> set[int]:
    """Of these recipients, by id, those of an erratum that they read, or will read, in what it sets right."""
    found: set[int] = set()
    for erratum in {row.relay for row in rows if row.relay.corrects_id is not None}:
        found |= _spared(erratum, [row.id for row in rows if row.relay is erratum], None)
    return found


def counting_on(relay: Relay) -> frozenset[int]:
    """Who comes to the event that an erratum sets right hears of it by mail at once, as of a move, whatever it chose:
    the ids of these contacts."""
    first = relay.corrects
    if first is None or not first.is_ahead:
        return frozenset()
    coming = sa.select(PERSON).select_from(Recipient).join(Recipient.contact).where(Recipient.relay_id == first.id)
    return frozenset(db.session.scalars(coming.where(Recipient.registered_at.is_not(None))))


def _before(erratum: Relay) -> list[Relay]:
    """What an erratum sets right: the first, and the errata of it that left before."""
    first = erratum.corrects
    assert first is not None
    return [first, *(one for one in first.errata if erratum in one.corrections)]


def _spared(erratum: Relay, recipient_ids: Sequence[int] | None, waiting: Collection[int] | None) -> set[int]:
    """`waiting`: the mails that no worker can take before the erratum is there (None: it is there)."""
    place = {one.id: one.corrections.index(erratum) + 1 for one in _before(erratum)}
    mine = db.session.execute(_people_of(erratum, recipient_ids)).all()
    coming = counting_on(erratum)
    told: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in db.session.execute(_what_came_before(list(place), None if recipient_ids is None else mine)):
        told[row.person][row.relay_id].append(row)
    return {
        one.id
        for one in mine
        if any(
            _is_held(rows, place[relay_id], waiting, one.person in coming)
            for relay_id, rows in told.get(one.person, {}).items()
        )
    }


def _is_held(rows: Sequence[Any], place: int, waiting: Collection[int] | None, counts_on: bool) -> bool:
    """Nobody has it without the correction (two contacts may be one person), and it is to come with it, or came. Who
    counts on it does not wait for what is to come."""
    if any(row.status in HAD and row.errata < place for row in rows):
        return False
    if counts_on:
        return any(row.status in HAD for row in rows)
    return any(_is_to_come(row, waiting) or (row.status in WRITTEN and row.errata >= place) for row in rows)


def _is_to_come(row: Any, waiting: Collection[int] | None) -> bool:
    """Of an event that was cancelled before it came, nothing is left to be told either."""
    if row.reason is not None:
        is_cancelled = row.reason == Suppression.OVERTAKEN and row.cancelled_at is not None
        return bool(row.reason == Suppression.ON_HOLD or is_cancelled)
    if row.status is DeliveryStatus.QUEUED:
        return waiting is None or row.delivery_id in waiting
    if row.status is DeliveryStatus.FAILED:
        return row.settled_at is None
    leaves = row.state is RelayState.SENDING or row.sent_at > clock.now() - NEWS_FOR
    return row.delivery_id is None and leaves


def _people_of(erratum: Relay, recipient_ids: Sequence[int] | None) -> sa.Select[int, int]:
    """Its recipients, or these of them, each with who it is today."""
    some = [] if recipient_ids is None else [Recipient.id.in_(recipient_ids)]
    people = sa.select(Recipient.id, PERSON.label("person")).join(Recipient.contact)
    return people.where(Recipient.relay_id == erratum.id, *some)


def _what_came_before(relay_ids: Sequence[int], people: Sequence[Any] | None) -> sa.Select[Any]:
    """What these relays were to each of these people (None: to everybody), who may be several contacts."""
    columns: tuple[Any, ...] = (
        PERSON.label("person"), Recipient.relay_id, Recipient.errata, Recipient.delivery_id, Delivery.status,
        sa.func.coalesce(Recipient.suppressed_reason, Delivery.suppressed_reason).label("reason"),
        Delivery.settled_at, Relay.state, Relay.sent_at, Relay.cancelled_at,
    )  # fmt: skip
    select = sa.select(*columns).select_from(Recipient).join(Recipient.contact).join(Recipient.relay)
    select = select.outerjoin(Delivery, Delivery.id == Recipient.delivery_id)
    if people is not None:
        ids = [one.person for one in people]
        they = sa.select(Contact.id).where(sa.or_(Contact.id.in_(ids), Contact.merged_into_id.in_(ids)))
        select = select.where(Recipient.contact_id.in_(they))
    return select.where(Recipient.relay_id.in_(relay_ids))


def _correct_deadline(erratum: Relay, first: Relay, by: Actor) -> None:
    """The day that an erratum gives holds for the first and for its earlier errata: reminders, closing, calendars.

    A consultation whose figures are worked out stays closed.
    """
    if erratum.deadline_on in (None, first.deadline_on) or first.results_at is not None:
        return
    before = first.deadline_on
    for one in _before(erratum):
        if one is first or one.deadline_on is not None:
            one.deadline_on = erratum.deadline_on
    if first.starts_at is None:  # the reminder of an event is of its day
        first.reminded_at = None
        first.calendar_sequence += 1
    said = {"before": before and before.isoformat(), "now": erratum.deadline_on and erratum.deadline_on.isoformat()}
    audit.record("relay.deadline_corrected", first, by=by, erratum=erratum.id, **said)
