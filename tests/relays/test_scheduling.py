"""Sending later, calling back, and going on where a worker ended."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.jobs.models import Job, JobState
from cara_crm.relays import queries, services
from cara_crm.relays.models import Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.services import sending
from cara_crm.relays.services.digest import send_digests
from cara_crm.tasks.models import Task, TaskKind
from tests import factories
from tests.relays import cast

WORKER = Actor.system("worker")


def uncounted(_done: int, _total: int) -> None:
    db.session.flush()


@pytest.fixture
def relay(request_context) -> Relay:
    """A draft for one person of the rail sector."""
    factories.contact(factories.member())
    return cast.draft(factories.actor())


def due() -> int:
    return len(db.session.scalars(sa.select(Job).where(Job.state == JobState.QUEUED)).all())


def test_it_leaves_in_a_minute(relay) -> None:
    services.schedule(relay, by=factories.actor())
    assert timedelta(seconds=50) < relay.send_at - clock.now() <= timedelta(minutes=1)
    assert db.session.scalars(sa.select(Job.available_at)).one() == relay.send_at


def test_nothing_leaves_before_its_hour(relay) -> None:
    services.schedule(relay, at=clock.now() + timedelta(hours=3), by=factories.actor())
    assert services.send_when_due(relay.id, by=WORKER, checkpoint=uncounted) is False
    assert db.session.query(Delivery).count() == 0


def test_what_is_called_back_is_a_draft_that_nobody_got(relay) -> None:
    services.schedule(relay, by=factories.actor())
    services.call_back(relay, by=factories.actor())
    assert services.send_when_due(relay.id, by=WORKER, checkpoint=uncounted) is False
    assert (relay.state, relay.send_at, relay.recipients) == (RelayState.DRAFT, None, [])


def test_what_is_on_its_way_is_not_called_back(relay) -> None:
    services.schedule(relay, by=factories.actor())
    cast.leave(relay)
    with pytest.raises(services.TooLate):
        services.call_back(relay, by=factories.actor())


@pytest.mark.parametrize("days", [-1, 400])
def test_an_hour_that_is_past_or_far_is_refused(relay, days) -> None:
    with pytest.raises(services.NotThen):
        services.schedule(relay, at=clock.now() + timedelta(days=days), by=factories.actor())


def test_nobody_in_the_audience_is_said_at_once(request_context) -> None:
    with pytest.raises(services.NobodyToReach):
        services.schedule(cast.draft(factories.actor()), by=factories.actor())


def test_who_joined_meanwhile_gets_it(relay) -> None:
    services.schedule(relay, by=factories.actor())
    factories.contact(factories.member())
    cast.leave(relay)
    assert queries.ledger_of(relay).targeted == 2


def test_an_audience_that_emptied_makes_it_a_draft_again(relay) -> None:
    services.schedule(relay, by=factories.actor())
    db.session.scalars(sa.select(Recipient)).all()
    for contact in [p.contact for p in queries.audience_of(relay.audience)]:
        contact.archived_on = clock.today()
    cast.leave(relay)
    assert relay.state is RelayState.DRAFT
    (task,) = db.session.scalars(sa.select(Task))
    assert (task.kind, task.subject_id, task.assignee_id) == (TaskKind.UNSENT, relay.id, relay.released_by_id)


@pytest.mark.parametrize("kind", [RelayKind.EVENT, RelayKind.OPPORTUNITY])
def test_nobody_is_invited_or_called_to_what_was_over_before_a_worker_came(kind, request_context) -> None:
    factories.contact(factories.member())
    ends = clock.now() + timedelta(days=2)
    given = (
        {"happening": services.Happening(ends, None, "")} if kind is RelayKind.EVENT else {"deadline_on": ends.date()}
    )
    relay = cast.draft(factories.actor(), kind=kind, **given)
    services.schedule(relay, by=factories.actor())
    with clock.at(clock.now() + timedelta(days=4)):
        assert services.send_when_due(relay.id, by=WORKER, checkpoint=uncounted) is False
    assert (relay.state, db.session.query(Delivery).count()) == (RelayState.DRAFT, 0)
    assert db.session.scalars(sa.select(Task.kind)).all() == [TaskKind.UNSENT]


def test_what_is_about_to_leave_is_not_changed(relay) -> None:
    services.schedule(relay, by=factories.actor())
    with pytest.raises(services.writing.NotADraft):
        services.discard(relay, by=factories.actor())


class Killed(Exception):
    pass


def test_a_worker_that_ended_leaves_nobody_out_and_writes_nobody_twice(relay, monkeypatch) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    member = factories.member()
    for _ in range(6):
        factories.contact(member)
    factories.contact(member, preference=MailPreference.WEEKLY)
    services.schedule(relay, by=factories.actor())
    relay.send_at = clock.now()

    def die(done: int, _total: int) -> None:
        db.session.flush()
        if done:
            raise Killed

    with pytest.raises(Killed):
        services.send_when_due(relay.id, by=WORKER, checkpoint=die)
    assert (relay.state, db.session.query(Delivery).count()) == (RelayState.SENDING, 2)
    assert queries.ledger_of(relay).targeted == 8
    assert send_digests(by=WORKER) == 0  # whose mail is not written yet does not wait for a digest
    services.send_when_due(relay.id, by=WORKER, checkpoint=uncounted)
    assert (relay.state, db.session.query(Delivery).count()) == (RelayState.SENT, 7)
    assert services.send_when_due(relay.id, by=WORKER, checkpoint=uncounted) is False


def test_what_no_job_has_in_hand_is_taken_up_again(relay) -> None:
    services.schedule(relay, by=factories.actor())
    assert services.take_up_again() == 0
    relay.send_at = clock.now() - timedelta(minutes=2)
    assert services.take_up_again() == 0  # its job waits
    db.session.execute(sa.update(Job).values(state=JobState.FAILED))
    assert (services.take_up_again(), due()) == (1, 1)


def test_a_member_reads_what_is_on_its_way(relay) -> None:
    relay.state, relay.sent_at = RelayState.SENDING, clock.now()
    person = queries.audience_of(relay.audience)[0]
    db.session.add(Recipient(relay=relay, contact_id=person.contact.id, member_id=person.member_id))
    db.session.flush()
    actor = factories.actor(member_id=person.member_id, contact_id=person.contact.id)
    assert queries.own_recipient(actor, relay.id).relay is relay


def test_choose_an_hour_and_call_back_through_the_door(sign_in, post, browse, relay) -> None:
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    assert "Send later" in browse(page)
    browse(f"{page}/schedule")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    at_nine = {"hour": "09:00", **cast.looked_at(relay)}
    assert post(f"{page}/schedule", f"{page}/schedule", {"day": "2020-01-01", **at_nine}).status_code == 422
    assert post(f"{page}/schedule", f"{page}/schedule", {"day": tomorrow, **at_nine}).status_code == 303
    html = browse(page)
    assert "09:00." in html
    assert "Appel à projets" in browse("/journal")
    assert post(page, f"{page}/call-back").status_code == 303
    assert db.session.get(Relay, relay.id).state is RelayState.DRAFT


def test_a_page_of_what_leaves_says_how_far_it_is(sign_in, browse, relay) -> None:
    services.schedule(relay, by=factories.actor())
    relay.state, relay.send_at, relay.sent_at = RelayState.SENDING, None, clock.now()
    db.session.commit()
    sign_in(factories.user())
    assert "It is on its way: 0 of 0 messages are written." in browse(f"/relays/{relay.id}")


def test_a_manager_of_other_sectors_neither_sends_nor_calls_back(sign_in, client, post, relay) -> None:
    db.session.commit()
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    for way in ("send", "schedule", "call-back"):
        assert post("/relays/new", f"/relays/{relay.id}/{way}").status_code == 404
