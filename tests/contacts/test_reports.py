"""What mail servers and mailboxes write back, as they write it, from the mailbox to what becomes of the person."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.contacts import addresses, jobs, queries
from cara_crm.contacts.models import ChoiceSource, ChoiceTopic
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import claims, proof, services
from cara_crm.deliveries.claims import Outcome, Result
from cara_crm.deliveries.models import DeliveryStatus
from cara_crm.extensions import db
from cara_crm.mailbox import letters
from cara_crm.tasks import services as tasks
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


def of_a_name(name: str) -> written.Written:
    return next(one for one in REPORTS if one.name == name)


ANOTHER, UNWANTED = "another address alone is told", "a reader says that it is unwanted"


def asked() -> int:
    kinds = sa.select(sa.func.count()).where(Task.kind == TaskKind.ARRIVAL, Task.done_at.is_(None))
    return db.session.scalar(kinds) or 0


def test_whether_mail_arrives_is_asked_once_and_not_again_for_a_season(delivery, contact) -> None:
    for _n in range(2):
        report_on(delivery, of_a_name(ANOTHER))
    assert asked() == 1
    tasks.finish(db.session.scalars(sa.select(Task)).one(), by=BY)
    report_on(delivery, of_a_name(ANOTHER))
    assert asked() == 0
    with clock.at(clock.now() + timedelta(days=91)):
        addresses.doubt(delivery, by=BY)
    assert asked() == 1


@pytest.mark.parametrize("act", [lambda one: addresses.correct(one, "x@y.example", by=BY), "hold"])
def test_an_address_that_is_put_right_or_rests_asks_no_more(delivery, contact, act) -> None:
    report_on(delivery, of_a_name(ANOTHER))
    if act == "hold":
        report_on(delivery, of_a_name("exim gives up"))
    else:
        act(contact)
    assert asked() == 0


@pytest.mark.parametrize("mark", ["", "0" * proof.DIGITS])
@pytest.mark.parametrize("name", [UNWANTED, ANOTHER, "exim gives up", "Signal Spam's way"])
def test_a_stranger_who_knows_the_message_id_is_not_believed(delivery, contact, name, mark) -> None:
    assert not report_on(delivery, of_a_name(name), mark=mark)
    assert fate(delivery, contact) == "nothing"


def test_a_complaint_is_kept_as_the_persons_own_choice(delivery, contact) -> None:
    for _n in range(2):
        report_on(delivery, of_a_name(UNWANTED))
    (choice,) = queries.choices_of(contact.id)
    assert (choice.source, choice.topic, choice.value) == (ChoiceSource.COMPLAINT, ChoiceTopic.NEWSLETTERS, "no")
    said = sa.select(AuditEvent.details).where(AuditEvent.action == "contact.unsubscribed")
    assert [details["source"] for details in db.session.scalars(said)] == ["complaint"]
    assert (delivery.status, contact.hold_reason) == (DeliveryStatus.SENT, None)
