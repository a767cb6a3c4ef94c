"""What mail servers and mailboxes write back, as they write it, from the mailbox to what becomes of the person."""

import pytest
import sqlalchemy as sa

from cara_crm.contacts import jobs
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import claims, proof, services
from cara_crm.deliveries.claims import Outcome, Result
from cara_crm.deliveries.models import DeliveryStatus
from cara_crm.extensions import db
from cara_crm.mailbox import letters
from cara_crm.tasks.models import Task, TaskKind
from tests import factories
from tests.mailbox import written

BY = Actor.system("test")
REPORTS = [one for half in written.HALVES for one in written.reports(half)]
REFUSALS = [one for half in written.HALVES for one in written.lines(half, "refusals")]
ANSWERS = [one for half in written.HALVES for one in written.lines(half, "answers")]


@pytest.fixture(autouse=True)
def mailbox(app, monkeypatch):
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", "crm@cluster.example")


@pytest.fixture
def contact():
    return factories.contact(factories.member("Forge Fictive"), email="claire@forge.example")


@pytest.fixture
def delivery(contact):
    """Sent a moment ago."""
    made = services.queue("trial", to=contact, dedupe_key="trial", context={}, by=BY)
    made.next_attempt_at = clock.now()
    db.session.flush()
    claims.claim("w", 1)
    claims.record(made.id, "w", Outcome(Result.SENT))
    db.session.refresh(made)
    return made


def arrives(raw: bytes) -> bool:
    """Whoever of these takes it does."""
    letter = letters.read(raw)
    take = jobs.look(letter) or jobs.heed(letter) or jobs.hear(letter)
    if take is not None:
        take()
    db.session.flush()
    return take is not None


def returned(delivery, mark: str) -> str:
    return f"Message-ID: {delivery.message_id}\n{proof.HEADER}: {mark}\nSubject: Rendez-vous"


def report_on(delivery, report: written.Written, *, mark: str | None = None) -> bool:
    to = proof.return_path(delivery.id, delivery.message_id) if mark is None else "crm@cluster.example"
    head = returned(delivery, proof.mark_of(delivery.message_id) if mark is None else mark)
    return arrives(written.mail(report, to=to, returned=head))


def fate(delivery, contact) -> str:
    kinds = set(db.session.scalars(sa.select(Task.kind)))
    if contact.newsletter_opt_out_at is not None:
        return "unsubscribed"
    if TaskKind.LEFT in kinds:
        return "left"
    if TaskKind.ARRIVAL in kinds and delivery.status is not DeliveryStatus.QUEUED and contact.hold_reason is None:
        return "asks"
    if TaskKind.ADDRESS in kinds and contact.hold_reason:
        return "rests"
    known = {DeliveryStatus.QUEUED: "again", DeliveryStatus.FAILED: "looks", DeliveryStatus.SENT: "nothing"}
    return known[delivery.status] if not kinds else "?"


@pytest.mark.parametrize("report", REPORTS, ids=str)
def test_a_report_has_the_fate_that_a_postmaster_gives_it(delivery, contact, report) -> None:
    assert report_on(delivery, report) or report.fate == "nothing"
    assert fate(delivery, contact) == report.fate


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_a_refusal_that_is_reported_has_the_fate_of_its_words(delivery, contact, refusal) -> None:
    report_on(delivery, written.field_report(refusal.text))
    assert fate(delivery, contact) == refusal.fate


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_a_mailbox_that_answers_says_who_has_left_and_who_is_away(delivery, contact, answer) -> None:
    to = proof.return_path(delivery.id, delivery.message_id)
    head = f"From: claire@forge.example\nTo: {to}\nSubject: Automatic reply\nAuto-Submitted: auto-replied\n"
    arrives(f"{head}Content-Type: text/plain; charset=utf-8\n\n{answer.text}\n".encode())
    assert fate(delivery, contact) == {"away": "nothing"}.get(answer.fate, answer.fate)
