"""Claim a delivery, and record what became of it. Between the two nothing is locked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.jobs import processes

RETRY_AFTER = [timedelta(seconds=30), *(timedelta(minutes=m) for m in (2, 10, 30, 120, 360, 720, 1440))]
LEASE = timedelta(minutes=5)  # longer than any sending with its time-outs
LONGEST_ERROR = 500
WORKER = Actor.system("worker")


class Result(StrEnum):
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    BOUNCED = "bounced"


@dataclass(frozen=True)
class Outcome:
    """What the transport said; `error` in its own words."""

    result: Result
    error: str = ""


def claim(worker: str, most: int, *, only_urgent: bool = False) -> list[int]:
    """Take the most urgent due deliveries in one conditional UPDATE, so that two workers never send the same. What is
    tried again stands behind what was not tried yet. `only_urgent`: nothing but what somebody waits for at the screen.

    With `skip_locked` (SQLite has no need of it) the slower of two workers on PostgreSQL takes the next rows.
    """
    urgent = [Delivery.priority <= services.SIGN_IN] if only_urgent else []
    due = (
        sa.select(Delivery.id)
        .where(Delivery.status == DeliveryStatus.QUEUED, Delivery.next_attempt_at <= clock.now(), *urgent)
        .order_by(Delivery.priority, Delivery.attempts, Delivery.next_attempt_at, Delivery.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("due")  # a subquery might be read twice, and take twice as many
    )
    claim = (
        sa.update(Delivery)
        .where(Delivery.id.in_(sa.select(due.c.id)), Delivery.status == DeliveryStatus.QUEUED)
        .values(
            status=DeliveryStatus.SENDING, attempts=Delivery.attempts + 1, claimed_at=clock.now(), claimed_by=worker
        )
        .returning(Delivery.priority, Delivery.attempts, Delivery.next_attempt_at, Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return [row.id for row in sorted(db.session.execute(claim), key=tuple)]


def in_hand(delivery_ids: Collection[int]) -> Sequence[Delivery]:
    """What was claimed, without those that carry files."""
    plain = sa.select(Delivery).where(Delivery.id.in_(delivery_ids), ~Delivery.attachments.any())
    return db.session.scalars(plain.options(selectinload(Delivery.attachments)).order_by(Delivery.id)).all()


def one(delivery_id: int) -> Delivery:
    return db.session.get_one(Delivery, delivery_id)


def put_back(delivery_ids: Collection[int], worker: str) -> None:
    """Claimed and not tried: free for any worker, as if it had not been claimed."""
    mine = (Delivery.status == DeliveryStatus.SENDING) & (Delivery.claimed_by == worker)
    free = {"status": DeliveryStatus.QUEUED, "claimed_at": None, "claimed_by": None, "attempts": Delivery.attempts - 1}
    db.session.execute(sa.update(Delivery).where(Delivery.id.in_(delivery_ids), mine).values(free))


def record(delivery_id: int, worker: str, outcome: Outcome) -> Delivery | None:
    """Write down what became of our claim; what was not sent is given back, unless another worker has it meanwhile."""
    if outcome.result is Result.SENT:
        _record_sent(delivery_id, worker)
        return None
    delivery = db.session.scalar(
        sa.select(Delivery)
        .where(*_ours(delivery_id, worker))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if delivery is None:
        return None
    delivery.claimed_at = delivery.claimed_by = None
    delivery.last_error = outcome.error[:LONGEST_ERROR] or None
    if outcome.result is Result.BOUNCED:
        services.mark_bounced(delivery, outcome.error[:LONGEST_ERROR], by=WORKER)
    elif outcome.result is Result.FAILED or delivery.attempts > len(RETRY_AFTER):
        services.give_up(delivery, by=WORKER)
    else:
        delivery.status = DeliveryStatus.QUEUED
        delivery.next_attempt_at = clock.now() + RETRY_AFTER[delivery.attempts - 1]
    return delivery


DELIVERY = cast(sa.Table, Delivery.__table__)
SENT = (  # made once: it is said for every mail
    sa.update(DELIVERY)
    .where(DELIVERY.c.id == sa.bindparam("which"), DELIVERY.c.claimed_by == sa.bindparam("worker"))
    .where(DELIVERY.c.status == DeliveryStatus.SENDING)
    .values(status=DeliveryStatus.SENT, sent_at=sa.bindparam("now"), claimed_at=None, claimed_by=None, last_error=None)
    .returning(DELIVERY.c.holds_token)
)


def _record_sent(delivery_id: int, worker: str) -> None:
    """In one statement. A token in it is forgotten."""
    told = {"which": delivery_id, "worker": worker, "now": clock.now()}
    if db.session.scalar(SENT, told):
        services.scrub(db.session.get_one(Delivery, delivery_id, populate_existing=True))


def _ours(delivery_id: int, worker: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (Delivery.id == delivery_id, Delivery.claimed_by == worker, Delivery.status == DeliveryStatus.SENDING)


def release_abandoned(me: str) -> int:
    """Put back what a worker took and never finished: at once when it is gone, else after the lease; how many."""
    sending = sa.select(Delivery).where(Delivery.status == DeliveryStatus.SENDING).with_for_update(skip_locked=True)
    lost = [d for d in db.session.scalars(sending.execution_options(populate_existing=True)) if _is_lost(d, me)]
    for delivery in lost:
        delivery.claimed_at = delivery.claimed_by = None
        if delivery.attempts > len(RETRY_AFTER):
            services.give_up(delivery, by=WORKER)
        else:
            delivery.status = DeliveryStatus.QUEUED
    return len(lost)


def _is_lost(delivery: Delivery, me: str) -> bool:
    expired = delivery.claimed_at is None or delivery.claimed_at < clock.now() - LEASE
    return expired or processes.is_gone(delivery.claimed_by or "", me=me)
