"""One message for several relays: who chose a daily or weekly digest waits for it, and gets one."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.contacts.models import Affiliation, Contact, Rhythm
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Suppression
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient, Relay, RelayState

NEWS_FOR = timedelta(days=31)  # a delivery that was purged after its time must not look like one that waits
DIGESTS = (Rhythm.DAILY, Rhythm.WEEKLY)


def closes_at(rhythm: Rhythm, hour: int) -> datetime:
    """What was sent before this moment is due now: the last time it was `hour` (of a Monday, if weekly), in Paris."""
    now = clock.now().astimezone(clock.PARIS)
    if rhythm not in DIGESTS:
        return now
    last = datetime.combine(now.date(), time(hour), clock.PARIS)
    if last > now:
        last -= timedelta(days=1)
    return last if rhythm is Rhythm.DAILY else last - timedelta(days=last.weekday())


def send_digests(*, by: Actor) -> int:
    """Queue the digests that are due; gives back how many. Running it again sends nothing twice.

    Who does not want to be written to any more about a relay that waits is suppressed in its ledger.
    """
    due: dict[int, list[Recipient]] = {}
    waiting = [row for row in db.session.scalars(_waiting()) if _is_due(row)]
    there = _still_there(waiting)
    for row in waiting:
        if row.member_id is not None and (row.contact_id, row.member_id) not in there:
            row.suppressed_reason = Suppression.LEFT
        elif reason := deliveries.why_not(row.contact, newsletter=True, always=False, news=row.relay.kind):
            row.suppressed_reason = reason
        else:
            due.setdefault(row.contact_id, []).append(row)
    for rows in due.values():
        _send(rows[0].contact, rows, by)
    return len(due)


def _still_there(rows: Sequence[Recipient]) -> set[tuple[int, int | None]]:
    """Who has a function today at the member for which it was to get a relay: (contact id, member id)."""
    today, people = clock.today(), {row.contact_id for row in rows}
    held = sa.select(Affiliation.contact_id, Affiliation.member_id).where(Affiliation.contact_id.in_(people))
    now = held.where(
        Affiliation.from_on <= today, sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= today)
    )
    return {(row.contact_id, row.member_id) for row in db.session.execute(now)}


def _is_due(row: Recipient) -> bool:
    rhythm = row.contact.rhythm_of(row.relay.kind)
    return row.relay.sent_at is not None and row.relay.sent_at <= closes_at(rhythm, row.contact.digest_hour)


def _waiting() -> sa.Select[Recipient]:
    return (
        sa.select(Recipient)
        .join(Recipient.relay)
        .where(Recipient.delivery_id.is_(None), Recipient.suppressed_reason.is_(None), Relay.state == RelayState.SENT)
        .where(Relay.sent_at > clock.now() - NEWS_FOR)
        .options(joinedload(Recipient.contact), joinedload(Recipient.relay).joinedload(Relay.federation))
        .order_by(Relay.sent_at, Recipient.id)
    )


def _send(contact: Contact, rows: Sequence[Recipient], by: Actor) -> None:
    delivery = deliveries.queue(
        "relay_digest",
        to=contact,
        dedupe_key=f"digest:{contact.id}:{rows[-1].id}",
        context={
            "items": [_item(row.relay, contact.language) for row in rows],
            "url": absolute_url("relays.information"),
            "reason": "; ".join(dict.fromkeys(row.reason for row in rows if row.reason)),
        },
        priority=deliveries.BULK,
        unsubscribe=True,
        news=rows[0].relay.kind,
        by=by,
    )
    for row in rows:
        row.delivery, row.suppressed_reason = delivery, delivery.suppressed_reason


def _item(relay: Relay, language: str) -> dict[str, object]:
    return {
        "title": relay.name_in(language),
        "kind": relay.kind,
        "federation": relay.federation.short_name if relay.federation else "",
        "deadline_on": relay.deadline_on,
        "starts_at": relay.starts_at,
        "url": absolute_url("relays.received", relay_id=relay.id),
    }
