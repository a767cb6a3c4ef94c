"""The worker, in this process: deliveries to a real server, jobs, the clock."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.deliveries import services, transport
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.deliveries.queries import health, what_rests
from cara_crm.extensions import db as database
from cara_crm.files import services as files
from cara_crm.jobs import processes, registry, titles
from cara_crm.jobs import services as jobs
from cara_crm.jobs.models import Heartbeat, Job, JobState, MailTrouble, PeriodicRun
from cara_crm.tasks.models import Task, TaskKind
from cara_crm.worker import Worker, postman
from tests import factories, smtp

BY = Actor.system("test")


@pytest.fixture(scope="module")
def server():
    with smtp.running() as (server, mailboxes):
        yield server, mailboxes


@pytest.fixture
def worker(app, server):
    server[1].messages.clear()
    way = transport.from_url(server[0].url, app.config["MAIL_FROM"], app.config["INSTANCE"])
    yield Worker(app, way)
    way.close()


@pytest.fixture
def queue(db):
    def _queue(local: str = "ana", domain: str = "atelier.example", **kwargs) -> Delivery:
        to = services.Address(f"{local}@{domain}", "Ana Fictive")
        delivery = services.queue("trial", to=to, dedupe_key=local, context={}, by=BY, **kwargs)
        db.session.commit()
        return delivery

    return _queue


@pytest.fixture
def kind(monkeypatch):
    """kind(handler) registers a kind of job for one test."""

    def _kind(handler):
        monkeypatch.setitem(registry.HANDLERS, "test", handler)
        job = jobs.enqueue("test", payload={"n": 3}, by=BY)
        database.session.commit()
        return job

    return _kind


def test_what_waits_is_sent_in_order(worker, queue, server):
    queue("bulk", priority=9)
    queue("link", priority=0)
    worker.run_once()
    assert [m["To"].addresses[0].username for m in server[1].messages] == ["link", "bulk"]


def test_a_sent_mail_is_recorded(worker, queue):
    delivery = queue()
    worker.run_once()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.SENT, 1)


@pytest.mark.parametrize(
    ("local", "status", "said"),
    [
        ("unknown", DeliveryStatus.BOUNCED, "550"),
        ("later", DeliveryStatus.QUEUED, "451"),
        ("spam", DeliveryStatus.FAILED, "554"),
        ("full", DeliveryStatus.QUEUED, "552"),
        ("nobody", DeliveryStatus.BOUNCED, "550"),
    ],
)
def test_an_answer_of_the_server_is_shown(worker, queue, local, status, said):
    delivery = queue(local)
    worker.run_once()
    assert delivery.status is status
    assert said in delivery.last_error


def test_when_the_server_is_away_the_rest_waits_untouched(worker, queue):
    queue("busy", priority=0)
    other = queue("ana")
    worker.run_once()
    assert (other.status, other.attempts) == (DeliveryStatus.QUEUED, 0)


def test_a_damaged_attachment_is_not_sent(worker, queue, db):
    file = files.store("rapport.pdf", "application/pdf", b"%PDF")
    delivery = queue(attachments=[file])
    file.content = b"else"
    db.session.commit()
    worker.run_once()
    assert delivery.status is DeliveryStatus.FAILED


def test_a_job_leaves_its_result(worker, kind):
    job = kind(lambda work: {"sum": work.payload["n"] + 1})
    worker.run_once()
    assert (job.state, job.result) == (JobState.DONE, {"sum": 4})


def test_a_job_shows_how_far_it_is(worker, kind):
    seen = []

    def handler(work):
        work.checkpoint(1, 2)
        seen.append((database.session.get(Job, work.job_id).done, database.session.get(Job, work.job_id).total))
        return {}

    kind(handler)
    worker.run_once()
    assert seen == [(1, 2)]


def test_a_job_acts_for_who_asked(worker, monkeypatch, db):
    manager, seen = factories.actor(), []
    monkeypatch.setitem(registry.HANDLERS, "test", lambda work: seen.append(work.by) or {})
    jobs.enqueue("test", by=manager)
    db.session.commit()
    worker.run_once()
    assert seen[0].user_id == manager.user_id


def test_a_refused_job_says_why(worker, kind):
    def refuse(_work):
        raise DomainError("There is no such column.")

    job = kind(refuse)
    worker.run_once()
    assert (job.state, job.error) == (JobState.FAILED, "There is no such column.")


def test_a_broken_job_gives_nothing_away(worker, kind):
    def break_down(_work):
        raise ValueError("confidential words")

    job = kind(break_down)
    worker.run_once()
    assert (job.state, job.error) == (JobState.FAILED, "ValueError")


def test_a_job_that_is_stopped_goes_on_later(worker, kind):
    def handler(work):
        worker.stop()
        work.checkpoint(1, 2)
        return {}

    job = kind(handler)
    worker.do_one_job()
    assert (job.state, job.attempts, job.done) == (JobState.QUEUED, 0, 1)


def test_a_job_that_ends_every_worker_has_failed(db, kind):
    job = kind(lambda work: {})
    for _attempt in range(jobs.MOST_ATTEMPTS):
        jobs.claim_next(f"{jobs.processes.place()}/999999999/dead")
        jobs.release_abandoned("me")
        db.session.commit()
    db.session.refresh(job)
    assert job.state is JobState.FAILED


def test_periodic_work_is_done_once_a_period(worker, monkeypatch):
    done = []
    monkeypatch.setattr(registry, "PERIODIC", {"t": registry.Periodic("t", timedelta(hours=1), lambda: done.append(1))})
    for _turn in range(3):
        worker.next_beat = 0
        worker.keep_house()
    assert done == [1]


def test_periodic_work_that_fails_is_noted_without_words_and_stops_no_other(worker, monkeypatch, db, caplog):
    def break_down():
        raise ValueError("confidential words")

    done = []
    works = {"a": break_down, "b": lambda: done.append(1)}
    periodic = {name: registry.Periodic(name, timedelta(hours=1), run) for name, run in works.items()}
    monkeypatch.setattr(registry, "PERIODIC", periodic)
    worker.keep_house()
    failed, well = db.session.get(PeriodicRun, "a"), db.session.get(PeriodicRun, "b")
    assert (failed.failures, failed.trouble, failed.last_run_at) == (1, "ValueError", None)
    assert (well.failures, well.trouble, len(done)) == (0, "", 1)
    assert well.due_at == well.last_run_at + timedelta(hours=1)
    assert "confidential" not in caplog.text


def test_periodic_work_that_ends_well_is_not_failing_any_more(db):
    jobs.claim_period("t", timedelta(hours=1))
    jobs.fail_period("t", "ValueError")
    jobs.fail_period("t", "ValueError")
    assert db.session.get_one(PeriodicRun, "t", populate_existing=True).failures == 2
    jobs.record_period("t", timedelta(hours=1), 0.5)
    run = db.session.get_one(PeriodicRun, "t", populate_existing=True)
    assert (run.failures, run.failed_at, run.trouble, run.seconds) == (0, None, "", 0.5)


def test_works_that_the_product_no_longer_does_are_forgotten(db):
    jobs.claim_period("old", timedelta(hours=1))
    jobs.claim_period("new", timedelta(hours=1))
    jobs.forget_periods(["new"])
    assert db.session.scalars(sa.select(PeriodicRun.name)).all() == ["new"]


def test_every_work_has_a_name_for_people(worker):
    assert set(titles.WORKS) == set(registry.PERIODIC)
    assert set(registry.HANDLERS) <= set(titles.WORKS) | set(titles.JOBS)


def test_periodic_work_that_was_cut_off_is_done_again_after_a_while(db):
    assert jobs.claim_period("t", timedelta(hours=1))
    assert not jobs.claim_period("t", timedelta(hours=1))
    db.session.execute(sa.update(PeriodicRun).values(claimed_at=clock.now() - jobs.LEASE - timedelta(seconds=1)))
    assert jobs.claim_period("t", timedelta(hours=1))


def test_a_worker_gives_signs_of_life_and_says_goodbye(worker, db):
    worker.keep_house()
    assert db.session.get(Heartbeat, worker.name)
    worker.run_once()
    assert db.session.get(Heartbeat, worker.name) is None


def test_the_command_sends_what_waits(app, queue):
    queue()
    result = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert result.exit_code == 0
    assert len(list((app.config["INSTANCE"] / "outbox").glob("*.eml"))) == 1


def test_an_address_that_a_server_refuses_for_good_rests_and_becomes_a_task(worker, db):
    contact = factories.contact(factories.member(), email="unknown@atelier.example")
    services.queue("trial", to=contact, dedupe_key="first", context={}, by=BY)
    db.session.commit()
    worker.run_once()
    db.session.refresh(contact)
    assert "No such user" in contact.hold_reason
    task = db.session.scalars(sa.select(Task)).one()
    assert (task.kind, task.subject_type, task.subject_id) == (TaskKind.ADDRESS, "contact", contact.id)
    again = services.queue("trial", to=contact, dedupe_key="second", context={}, by=BY)
    assert again.status is DeliveryStatus.SUPPRESSED


def people(*names: str):
    at = factories.member()
    return [factories.contact(at, email=f"{name}@atelier.example") for name in names]


@pytest.fixture
def barring(app):
    """A worker before a server that takes nothing from us, and what to say to that server."""
    with smtp.running() as (server, mailboxes):
        way = transport.from_url(server.url, app.config["MAIL_FROM"], app.config["INSTANCE"])
        yield Worker(app, way), mailboxes
        way.close()


BARRED = "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org"


@pytest.mark.parametrize("said", [BARRED, "554 5.7.1 <x@y.example>: Relay access denied", "552 5.2.2 mailbox full"])
def test_a_refusal_that_is_not_of_the_address_puts_nobody_on_hold(barring, db, said):
    worker, mailboxes = barring
    contact = people("ana")[0]
    delivery = services.queue("trial", to=contact, dedupe_key="a", context={}, by=BY)
    db.session.commit()
    mailboxes.refuses = said
    worker.run_once()
    db.session.refresh(contact)
    assert (delivery.status, contact.hold_reason) == (DeliveryStatus.QUEUED, None)
    assert db.session.scalars(sa.select(Task)).all() == []


def test_when_the_server_refuses_several_sending_rests_and_says_so(barring, queue, db):
    worker, mailboxes = barring
    for number in range(8):
        queue(f"ana{number}", f"atelier{number}.example")
    mailboxes.refuses = BARRED
    worker.run_once()
    tried = db.session.scalars(sa.select(Delivery.attempts).order_by(Delivery.id)).all()
    assert tried == [1] * postman.MOST_REFUSALS + [0] * 3
    worker.next_beat = 0
    worker.keep_house()
    found = health()
    assert (found.mail_rests, found.is_well) == (MailTrouble.REFUSED, False)
    assert "spamhaus" in what_rests().trouble_said


def test_what_is_refused_after_several_others_is_tried_again_and_one_that_is_taken_ends_the_rest(barring, queue, db):
    worker, mailboxes = barring
    mailboxes.refuses = "554 5.6.0 We do not like this"
    for number in range(postman.MOST_REFUSALS):
        queue(f"ana{number}", f"atelier{number}.example")
    worker.run_once()
    states = db.session.scalars(sa.select(Delivery.status).order_by(Delivery.id)).all()
    assert states == [DeliveryStatus.FAILED] * 4 + [DeliveryStatus.QUEUED]
    mailboxes.refuses, worker.postman.paused_until = "", 0
    queue("bea")
    worker.run_once()
    assert (worker.postman.trouble, worker.postman.refusals) == (None, 0)


def test_one_domain_that_bars_us_delays_nobody_else(barring, queue, db):
    worker, mailboxes = barring
    mailboxes.bars = {"shut.example": BARRED}
    for number in range(2 * postman.MOST_REFUSALS):
        queue(f"ana{number}", "shut.example")
    queue("bea")
    worker.run_once()
    assert [one["To"].addresses[0].username for one in mailboxes.messages] == ["bea"]
    assert worker.postman.trouble is None


def test_what_is_tried_again_stands_behind_fresh_mail_and_does_not_make_sending_rest(barring, queue, db):
    """Those that a few servers refuse come together, of many domains, when nothing else waits."""
    worker, mailboxes = barring
    number = 2 * postman.MOST_REFUSALS
    mailboxes.bars = {f"shut{n}.example": BARRED for n in range(number)}
    for n in range(number):
        queue(f"ana{n}", f"shut{n}.example", priority=9)
        queue(f"bea{n}", priority=9)
    worker.run_once()
    assert len(mailboxes.messages) == number
    with clock.at(clock.now() + timedelta(minutes=1)):
        queue("late", priority=9)
        db.session.expunge_all()
        mailboxes.asked.clear()
        worker.run_once()
        assert mailboxes.asked[0] == "late@atelier.example"
        queue("cleo", priority=9)
        worker.run_once()
    assert [one["To"].addresses[0].username for one in mailboxes.messages[number:]] == ["late", "cleo"]
    waiting = db.session.scalars(sa.select(Delivery.attempts).where(Delivery.status == DeliveryStatus.QUEUED)).all()
    assert (set(waiting), worker.postman.trouble) == ({2}, None)


def test_sign_in_mail_is_tried_while_bulk_rests_and_ends_the_rest_when_it_is_taken(barring, queue, db):
    worker, mailboxes = barring
    mailboxes.bars = {f"shut{n}.example": BARRED for n in range(postman.MOST_REFUSALS)}
    for n in range(postman.MOST_REFUSALS):
        queue(f"ana{n}", f"shut{n}.example", priority=9)
    queue("bulk", priority=9)
    worker.run_once()
    assert (mailboxes.messages, worker.postman.trouble.what) == ([], MailTrouble.REFUSED)
    queue("link", priority=services.SIGN_IN)
    worker.run_once()
    assert [one["To"].addresses[0].username for one in mailboxes.messages] == ["link", "bulk"]
    assert worker.postman.trouble is None


def test_a_server_that_takes_nothing_is_not_asked_for_bulk_by_a_sign_in_mail_that_it_refuses(barring, queue, db):
    worker, mailboxes = barring
    mailboxes.refuses = BARRED
    for n in range(postman.MOST_REFUSALS + 1):
        queue(f"ana{n}", f"atelier{n}.example", priority=9)
    queue("link", priority=services.SIGN_IN)
    worker.run_once()
    tried = db.session.scalars(sa.select(Delivery.attempts).order_by(Delivery.id)).all()
    assert tried == [1] * 4 + [0, 0, 1]
    queue("again", priority=services.SIGN_IN)
    worker.run_once()
    assert [one.attempts for one in db.session.scalars(sa.select(Delivery).where(Delivery.priority == 0))] == [1, 1]
    assert worker.postman.trouble.what is MailTrouble.REFUSED


def test_a_server_that_was_away_for_a_moment_is_no_news(db):
    db.session.execute(sa.delete(Heartbeat))
    services.queue("trial", to=services.Address("a@x.example"), dedupe_key="a", context={}, by=BY)
    trouble = processes.Trouble(MailTrouble.UNREACHABLE, "421 Too busy")
    processes.beat("one", trouble)
    db.session.flush()
    assert health().mail_rests is None
    processes.beat("one", replace(trouble, since=clock.now() - timedelta(minutes=3)))
    db.session.flush()
    assert health().mail_rests is MailTrouble.UNREACHABLE
    processes.beat("one")
    db.session.flush()
    assert health().mail_rests is None


def test_a_worker_that_stops_puts_back_what_it_has_not_sent(worker, queue, db):
    for local in ("ana", "bea", "cleo"):
        queue(local)
    assert worker.postman.send_one()
    worker.stop()
    worker.run_once()
    states = db.session.execute(sa.select(Delivery.status, Delivery.attempts).order_by(Delivery.id)).all()
    assert states == [(DeliveryStatus.SENT, 1), (DeliveryStatus.QUEUED, 0), (DeliveryStatus.QUEUED, 0)]


def test_a_server_that_is_busy_gets_its_rest_and_nothing_is_kept_in_hand(worker, queue, db):
    queue("busy", priority=0)
    queue("ana")
    worker.run_once()
    states = db.session.execute(sa.select(Delivery.status, Delivery.attempts).order_by(Delivery.id)).all()
    assert states == [(DeliveryStatus.QUEUED, 1), (DeliveryStatus.QUEUED, 0)]
    assert not worker.postman.send_one()


def test_what_was_held_for_long_is_claimed_afresh(worker, queue, server, monkeypatch):
    queue("ana")
    queue("bea")
    monkeypatch.setattr(postman, "FRESH_SECONDS", 0.0)
    while worker.postman.send_one():
        pass
    assert len(server[1].messages) == 2


def test_mails_keep_the_pace_that_the_server_takes(app, worker, queue, server, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_PER_MINUTE", 600)
    for local in ("ana", "bea", "cleo"):
        queue(local)
    began = time.monotonic()
    worker.run_once()
    assert len(server[1].messages) == 3
    assert time.monotonic() - began >= 0.2


def test_mails_with_files_and_words_that_cannot_be_sent_go_their_way(worker, queue, server, db):
    queue("ana", attachments=[files.store("rapport.pdf", "application/pdf", b"%PDF")])
    queue("bea").recipient = "bea@" + "x" * 80 + ".example"
    db.session.commit()
    worker.run_once()
    assert [m["To"].addresses[0].username for m in server[1].messages] == ["ana"]
    assert set(db.session.scalars(sa.select(Delivery.status))) == {DeliveryStatus.SENT, DeliveryStatus.FAILED}
