"""One message for several relays: who chose a daily or weekly digest waits for it, and gets one."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from textwrap import shorten

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.contacts.models import Contact, Rhythm
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Suppression
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient, Relay, RelayState
from cara_crm.relays.queries.belonging import belongs, why_gone
from cara_crm.relays.services.setting_right import NEWS_FOR, read_with_the_first

DIGEST = "relay_digest"
IN_ONE_LINE = 200
AT_ONCE = 100  # people in one transaction
Checkpoint = Callable[[int, int], None]
DAYS_BETWEEN = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 7}
NOTICE = timedelta(days=1)


def uncounted(_done: int, _total: int) -> None:
    """All in the caller's transaction."""


def closes_at(rhythm: Rhythm, hour: int) -> datetime:
    """What was sent before this moment is due now: the last time it was `hour` (of a Monday, if weekly), in Paris."""
    now = clock.now().astimezone(clock.PARIS)
    if rhythm not in DAYS_BETWEEN:
        return now
    last = clock.moment(now.date(), time(hour))
    if last > now:
        last -= timedelta(days=1)
    return last if rhythm is Rhythm.DAILY else last - timedelta(days=last.weekday())


def waits_for_a_digest(contact: Contact, relay: Relay) -> bool:
    """Did this person choose digests, and is there a day or more left after the next one? What would be over by then,
    or nearly, comes on its own."""
    rhythm = contact.rhythm_of(relay.news)
    if rhythm not in DAYS_BETWEEN:
        return False
    end = (relay.corrects or relay).ends_at_last
    day = closes_at(rhythm, contact.digest_hour).astimezone(clock.PARIS).date() + timedelta(days=DAYS_BETWEEN[rhythm])
    return end is None or clock.moment(day, time(contact.digest_hour)) + NOTICE <= end


def send_digests(*, by: Actor, checkpoint: Checkpoint = uncounted) -> int:
    """Queue the digests that are due; gives back how many. Running it again sends nothing twice.

    `checkpoint(people looked at, of how many)` is called after each AT_ONCE people and may commit: where a round was
    cut off the next one goes on. Who does not want to be written to any more about a relay that waits is suppressed in
    its ledger.
    """
    total = db.session.scalar(sa.select(sa.func.count(Recipient.contact_id.distinct())).where(*_waits())) or 0
    done = queued = last = 0
    while people := db.session.scalars(_people_after(last)).all():
        queued += _send_to(people, by)
        done, last = done + len(people), people[-1]
        checkpoint(done, max(done, total))
    return queued


def _people_after(contact_id: int) -> sa.Select[int]:
    waiting = sa.select(Recipient.contact_id).distinct().where(*_waits(), Recipient.contact_id > contact_id)
    return waiting.order_by(Recipient.contact_id).limit(AT_ONCE)


def _send_to(contact_ids: Sequence[int], by: Actor) -> int:
    due: dict[int, list[Recipient]] = {}
    waiting = [row for row in db.session.scalars(_waiting(contact_ids)) if _is_due(row)]
    there, told = _still_there(waiting), read_with_the_first(waiting)
    for row in waiting:
        if row.id in told:
            row.suppressed_reason = Suppression.WITH_THE_FIRST
        elif row.id not in there:
            row.suppressed_reason = why_gone(row.member)
        elif reason := deliveries.why_not(row.contact, newsletter=True, always=False, news=row.relay.news):
            row.suppressed_reason = reason
        else:
            due.setdefault(row.contact_id, []).append(row)
    alike: dict[tuple[bool, tuple[int, ...]], list[list[Recipient]]] = {}
    for rows in due.values():
        key = (bool(why(rows)), tuple(row.relay_id for row in rows))
        alike.setdefault(key, []).append(rows)
    for several in alike.values():
        _send(several, by)
    return len(due)


def _still_there(rows: Sequence[Recipient]) -> set[int]:
    """Of these, who belongs today to the member for which it was to get a relay, or was to get it for none."""
    belongs_there = belongs(Recipient.contact_id, Recipient.member_id)
    asked = sa.select(Recipient.id).where(Recipient.id.in_([row.id for row in rows]))
    return set(db.session.scalars(asked.where(sa.or_(Recipient.member_id.is_(None), belongs_there))))


def _is_due(row: Recipient) -> bool:
    rhythm = row.contact.rhythm_of(row.relay.news)
    return row.relay.sent_at is not None and row.relay.sent_at <= closes_at(rhythm, row.contact.digest_hour)


def _waits() -> tuple[sa.ColumnElement[bool], ...]:
    """A recipient of a relay that was sent lately, without a mail and without a reason for that."""
    lately = sa.select(Relay.id).where(Relay.state == RelayState.SENT, Relay.sent_at > clock.now() - NEWS_FOR)
    return Recipient.delivery_id.is_(None), Recipient.suppressed_reason.is_(None), Recipient.relay_id.in_(lately)


def _waiting(contact_ids: Sequence[int]) -> sa.Select[Recipient]:
    return (
        sa.select(Recipient)
        .join(Recipient.relay)
        .where(*_waits(), Recipient.contact_id.in_(contact_ids))
        .options(
            joinedload(Recipient.contact),
            joinedload(Recipient.member),
            joinedload(Recipient.relay).joinedload(Relay.federation),
            joinedload(Recipient.relay).joinedload(Relay.corrects),
        )
        .order_by(Relay.sent_at, Recipient.id)
    )


def why(rows: Sequence[Recipient]) -> str:
    """Why a person gets a digest of these."""
    return "; ".join(dict.fromkeys(row.reason for row in rows if row.reason))


def _send(several: Sequence[Sequence[Recipient]], by: Actor) -> None:
    """One message each to people for whom the same relays wait: its words are written once a language."""
    relays = [row.relay for row in several[0]]
    written = deliveries.queue_all(
        DIGEST,
        to=[rows[0].contact for rows in several],
        dedupe_prefix=f"digest-of:{'-'.join(dated(one) for one in relays)}",
        context={},
        in_language=partial(digest_context, relays),
        priority=deliveries.BULK,
        unsubscribe=True,
        news=relays[0].news,
        reasons={rows[0].contact_id: said for rows in several if (said := why(rows))},
        about=[one.id for one in relays],
        by=by,
    )
    for row in (row for rows in several for row in rows):
        queued = written[row.contact_id]
        row.errata = len(row.relay.corrections)
        row.delivery_id, row.suppressed_reason = queued.id, queued.suppressed_reason


def dated(relay: Relay) -> str:
    """How a digest's key names a relay: what was moved or set right is told of once more."""
    changes = relay.calendar_sequence + len(relay.corrections)
    return f"{relay.id}.{changes}" if changes else str(relay.id)


def digest_context(relays: Sequence[Relay], language: str) -> dict[str, object]:
    """What the mail of several relays is made of."""
    return {"url": absolute_url("relays.information"), "items": [_item(relay, language) for relay in relays]}


def in_short(erratum: Relay, language: str) -> str:
    """What an erratum says, in one line of plain words."""
    words = (erratum.own_title_in(language), erratum.body_in(language).replace("*", ""))
    return shorten(" – ".join(one for one in words if one), IN_ONE_LINE, placeholder="…")


def _item(relay: Relay, language: str) -> dict[str, object]:
    return {
        "title": relay.name_in(language),
        "kind": relay.kind,
        "federation": relay.federation.short_name if relay.federation else "",
        "deadline_on": relay.deadline_on,
        "errata": [{"day": one.happened_at, "words": in_short(one, language)} for one in relay.corrections],
        "is_over": relay.is_over,
        "starts_at": relay.starts_at,
        "ends_at": relay.ends_at,
        "relay_id": relay.id,
        "url": absolute_url("relays.received", relay_id=relay.id),
    }
