"""A delivery belongs to one worker at a time, and every end of it is written down."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import claims, services
from cara_crm.deliveries.claims import Outcome, Result
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.jobs import processes

BY = Actor.system("test")
ME = processes.new_name()


@pytest.fixture(autouse=True)
def _nothing_else_waits(db):
    db.session.execute(sa.delete(Delivery))


def queue(key: str = "a", **kwargs) -> Delivery:
    return services.queue("trial", to=services.Address(f"{key}@x.example"), dedupe_key=key, context={}, by=BY, **kwargs)


def claim_next(worker: str) -> int | None:
    return next(iter(claims.claim(worker, 1)), None)


def fresh(db, delivery: Delivery) -> Delivery:
    db.session.flush()
    db.session.refresh(delivery)
    return delivery


def test_a_delivery_is_claimed_once():
    delivery = queue()
    assert [claim_next(ME), claim_next(ME)] == [delivery.id, None]


def test_a_sign_in_mail_goes_before_bulk():
    queue("bulk", priority=services.BULK)
    link = queue("link", priority=services.SIGN_IN)
    assert claim_next(ME) == link.id


def test_some_are_claimed_at_once_the_most_urgent_first():
    bulk, other = queue("bulk", priority=services.BULK), queue("other", priority=services.BULK)
    link = queue("link", priority=services.SIGN_IN)
    assert claims.claim(ME, 2) == [link.id, bulk.id]
    assert claims.claim(ME, 2) == [other.id]


def test_what_is_put_back_was_never_tried(db):
    first, second = queue("a"), queue("b")
    claims.claim(ME, 1)
    claims.claim("elsewhere/1/2/other", 1)
    claims.put_back([first.id, second.id], ME)
    assert (fresh(db, first).status, first.attempts, first.claimed_by) == (DeliveryStatus.QUEUED, 0, None)
    assert (fresh(db, second).status, second.attempts) == (DeliveryStatus.SENDING, 1)


def test_what_is_for_later_is_not_claimed():
    queue().next_attempt_at = clock.now() + timedelta(minutes=1)
    assert claim_next(ME) is None


def test_what_was_sent_is_sent_and_its_token_forgotten(db):
    delivery = queue(holds_token=True)
    claims.record(claim_next(ME), ME, Outcome(Result.SENT))
    assert fresh(db, delivery).status is DeliveryStatus.SENT
    assert delivery.body_text == delivery.body_html == ""


@pytest.mark.parametrize("attempt", range(len(claims.RETRY_AFTER)))
def test_a_deferred_mail_waits_as_the_table_says(db, attempt):
    delivery = queue()
    delivery.attempts = attempt
    claims.record(claim_next(ME), ME, Outcome(Result.DEFERRED, "451 later"))
    waits = fresh(db, delivery).next_attempt_at - clock.now()
    assert abs(waits - claims.RETRY_AFTER[attempt]) < timedelta(seconds=5)
    assert (delivery.status, delivery.last_error) == (DeliveryStatus.QUEUED, "451 later")


def test_after_the_last_delay_it_has_failed(db):
    delivery = queue()
    delivery.attempts = len(claims.RETRY_AFTER)
    claims.record(claim_next(ME), ME, Outcome(Result.DEFERRED, "451 later"))
    assert fresh(db, delivery).status is DeliveryStatus.FAILED


@pytest.mark.parametrize(
    ("result", "status"), [(Result.BOUNCED, DeliveryStatus.BOUNCED), (Result.FAILED, DeliveryStatus.FAILED)]
)
def test_a_refusal_is_final(db, result, status):
    delivery = queue()
    claims.record(claim_next(ME), ME, Outcome(result, "550 no"))
    assert fresh(db, delivery).status is status


def test_a_worker_that_lost_its_claim_writes_nothing(db):
    delivery = queue()
    claim_next("elsewhere/1/2/other")
    claims.record(delivery.id, ME, Outcome(Result.SENT))
    assert fresh(db, delivery).status is DeliveryStatus.SENDING


def test_the_claim_of_a_worker_that_is_gone_is_free_at_once(db):
    delivery = queue()
    claim_next(f"{processes.place()}/999999999/dead")
    assert (claims.release_abandoned(ME), fresh(db, delivery).status) == (1, DeliveryStatus.QUEUED)


def test_the_claim_of_a_worker_elsewhere_is_free_after_its_lease(db):
    delivery = queue()
    claim_next("elsewhere/1/2/other")
    assert claims.release_abandoned(ME) == 0
    fresh(db, delivery).claimed_at = clock.now() - claims.LEASE - timedelta(seconds=1)
    assert claims.release_abandoned(ME) == 1


def test_a_mail_that_ends_every_worker_is_given_up(db):
    delivery = queue()
    delivery.attempts = len(claims.RETRY_AFTER)
    claim_next(f"{processes.place()}/999999999/dead")
    claims.release_abandoned(ME)
    assert fresh(db, delivery).status is DeliveryStatus.FAILED
