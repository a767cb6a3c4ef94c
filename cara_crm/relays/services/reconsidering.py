"""What waits to be sent is decided once more when it is its turn: hours may lie between, and people change."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cara_crm.contacts.models import Contact, MailPreference
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery, Suppression
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.relays.models import Recipient, Relay
from cara_crm.relays.queries.belonging import belongs, why_gone
from cara_crm.relays.services.digest import waits_for_a_digest
from cara_crm.relays.services.doubles import doubles
from cara_crm.relays.services.overtaking import has_changed, overtaken
from cara_crm.relays.services.sending import INVITATION
from cara_crm.relays.services.translating import TRANSLATED, translate

WORKER = Actor.system("worker")
Row = Any


def reconsider(delivery_ids: Collection[int]) -> dict[int, Suppression]:
    """Which of these that were claimed are not sent after all, and why; nothing is sent to who does not want it now.

    Whoever chose a digest meanwhile gets this relay with the next one: its recipient waits again, without a delivery.
    Of two that became one person one is written to, and who chose another language reads it in that one.
    Most people changed nothing: one statement finds those who may have.
    """
    rows: dict[int, list[Row]] = {}
    perhaps = db.session.scalars(_perhaps_changed(delivery_ids)).all()
    for row in _told_apart(perhaps):
        rows.setdefault(row.id, []).append(row)
    found = {key: reason for key, several in rows.items() if (reason := _reason(several))}
    found |= overtaken([one for one in perhaps if one not in found])
    people = {one.contact for several in rows.values() for one in several if one.is_merged}
    if people:
        found |= dict.fromkeys(doubles(rows.keys() - found.keys(), people, found), Suppression.TWICE)
    for reason in sorted(set(found.values())):
        _note(reason, [key for key, one in found.items() if one is reason])
    foreign = {key for key, several in rows.items() if key not in found and several[0].speaks_another}
    if foreign:
        translate(foreign, by=WORKER)
    return found


def _note(reason: Suppression, delivery_ids: Collection[int]) -> None:
    """In the ledger: why no mail goes, or that a digest is waited for."""
    values = {"delivery_id": None} if reason is Suppression.IN_DIGEST else {"suppressed_reason": reason.value}
    noted = sa.update(Recipient).where(Recipient.delivery_id.in_(delivery_ids)).values(values)
    db.session.execute(noted.execution_options(synchronize_session="fetch"))


def _joined(select: sa.Select[Any], person: type[Contact]) -> sa.Select[Any]:
    """Each delivery with the person whom it is for today (two may have become one), and with what it tells of."""
    first = aliased(Contact)
    return (
        select.select_from(Delivery)
        .join(first, first.id == Delivery.contact_id)
        .join(person, person.id == sa.func.coalesce(first.merged_into_id, first.id))
        .outerjoin(Recipient, Recipient.delivery_id == Delivery.id)
    )


def _perhaps_changed(delivery_ids: Collection[int]) -> sa.Select[int]:
    person = aliased(Contact)
    unusual = (
        person.archived_on.is_not(None),
        person.hold_reason.is_not(None),
        person.newsletter_opt_out_at.is_not(None),
        person.preference != MailPreference.AT_ONCE,
        sa.cast(person.rhythms, sa.Text) != "{}",
        _has_left(person),
        has_changed(),
        _is_merged(person),
        _speaks_another(person),
    )
    select = _joined(sa.select(Delivery.id).distinct(), person).outerjoin(Relay, Relay.id == Recipient.relay_id)
    return select.where(Delivery.id.in_(delivery_ids), sa.or_(*unusual)).order_by(Delivery.id)


def _told_apart(delivery_ids: Sequence[int]) -> Sequence[Row]:
    """What is to be known of them: one row for each relay that a message tells of."""
    if not delivery_ids:
        return []
    person, first = aliased(Contact), aliased(Relay)
    newsletter, always = Delivery.unsubscribe_url != "", sa.or_(Delivery.always, Delivery.holds_token)
    kind = sa.func.coalesce(sa.cast(first.kind, sa.String), sa.cast(Relay.kind, sa.String), "")
    columns: tuple[Any, ...] = (
        Delivery.id, Delivery.kind, newsletter.label("newsletter"), always.label("always"), person.id.label("contact"),
        kind.label("news"), _has_left(person).label("has_left"),
        _is_merged(person).label("is_merged"), _speaks_another(person).label("speaks_another"),
    )  # fmt: skip
    select: sa.Select[Any] = sa.select(person, *columns, Member, Relay)
    select = _joined(select, person).outerjoin(Relay, Relay.id == Recipient.relay_id)
    select = select.outerjoin(first, first.id == Relay.corrects_id)
    select = select.outerjoin(Member, Member.id == Recipient.member_id)
    return db.session.execute(select.where(Delivery.id.in_(delivery_ids)).order_by(Delivery.id, Recipient.id)).all()


def _has_left(person: type[Contact]) -> sa.ColumnElement[bool]:
    """The member for which this person was to get a newsletter, or that member is there no more."""
    belongs_there = belongs(person.id, Recipient.member_id)
    return sa.and_(Delivery.unsubscribe_url != "", Recipient.member_id.is_not(None), ~belongs_there)


def _is_merged(person: type[Contact]) -> sa.ColumnElement[bool]:
    """Several contacts are this person."""
    other = aliased(Contact)
    return sa.exists().where(other.merged_into_id == person.id)


def _speaks_another(person: type[Contact]) -> sa.ColumnElement[bool]:
    """Its words are not in the language that this person has now."""
    return sa.and_(Delivery.kind.in_(TRANSLATED), Recipient.id.is_not(None), Delivery.language != person.language)


def _reason(rows: Sequence[Row]) -> Suppression | None:
    """Why a message is not sent: only if none of what it tells of may be."""
    reasons = [_reason_of(row) for row in rows]
    return reasons[0] if all(reasons) else None


def _reason_of(row: Row) -> Suppression | None:
    contact = row[0]
    if refusal := deliveries.why_not(contact, newsletter=row.newsletter, always=row.always, news=row.news):
        return refusal
    if row.has_left:
        return why_gone(row.Member)
    waits = row.kind == INVITATION and row.newsletter and waits_for_a_digest(contact, row.Relay)
    return Suppression.IN_DIGEST if waits else None
