"""What waits to be sent follows a person who changes its address, or its mind."""

from collections.abc import Mapping

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.deliveries.services.ending import scrub
from cara_crm.extensions import db


def readdress(contact_id: int, address: str, *, by: Actor) -> int:
    """What waits goes to the new address, but for what holds a token: that is for whoever asked for it; how many."""
    waiting = (Delivery.contact_id == contact_id, Delivery.status == DeliveryStatus.QUEUED)
    changed = sa.update(Delivery).where(*waiting, Delivery.holds_token.is_(False)).values(recipient=address)
    returned = changed.returning(Delivery.id).execution_options(synchronize_session="fetch")
    ids = db.session.scalars(returned).all()
    audit.record_all("delivery.readdressed", Delivery.__tablename__, [(one, {}) for one in ids], by=by)
    return len(ids)


def withdraw(reasons: Mapping[int, Suppression], *, by: Actor) -> None:
    """What was claimed is not sent after all, each for its reason; it was not tried. Tokens in it are forgotten."""
    if not reasons:
        return
    claimed = (Delivery.id.in_(reasons), Delivery.status == DeliveryStatus.SENDING)
    found = db.session.scalars(sa.select(Delivery).where(*claimed).execution_options(populate_existing=True)).all()
    for delivery in found:
        delivery.status, delivery.suppressed_reason = DeliveryStatus.SUPPRESSED, reasons[delivery.id].value
        delivery.claimed_at = delivery.claimed_by = None
        delivery.attempts -= 1
        scrub(delivery)
    told = [(one.id, {"reason": str(one.suppressed_reason)}) for one in found]
    audit.record_all("delivery.withdrawn", Delivery.__tablename__, told, by=by)


def call_back(among: sa.Select[int | None], reason: Suppression, *, by: Actor) -> list[int]:
    """Of the messages `among` selects by id, those that still wait are not sent; their ids."""
    waiting = (Delivery.id.in_(among), Delivery.status == DeliveryStatus.QUEUED)
    changed = sa.update(Delivery).where(*waiting).values(status=DeliveryStatus.SUPPRESSED, suppressed_reason=reason)
    returned = changed.returning(Delivery.id).execution_options(synchronize_session="fetch")
    ids = list(db.session.scalars(returned))
    audit.record_all("delivery.withdrawn", Delivery.__tablename__, [(one, {"reason": reason}) for one in ids], by=by)
    return ids
