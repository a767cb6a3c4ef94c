"""Who comes to an event: places, a waiting list that moves up, attendance."""

from collections.abc import Collection, Set
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock, typed
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.links import absolute_url
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Suppression
from cara_crm.extensions import db
from cara_crm.files import services as files
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.interactions.services import record_interaction
from cara_crm.relays import calendar
from cara_crm.relays.models import Recipient, Relay, RelayState
from cara_crm.relays.queries import registered_for
from cara_crm.relays.services.receiving import acknowledge


class RegistrationClosed(DomainError):
    """It has begun, its last day is over, or one does not register for it."""


class NotTheOneInvited(DomainError):
    """Each person registers itself."""


class NotYetBegun(DomainError):
    """Nobody has come yet."""


class FewerThanTaken(DomainError):
    """Nobody who has a place loses it."""

    field = "places"


def register(recipient: Recipient, *, by: Actor) -> None:
    """“I come”: a place, else the waiting list. Also says that it was read; a second click changes nothing.

    Raises RegistrationClosed, NotTheOneInvited.
    """
    relay = _locked(recipient)
    if recipient.contact_id != by.contact_id:
        raise NotTheOneInvited(_("This went to a colleague of yours, who can register."))
    if not relay.takes_registrations or not relay.is_open:
        raise RegistrationClosed(_("One can no longer register for this."))
    if recipient.registered_at is not None:
        return
    acknowledge(recipient, by=by)
    recipient.registered_at = clock.now()
    audit.record("relay.registered", recipient, by=by)
    if relay.places is None or _taken(relay) < relay.places:
        recipient.placed_at = clock.now()
    _tell(recipient, by)


def register_guest(relay: Relay, contact: Contact, *, by: Actor) -> Recipient:
    """Somebody who phones: a manager registers it, also after the last day and also who was not written to. Such a
    person finds the event in the portal from then on. Raises RegistrationClosed once it has begun or is cancelled.
    """
    db.session.refresh(relay, with_for_update={"of": Relay})
    if relay.state is not RelayState.SENT or not relay.takes_registrations or relay.has_begun or relay.cancelled_at:
        raise RegistrationClosed(_("One can no longer register for this."))
    found = db.session.scalar(sa.select(Recipient).filter_by(relay_id=relay.id, contact_id=contact.id))
    recipient = found or _invited_by_phone(relay, contact)
    if recipient.registered_at is None:
        recipient.registered_at = clock.now()
        db.session.flush()
        audit.record("relay.guest_registered", recipient, by=by)
        if relay.places is None or _taken(relay) < relay.places:
            recipient.placed_at = clock.now()
        _tell(recipient, by)
    return recipient


def _invited_by_phone(relay: Relay, contact: Contact) -> Recipient:
    """Not written to with the others, and in no digest."""
    of_member = next(
        (one.member_id for one in contact.affiliations if one.member_id and one.holds_on(clock.today())), None
    )
    made = Recipient(relay=relay, contact=contact, member_id=of_member)
    made.reason, made.suppressed_reason = _("registered by the cluster"), Suppression.PORTAL_ONLY
    db.session.add(made)
    return made


def unregister(recipient: Recipient, *, tell: bool = False, by: Actor) -> None:
    """“I cannot come after all”: whoever waits longest moves up. `tell`: the person reads by mail that it is noted.

    Raises RegistrationClosed once it has begun.
    """
    relay = _locked(recipient)
    if recipient.contact_id != by.contact_id:
        raise NotTheOneInvited(_("This went to a colleague of yours, who can register."))
    if relay.starts_at is None or relay.starts_at <= clock.now():
        raise RegistrationClosed(_("It has begun."))
    if recipient.registered_at is None:
        return
    before = recipient.registered_at
    recipient.registered_at = recipient.placed_at = None
    audit.record("relay.unregistered", recipient, by=by)
    if tell:
        _tell(recipient, by, given_up=before)
    _move_up(relay, by)


def change_places(relay: Relay, places: int | None, *, by: Actor) -> None:
    """More places, or no limit any more (None): who waits moves up. Raises FewerThanTaken."""
    db.session.refresh(relay, with_for_update={"of": Relay})
    taken = _taken(relay)
    if places is not None and places < taken:
        raise FewerThanTaken(_("%(taken)s people have a place already.", taken=taken))
    relay.places = places
    audit.record("relay.places_changed", relay, by=by, places=places)
    _move_up(relay, by)


def note_attendance(relay: Relay, recipient_ids: Collection[int], *, shown: Set[int] | None = None, by: Actor) -> int:
    """Who was there, of those who had registered and whom this manager reads; `shown`: who stood there as having come,
    so that what a colleague noted meanwhile stays; None: nobody else notes it. How many came.

    Raises NotYetBegun before it begins, and of what nobody comes to.
    """
    if not relay.takes_registrations or not relay.has_begun or relay.cancelled_at:
        raise NotYetBegun(_("Who came is noted once it has begun."))
    rows = registered_for(by, relay)
    here = set(recipient_ids)
    if shown is not None:
        here = typed.ticked({row.id for row in rows if row.attended_at}, shown, here)
    for row in rows:
        row.attended_at = (row.attended_at or clock.now()) if row.id in here else None
    came = sum(row.attended_at is not None for row in rows)
    audit.record("relay.attendance_noted", relay, by=by, came=came)
    _keep_in_history(relay, by)
    return came


def _keep_in_history(relay: Relay, by: Actor) -> None:
    """A meeting in the history of all who came; noted once more, it is as it is noted then."""
    db.session.flush()
    rows = sa.select(Recipient).where(Recipient.relay_id == relay.id, Recipient.attended_at.is_not(None))
    guests = db.session.scalars(rows.order_by(Recipient.id)).all()
    members = list(dict.fromkeys(one.member for one in guests if one.member))
    contacts, key = [one.contact for one in guests], f"event:{relay.id}"
    known = db.session.scalar(sa.select(Interaction).where(Interaction.submission_key == key))
    starts_at = relay.starts_at
    if known is not None:
        known.members, known.contacts = members, contacts
    elif guests and starts_at is not None and starts_at <= clock.now():
        record_interaction(
            kind=InteractionKind.MEETING,
            members=members,
            contacts=contacts,
            happened_on=starts_at.astimezone(clock.PARIS).date(),
            minutes=relay.title,
            happened_at=starts_at,
            submission_key=key,
            by=by,
        )


def _locked(recipient: Recipient) -> Relay:
    """One registration at a time, so that no place is given twice."""
    db.session.refresh(recipient.relay, with_for_update={"of": Relay})
    db.session.refresh(recipient)
    return recipient.relay


def _taken(relay: Relay) -> int:
    db.session.flush()
    with_place = sa.select(sa.func.count(Recipient.id)).where(Recipient.placed_at.is_not(None))
    return db.session.scalar(with_place.where(Recipient.relay_id == relay.id)) or 0


def _registered(relay: Relay) -> list[Recipient]:
    """In the order in which they came."""
    rows = sa.select(Recipient).where(Recipient.relay_id == relay.id, Recipient.registered_at.is_not(None))
    return list(db.session.scalars(rows.order_by(Recipient.registered_at, Recipient.id)))


def _move_up(relay: Relay, by: Actor) -> None:
    waiting = [row for row in _registered(relay) if row.placed_at is None]
    free = len(waiting) if relay.places is None else relay.places - _taken(relay)
    for row in waiting[: max(0, free)]:
        row.placed_at = clock.now()
        _tell(row, by)


def _tell(recipient: Recipient, by: Actor, *, given_up: datetime | None = None) -> None:
    """That there is a place, with the day for one's calendar; that one waits; or that a place was `given_up`."""
    relay, contact, placed = recipient.relay, recipient.contact, recipient.placed_at is not None
    db.session.flush()
    words = {
        "title": relay.name_in(contact.language),
        "starts_at": relay.starts_at,
        "ends_at": relay.ends_at,
        "place": relay.place,
        "placed": placed,
        "given_up": given_up is not None,
        "relay_id": relay.id,
        "url": absolute_url("relays.received", relay_id=relay.id),
    }
    content = calendar.written(relay, contact.language)
    of_day = "event-left" if given_up else f"event:{relay.id}:{relay.calendar_sequence}"
    deliveries.queue(
        "event_registered",
        to=contact,
        dedupe_key=f"{of_day}:{recipient.id}:{placed}:{given_up or recipient.registered_at}",
        context=words,
        attachments=[files.store(calendar.FILE, calendar.MEDIA, content)] if placed else [],
        always=True,
        about=[relay.id],
        by=Actor.system("registration") if by.contact_id else by,
    )
