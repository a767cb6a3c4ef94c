"""What waits to be sent follows a person who changes its mind, or its address."""

from typing import Any

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.extensions import db


def withdraw_newsletters(contact_id: int, *, by: Actor) -> int:
    """Newsletters that wait for this person are not sent any more; how many. One that is being sent arrives."""
    values = {"status": DeliveryStatus.SUPPRESSED, "suppressed_reason": Suppression.UNSUBSCRIBED.value}
    return _change(contact_id, Delivery.unsubscribe_url != "", values, "delivery.withdrawn", by)


def readdress(contact_id: int, address: str, *, by: Actor) -> int:
    """What waits goes to the new address, but for what holds a token: that is for whoever asked for it; how many."""
    return _change(contact_id, Delivery.holds_token.is_(False), {"recipient": address}, "delivery.readdressed", by)


def _change(contact_id: int, which: sa.ColumnElement[bool], values: dict[str, Any], action: str, by: Actor) -> int:
    waiting = (Delivery.contact_id == contact_id, Delivery.status == DeliveryStatus.QUEUED, which)
    changed = sa.update(Delivery).where(*waiting).values(values).returning(Delivery.id)
    ids = db.session.scalars(changed.execution_options(synchronize_session="fetch")).all()
    audit.record_all(action, Delivery.__tablename__, [(one, {}) for one in ids], by=by)
    return len(ids)
