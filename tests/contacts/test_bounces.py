"""A report on a mail of ours, from the mailbox to the address that rests."""

import pytest
import sqlalchemy as sa

from cara_crm.contacts.jobs import look
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import claims, proof, services
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


def arrives(delivery, raw: bytes, *, mark: str | None = None, to: str = "") -> LetterOutcome | None:
    """A report on it, that returns the head of the mail with its mark, and came for `to`."""
    mark = proof.mark_of(delivery.message_id) if mark is None else mark
    head = f"{delivery.message_id}\n{proof.HEADER}: {mark}" if mark else delivery.message_id
    said = raw.replace(written.OURS.encode(), head.encode()).replace(
        b"To: crm@cluster.example", f"To: {to}".encode(), 1
    )
    take = look(letters.read(said))
    return take() if take else None


@pytest.fixture
def mailbox(app, monkeypatch):
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", "crm@cluster.example")


GONE = written.report("5.1.1", "550 5.1.1 User unknown")
FULL = written.report("5.2.2", "552 5.2.2 Mailbox full")
SPAM = written.report("5.7.1", "550 5.7.1 Rejected as spam")


def test_an_address_where_nobody_is_rests_and_becomes_a_task(delivery, contact, db):
    assert arrives(delivery, GONE) is LetterOutcome.TAKEN
    assert (delivery.status, delivery.sent_at) == (DeliveryStatus.BOUNCED, None)
    assert contact.hold_reason == "550 5.1.1 User unknown"
    assert db.session.scalars(sa.select(Task.kind)).all() == [TaskKind.ADDRESS]


FULL_AT_ORANGE = written.report(
    "5.1.1", "552 5.1.1 g27 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]"
)
BANNED = written.report("5.7.606", "550 5.7.606 Access denied, banned sending IP [192.0.2.1]")


@pytest.mark.parametrize("report", [FULL, FULL_AT_ORANGE, BANNED])
def test_what_is_full_or_bars_us_is_tried_again_twice_and_then_shown(delivery, contact, db, report):
    for _attempt in range(2):
        arrives(delivery, report)
        assert delivery.status is DeliveryStatus.QUEUED
        assert delivery.next_attempt_at > clock.now()
        _send(delivery, db)
    arrives(delivery, report)
    assert delivery.status is DeliveryStatus.FAILED
    assert contact.hold_reason is None
    assert db.session.scalars(sa.select(Task.id)).all() == []


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


@pytest.mark.parametrize("mark", ["", "0" * proof.DIGITS])
def test_who_knows_the_message_id_alone_is_not_believed(delivery, contact, mark):
    assert arrives(delivery, GONE, mark=mark) is None
    assert arrives(delivery, FULL, mark=mark) is None
    assert (delivery.status, contact.hold_reason) == (DeliveryStatus.SENT, None)


def test_the_mark_of_another_message_proves_nothing(delivery, contact, db):
    other = services.queue("trial", to=contact, dedupe_key="other", context={}, by=BY)
    _send(other, db)
    assert arrives(delivery, GONE, mark=proof.mark_of(other.message_id)) is None


def test_the_address_that_it_came_to_proves_it_where_nothing_is_returned(delivery, contact, mailbox):
    to = proof.return_path(delivery.id, delivery.message_id)
    bare = written.plain("MAILER-DAEMON@mx.forge.example", "550 5.1.1 User unknown").replace(
        b"To: crm@cluster.example", f"To: {to.upper()}".encode()
    )
    take = look(letters.read(bare))
    assert take is not None
    assert take() is LetterOutcome.TAKEN
    assert delivery.status is DeliveryStatus.BOUNCED


@pytest.mark.parametrize(
    "change",
    [
        lambda local, mark, id_: f"{local}+report-{id_}-{'0' * proof.DIGITS}@cluster.example",
        lambda local, mark, id_: f"{local}+report-{id_ + 1}-{mark}@cluster.example",
        lambda local, mark, id_: f"{local}+report-{id_}-{mark}@elsewhere.example",
        lambda local, mark, id_: f"{local}+report-99999999999999999999-{mark}@cluster.example",
    ],
)
def test_an_address_that_somebody_made_up_proves_nothing(delivery, contact, mailbox, change):
    to = change("crm", proof.mark_of(delivery.message_id), delivery.id)
    assert arrives(delivery, GONE, mark="", to=to) is None
    assert delivery.status is DeliveryStatus.SENT


def test_without_a_mailbox_no_address_is_tagged(delivery):
    assert proof.return_path(delivery.id, delivery.message_id) == ""
