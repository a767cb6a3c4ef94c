"""Two contacts that were found to be one person while mail for both waits: it gets one message."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Contact
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient

ON_ITS_WAY = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.SENT)
PERSON = sa.func.coalesce(Contact.merged_into_id, Contact.id)


def doubles(delivery_ids: Collection[int], people: Collection[int], unwanted: Collection[int]) -> set[int]:
    """Which of these claimed messages to these people tell them of nothing that another one does not; `unwanted` are
    not sent anyway.

    Of several goes the one that went already, else the one to the address that the person has now, else the first:
    whoever claims which of them, and when, all decide the same.
    """
    told: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in db.session.execute(_messages_to(people, unwanted)):
        told[row.relay_id, row.person].append(row)
    first = {min(rows, key=_rank).id for rows in told.values()}
    mine = {row.id for rows in told.values() if len(rows) > 1 for row in rows if row.id in delivery_ids}
    return mine - first


def _messages_to(people: Collection[int], unwanted: Collection[int]) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (
        Recipient.relay_id,
        PERSON.label("person"),
        Delivery.id,
        Delivery.contact_id,
        Delivery.status,
    )
    theirs = sa.or_(Contact.id.in_(people), Contact.merged_into_id.in_(people))
    select: sa.Select[Any] = sa.select(*columns).select_from(Recipient)
    select = select.join(Delivery, Delivery.id == Recipient.delivery_id)
    select = select.join(Contact, Contact.id == Recipient.contact_id).where(theirs, Delivery.status.in_(ON_ITS_WAY))
    return select.where(Delivery.id.not_in(unwanted)).order_by(Delivery.id, Recipient.id)


def _rank(row: Any) -> tuple[bool, bool, int]:
    return row.status is not DeliveryStatus.SENT, row.contact_id != row.person, row.id
