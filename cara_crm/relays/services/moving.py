"""An event that was sent is moved or cancelled: whoever was told of it is told again."""

from collections.abc import Sequence
from functools import partial

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.extensions import db
from cara_crm.files import services as files
from cara_crm.files.models import StoredFile
from cara_crm.issues.services import refuse_names
from cara_crm.relays import calendar
from cara_crm.relays.models import Recipient, Relay, RelayState
from cara_crm.relays.queries.belonging import unwanted
from cara_crm.relays.services.sending import letter_context
from cara_crm.relays.services.setting_right import IN_HAND, held_back
from cara_crm.relays.services.writing import EndsBeforeItBegins, Happening


class NotToBeMoved(DomainError):
    """Only an event that was sent and has not begun is moved or cancelled."""

    field = "event_on"


def move_event(relay: Relay, happening: Happening, *, as_it_stands: bool = False, by: Actor) -> int:
    """Another day, hour or place; `places` of `happening` is not looked at. How many people are told.

    Who registered stays registered and gets the new day for the calendar; the reminder comes before the new day.
    `as_it_stands`: somebody looked at the members that the place names. Raises NotToBeMoved, EndsBeforeItBegins,
    SpeaksOfMembers.
    """
    _refuse(relay)
    if happening.starts_at <= clock.now():
        raise NotToBeMoved(_("The new day is over already."))
    if happening.ends_at and happening.ends_at <= happening.starts_at:
        raise EndsBeforeItBegins(_("It ends before it begins."))
    asked = (happening.starts_at, happening.ends_at, happening.place)
    if asked == (relay.starts_at, relay.ends_at, relay.place):
        return 0
    if happening.place != relay.place and not as_it_stands:
        refuse_names(happening.place, field="place")
    relay.starts_at, relay.ends_at, relay.place = asked
    relay.moved_at = clock.now()
    relay.calendar_sequence += 1
    relay.reminded_at = None
    audit.record("relay.event_moved", relay, by=by, as_it_stands=as_it_stands)
    return _tell(relay, by)


def cancel_event(relay: Relay, reason: str, *, as_it_stands: bool = False, by: Actor) -> int:
    """It does not take place, for a reason that everybody reads. How many people are told.

    `as_it_stands`: somebody looked at the members that the reason names. Raises NotToBeMoved, SpeaksOfMembers.
    """
    _refuse(relay)
    if not as_it_stands:
        refuse_names(reason, field="reason")
    relay.cancelled_at, relay.cancelled_reason = clock.now(), reason
    relay.calendar_sequence += 1
    untold = sa.update(Recipient).where(
        Recipient.relay_id == relay.id, Recipient.delivery_id.is_(None), Recipient.suppressed_reason.is_(None)
    )
    db.session.execute(untold.values(suppressed_reason=Suppression.OVERTAKEN))  # no digest invites to it any more
    audit.record("relay.event_cancelled", relay, by=by, as_it_stands=as_it_stands)
    return _tell(relay, by)


def _refuse(relay: Relay) -> None:
    if not relay.takes_registrations or relay.state is not RelayState.SENT:
        raise NotToBeMoved(_("Only an event that was sent is moved or cancelled here."))
    if relay.cancelled_at is not None:
        raise NotToBeMoved(_("It was cancelled already."))
    if relay.has_begun:
        raise NotToBeMoved(_("It has begun."))


def _tell(relay: Relay, by: Actor) -> int:
    """Who registered, with the day for the calendar; then who got the mail, unless it wants no news any more.

    Who still waits for it reads the new day there, or nothing of an event that was cancelled (`overtaking`).
    """
    db.session.flush()
    waiting = held_back([relay.id])
    got = Delivery.status.in_((DeliveryStatus.SENT, DeliveryStatus.QUEUED, DeliveryStatus.SENDING))
    everybody = sa.select(Recipient).outerjoin(Recipient.delivery).where(Recipient.relay_id == relay.id)
    told = everybody.where(sa.or_(got, Recipient.registered_at.is_not(None)))
    found = db.session.scalars(told.options(joinedload(Recipient.contact)).order_by(Recipient.id)).all()
    unasked = {contact_id for _relay, contact_id in unwanted([relay.id], [row.contact_id for row in found])}
    found = [row for row in found if row.contact_id not in unasked]
    rows = [row for row in found if row.registered_at is not None or row.delivery_id not in waiting]
    coming = [row for row in rows if row.placed_at is not None]
    in_line = [row for row in rows if row.registered_at is not None and row.placed_at is None]
    others = [row for row in rows if row.registered_at is None]
    for language in ("fr", "en"):
        some = [row for row in coming if row.contact.language == language]
        day = files.store(calendar.FILE, calendar.MEDIA, calendar.written(relay, language)) if some else None
        _queue(relay, some, "placed", [day] if day else [], by)
    _queue(relay, in_line, "in_line", [], by)
    _queue(relay, others, "", [], by)
    return len(rows if relay.cancelled_at else found)


def _queue(
    relay: Relay, rows: Sequence[Recipient], standing: str, attachments: Sequence[StoredFile], by: Actor
) -> None:
    """To people of one `standing`: "placed", "in_line" on the waiting list, "" not registered."""
    registered = bool(standing)
    deliveries.queue_all(
        "event_changed",
        to=[row.contact for row in rows],
        dedupe_prefix=f"event-changed:{relay.id}:{relay.calendar_sequence}",
        context={"standing": standing},
        in_language=partial(_words, relay),
        unsubscribe=not registered,
        news="" if registered else relay.kind,
        always=registered,  # who counts on it hears of it, also who reads in the portal only
        not_before=clock.now() + IN_HAND,
        attachments=attachments,
        reasons={row.contact_id: row.reason for row in rows},
        about=[relay.id],
        by=by,
    )


def _words(relay: Relay, language: str) -> dict[str, object]:
    return {
        **letter_context(relay, language),
        "cancelled": relay.cancelled_at is not None,
        "cancelled_reason": relay.cancelled_reason,
    }
