"""The worker reads the mailbox when the clock says so: from a real server, once, whatever happens to it."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from cara_crm.accounts import services as accounts
from cara_crm.audit.models import AuditEvent
from cara_crm.core.actor import Actor
from cara_crm.correspondence import services
from cara_crm.correspondence.models import JournalAddress, MailDraft
from cara_crm.deliveries import transport
from cara_crm.jobs.models import Job, JobState
from cara_crm.jobs.services import begin_round
from cara_crm.mailbox.jobs import READ_JOB
from cara_crm.mailbox.models import IncomingMail, LetterOutcome
from cara_crm.mailbox.queries import mailbox
from cara_crm.worker import Worker
from tests import factories, imap
from tests.letters import BOX, mail

pytestmark = pytest.mark.slow


@pytest.fixture
def address(app: Flask, db: Any, server: imap.Mailbox, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(app.config, "MAILBOX_URL", server.url)
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", BOX)
    owner = factories.user(email="jean@cluster.example")
    made = accounts.open_address(JournalAddress, owner, by=Actor.system("test"))
    db.session.commit()
    return services.written(made)


@pytest.fixture
def worker(app: Flask, address: str) -> Worker:
    return Worker(app, transport.from_url("", app.config["MAIL_FROM"], app.config["INSTANCE"] / "outbox"))


def test_the_worker_makes_a_draft_and_moves_the_mail(
    db: Any, worker: Worker, server: imap.Mailbox, address: str
) -> None:
    server.deliver(mail(delivered_to=address).as_bytes())
    server.deliver(mail(to=BOX).as_bytes())
    worker.run_once()
    assert db.session.query(MailDraft).count() == 1
    assert (server.count("INBOX"), server.count("crm-done"), server.count("crm-aside")) == (0, 1, 1)
    assert mailbox().counts[LetterOutcome.TAKEN] == 1


def test_a_password_that_was_changed_is_noted_and_holds_up_nothing_else(
    app: Flask, db: Any, worker: Worker, server: imap.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAILBOX_URL", server.url_with("wrong"))
    worker.run_once()
    job = db.session.scalars(sa.select(Job).where(Job.kind == READ_JOB)).one()
    state = mailbox().state
    assert state is not None
    assert (state.trouble, job.state, job.error) == ("sign_in", JobState.DONE, None)


def test_the_clock_asks_for_one_reading_at_a_time_and_leaves_no_line_among_the_acts(db: Any) -> None:
    for _round in range(3):
        begin_round(READ_JOB)
    assert db.session.query(Job).count() == 1
    db.session.scalars(sa.select(Job)).one().state = JobState.DONE
    begin_round(READ_JOB)
    assert db.session.scalars(sa.select(Job.state)).all() == [JobState.QUEUED]
    assert db.session.query(AuditEvent).count() == 0


def test_a_server_that_breaks_off_is_no_fault_of_the_message(
    db: Any, worker: Worker, server: imap.Mailbox, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(mail(delivered_to=address).as_bytes())
    with monkeypatch.context() as patch:
        patch.setattr("cara_crm.mailbox.sources.IMAPClient.fetch", _only_sizes)
        for _round in range(5):
            begin_round(READ_JOB)
            db.session.commit()
            worker.do_one_job()
    assert db.session.scalars(sa.select(IncomingMail.tries)).all() == [0]
    begin_round(READ_JOB)
    db.session.commit()
    worker.do_one_job()
    assert db.session.query(MailDraft).count() == 1


def _only_sizes(self: Any, messages: list[int], data: list[str]) -> dict[int, dict[bytes, int]]:
    if data != ["RFC822.SIZE"]:
        raise OSError("connection reset")
    return {one: {b"RFC822.SIZE": 100} for one in messages}
