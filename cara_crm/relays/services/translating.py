"""Who chose another language while its mail waits reads it in that one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient, Relay
from cara_crm.relays.services.digest import DIGEST, digest_context, why
from cara_crm.relays.services.sending import INVITATION, letter_context, reasons_of

TRANSLATED = (INVITATION, DIGEST)


@dataclass(frozen=True)
class _Round:
    """What messages that are written alike have in common."""

    kind: str
    relay_ids: tuple[int, ...]
    has_reason: bool


def translate(delivery_ids: Collection[int], *, by: Actor) -> None:
    """Write these again in the language that their readers have today; of the kinds in TRANSLATED."""
    told: dict[int, list[Any]] = {}
    for row in db.session.execute(_told(delivery_ids)):
        told.setdefault(row.id, []).append(row)
    alike: dict[_Round, list[list[Any]]] = {}
    for rows in told.values():
        relay_ids = tuple(row.Recipient.relay_id for row in rows)
        alike.setdefault(_Round(rows[0].kind, relay_ids, bool(_why(rows))), []).append(rows)
    for one, several in alike.items():
        relays = [row.Recipient.relay for row in several[0]]
        deliveries.rewrite(
            {rows[0].id: rows[0].person for rows in several},
            in_language=partial(digest_context, relays) if one.kind == DIGEST else partial(letter_context, relays[0]),
            reasons={rows[0].person.id: _why(rows) for rows in several} if one.has_reason else {},
            about=one.relay_ids,
            by=by,
        )


def _told(delivery_ids: Collection[int]) -> sa.Select[Any]:
    first, person = aliased(Contact), aliased(Contact, name="person")
    whole: tuple[Any, ...] = (Delivery.id, Delivery.kind, person, Recipient)
    return (
        sa.select(*whole)
        .join(Recipient, Recipient.delivery_id == Delivery.id)
        .join(first, first.id == Delivery.contact_id)
        .join(person, person.id == sa.func.coalesce(first.merged_into_id, first.id))
        .join(Recipient.relay)
        .where(Delivery.id.in_(delivery_ids), Delivery.kind.in_(TRANSLATED))
        .options(joinedload(Recipient.relay).joinedload(Relay.federation))
        .order_by(Delivery.id, Relay.sent_at, Recipient.id)
    )


def _why(rows: Sequence[Any]) -> str:
    """The reason as `send_relay` and `send_digests` say it."""
    person, recipients = rows[0].person, [row.Recipient for row in rows]
    if rows[0].kind == DIGEST:
        return why(recipients)
    return reasons_of((person, one.reason, one.matched) for one in recipients)[person.id]
