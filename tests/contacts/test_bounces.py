"""A report on a mail of ours, from the mailbox to the address that rests."""

import pytest
import sqlalchemy as sa

from cara_crm.contacts.jobs import look
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import claims, services
from cara_crm.deliveries.claims import Outcome, Result
from cara_crm.deliveries.models import DeliveryStatus
from cara_crm.mailbox import letters
from cara_crm.mailbox.models import LetterOutcome
from cara_crm.tasks.models import Task, TaskKind
from tests import factories
from tests.mailbox import test_bounces as written

BY = Actor.system("test")


@pytest.fixture
def contact():
    return factories.contact(factories.member(), email="claire@forge.example")


@pytest.fixture
def delivery(contact, db):
    """Sent a moment ago."""
    made = services.queue("trial", to=contact, dedupe_key="trial", context={}, by=BY)
    _send(made, db)
    return made


def _send(delivery, db) -> None:
    delivery.next_attempt_at = clock.now()
    db.session.flush()
    claims.claim("w", 1)
    claims.record(delivery.id, "w", Outcome(Result.SENT))
    db.session.flush()
    db.session.refresh(delivery)


def arrives(delivery, raw: bytes) -> LetterOutcome | None:
    take = look(letters.read(raw.replace(written.OURS.encode(), delivery.message_id.encode())))
    return take() if take else None


GONE = written.report("5.1.1", "550 5.1.1 User unknown")
FULL = written.report("5.2.2", "552 5.2.2 Mailbox full")
SPAM = written.report("5.7.1", "550 5.7.1 Rejected as spam")


def test_an_address_where_nobody_is_rests_and_becomes_a_task(delivery, contact, db):
    assert arrives(delivery, GONE) is LetterOutcome.TAKEN
    assert (delivery.status, delivery.sent_at) == (DeliveryStatus.BOUNCED, None)
    assert contact.hold_reason == "550 5.1.1 User unknown"
    assert db.session.scalars(sa.select(Task.kind)).all() == [TaskKind.ADDRESS]


def test_a_full_mailbox_is_tried_again_twice_and_then_shown(delivery, contact, db):
    for _attempt in range(2):
        arrives(delivery, FULL)
        assert delivery.status is DeliveryStatus.QUEUED
        assert delivery.next_attempt_at > clock.now()
        _send(delivery, db)
    arrives(delivery, FULL)
    assert delivery.status is DeliveryStatus.FAILED
    assert contact.hold_reason is None


def test_what_held_a_token_is_not_sent_again_without_its_words(contact, db):
    made = services.queue("trial", to=contact, dedupe_key="t", context={}, holds_token=True, by=BY)
    _send(made, db)
    arrives(made, FULL)
    assert made.status is DeliveryStatus.FAILED


def test_a_rule_of_the_other_side_says_nothing_against_the_address(delivery, contact):
    arrives(delivery, SPAM)
    assert delivery.status is DeliveryStatus.FAILED
    assert "spam" in delivery.last_error
    assert contact.hold_reason is None


def test_a_delay_changes_nothing(delivery, contact):
    assert arrives(delivery, written.report("4.4.1", "timed out", action="delayed")) is LetterOutcome.TAKEN
    assert delivery.status is DeliveryStatus.SENT


def test_a_second_report_changes_nothing(delivery, db):
    arrives(delivery, GONE)
    arrives(delivery, GONE)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Task)) == 1


def test_a_report_on_a_message_that_we_never_sent_is_not_believed(delivery, contact):
    assert look(letters.read(GONE)) is None
    assert contact.hold_reason is None


def test_an_address_that_was_changed_meanwhile_does_not_rest(delivery, contact):
    contact.email = "claire.martin@forge.example"
    arrives(delivery, GONE)
    assert delivery.status is DeliveryStatus.BOUNCED
    assert contact.hold_reason is None
