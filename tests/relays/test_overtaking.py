"""An event is moved or cancelled while mails about it wait in the queue."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import MailPreference, News, Rhythm
from cara_crm.core import clock
from cara_crm.deliveries import claims
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.relays import queries, services
from cara_crm.relays.models import RelayKind
from cara_crm.relays.services.digest import send_digests
from tests import factories
from tests.relays import cast
from tests.relays.test_events import CLOCK, begins, come, event, mails

pytestmark = pytest.mark.usefixtures("request_context")


def sent(*deliveries: Delivery) -> None:
    """They have left already."""
    for one in deliveries:
        one.status, one.sent_at = DeliveryStatus.SENT, clock.now()
    cast.db.session.flush()


def hour(relay) -> str:
    return relay.starts_at.astimezone(clock.PARIS).strftime("%H:%M")


def elsewhere(**ahead: float) -> services.Happening:
    """Half an hour apart from what `begins` says, so that both read differently."""
    there = begins(**ahead)
    later = timedelta(minutes=31)
    return services.Happening(there.starts_at + later, there.ends_at + later, "Halle d’Essai, Vierzon", there.places)


@pytest.fixture
def invited():
    """An event for three people: the first has its invitation, those of the others wait."""
    relay = event()
    sent(relay.recipients[0].delivery)
    return relay


def test_who_waits_for_the_invitation_reads_of_the_new_day_only(invited, send, db):
    told, *waiting = [row.contact.email for row in invited.recipients]
    old, relay_id = hour(invited), invited.id
    assert services.move_event(invited, elsewhere(days=40), by=factories.actor()) == 3
    new = hour(invited)
    arrived = send()
    assert {address for address, subject, _text in arrived if subject.startswith("Nouvelle date")} == {told}
    invitations = {address: text for address, subject, text in arrived if subject.startswith("Événement")}
    assert (set(invitations), len(arrived)) == (set(waiting), 3)
    for text in invitations.values():
        assert new in text
        assert "Vierzon" in text
        assert "font foi" in text
        assert old not in text
        assert "/unsubscribe/" in text
    relay = db.session.get(services.sending.Relay, relay_id)
    ledger = queries.ledger_of(relay)
    assert (ledger.targeted, ledger.sent, ledger.waiting) == (3, 3, 0)


def test_nobody_is_invited_to_what_is_cancelled(invited, send, db):
    told, relay_id = invited.recipients[0].contact.email, invited.id
    assert services.cancel_event(invited, "Grève.", by=factories.actor()) == 1
    assert [(address, subject.split()[0]) for address, subject, _text in send()] == [(told, "Annulé")]
    relay = db.session.get(services.sending.Relay, relay_id)
    assert queries.ledger_of(relay).suppressed == 2
    assert {row.why_not_written for row in relay.recipients} == {None, Suppression.OVERTAKEN}


def test_what_comes_back_from_a_worker_is_written_anew(invited, send, db):
    """Two invitations were taken just before: those people are told, and what did not leave does not tell of the old
    day."""
    old = hour(invited)
    db.session.commit()
    taken = claims.claim("worker", 20)
    db.session.commit()
    assert services.move_event(invited, elsewhere(days=40), by=factories.actor()) == 3
    assert len(mails("event_changed")) == 3
    claims.put_back(taken, "worker")
    assert [text for _address, _subject, text in send() if old in text] == []


def test_nothing_of_a_move_leaves_before_what_a_worker_has_in_hand(invited, send):
    services.move_event(invited, elsewhere(days=40), by=factories.actor())
    assert {subject.split()[0] for _address, subject, _text in send(timedelta(seconds=30))} == {"Événement"}
    assert len(send()) == 1


def test_who_is_moved_twice_reads_the_last_day_only(invited, send):
    services.move_event(invited, elsewhere(days=40), by=factories.actor())
    old = hour(invited)
    services.move_event(invited, begins(days=41), by=factories.actor())
    arrived = send()
    assert len(arrived) == 3
    assert [text for _address, _subject, text in arrived if old in text] == []


class TestReminders:
    @pytest.fixture
    def reminded(self):
        """The first of three has a place and its reminder waits."""
        relay = event(happening=begins(days=1))
        come(relay.recipients[0])
        sent(*(row.delivery for row in relay.recipients), *mails("event_registered"))
        assert services.remind(by=CLOCK) == 1
        return relay

    def test_none_after_it_is_cancelled(self, reminded, send):
        services.cancel_event(reminded, "", by=factories.actor())
        assert {subject.split()[0] for _address, subject, _text in send()} == {"Annulé"}
        (reminder,) = mails("relay_reminder")
        assert (reminder.status, reminder.suppression) == (DeliveryStatus.SUPPRESSED, Suppression.OVERTAKEN)

    def test_after_a_move_it_tells_of_the_new_day(self, reminded, send):
        old = hour(reminded)
        services.move_event(reminded, elsewhere(days=1.2), by=factories.actor())
        assert services.remind(by=CLOCK) == 1
        arrived = send()
        assert [subject.split()[0] for _address, subject, _text in arrived].count("Rappel") == 1
        assert [text for _address, _subject, text in arrived if old in text] == []

    def test_what_holds_still_leaves(self, reminded, send):
        assert [subject.split()[0] for _address, subject, _text in send()] == ["Rappel"]


class TestWhoWantsItNoMore:
    """Between what is written and its turn, somebody leaves the member or wants no news of the kind."""

    @staticmethod
    def leave(row) -> None:
        (there,) = row.contact.affiliations
        there.from_on, there.until_on = clock.today() - timedelta(days=9), clock.today() - timedelta(days=1)

    @staticmethod
    def why(kind: str) -> list[Suppression | None]:
        return [one.suppression for one in mails(kind)]

    @pytest.fixture
    def told(self):
        """Three have read of an event; the first comes. It is moved, and what says so waits."""
        relay = event()
        sent(*(row.delivery for row in relay.recipients))
        come(relay.recipients[0])
        sent(*mails("event_registered"))
        services.move_event(relay, elsewhere(days=40), by=factories.actor())
        return relay

    def test_a_new_day(self, told, send):
        _coming, left, switched = told.recipients
        self.leave(left)
        switched.contact.rhythms = {News.EVENT: Rhythm.OFF}
        assert len(send()) == 1
        assert set(self.why("event_changed")) == {None, Suppression.LEFT, Suppression.SWITCHED_OFF}

    def test_who_comes_counts_on_it(self, told, send):
        coming = told.recipients[0]
        self.leave(coming)
        coming.contact.rhythms = {News.EVENT: Rhythm.OFF}
        address = coming.contact.email
        assert address in {address for address, _subject, _text in send()}

    def test_a_call_that_closes_soon(self, send):
        for _ in range(3):
            factories.contact(factories.member())
        call = cast.draft(factories.actor(), kind=RelayKind.OPPORTUNITY, deadline_on=clock.today() + timedelta(days=6))
        services.send_relay(call, by=factories.actor())
        sent(*(row.delivery for row in call.recipients))
        call.sent_at = clock.now() - timedelta(days=2)
        assert services.remind(by=CLOCK) == 1
        _stays, left, closed = call.recipients
        self.leave(left)
        closed.member.archived_on, closed.member.archived_reason = clock.today(), "closed"
        assert len(send()) == 1
        assert set(self.why("relay_reminder")) == {None, Suppression.LEFT, Suppression.MEMBER_ARCHIVED}


def test_who_registered_reads_of_no_place_after_it_is_cancelled(invited, send):
    come(invited.recipients[0])
    services.cancel_event(invited, "", by=factories.actor())
    assert [subject.split()[0] for _address, subject, _text in send()] == ["Annulé"]


class TestDigests:
    @pytest.fixture
    def queued(self, db):
        """A digest of an event and a call waits to be sent."""
        factories.contact(factories.member(), preference=MailPreference.DAILY)
        by = factories.actor()
        relay = cast.draft(by, kind=RelayKind.EVENT, title="Journée", happening=begins())
        call = cast.draft(by, title="Appel ouvert")
        for one in (relay, call):
            services.send_relay(one, by=by)
        with clock.at(clock.now() + timedelta(days=2)):
            assert send_digests(by=CLOCK) == 1
        return relay

    @staticmethod
    def two_rounds(send, db) -> list[str]:
        later = timedelta(days=2, hours=1)
        assert send(later) == []
        with clock.at(clock.now() + later):
            assert send_digests(by=CLOCK) == 1
        (arrived,) = send(later + timedelta(minutes=3))
        with clock.at(clock.now() + later):
            assert send_digests(by=CLOCK) == 0
        return arrived[2]

    def test_a_digest_tells_of_the_new_day(self, queued, send, db):
        old = hour(queued)
        assert services.move_event(queued, elsewhere(days=40), by=factories.actor()) == 1
        new = hour(queued)
        text = self.two_rounds(send, db)
        assert new in text
        assert "Appel ouvert" in text
        assert old not in text

    def test_a_digest_says_nothing_of_what_is_cancelled(self, queued, send, db):
        assert services.cancel_event(queued, "", by=factories.actor()) == 0
        relay_id = queued.id
        text = self.two_rounds(send, db)
        assert "Appel ouvert" in text
        assert "Journée" not in text
        relay = db.session.get(services.sending.Relay, relay_id)
        assert queries.ledger_of(relay).suppressed == 1


def test_a_move_asks_of_twenty_invitations_what_it_asks_of_one(db):
    relay = event(20)
    services.move_event(relay, elsewhere(days=40), by=factories.actor())
    db.session.commit()
    seen = []
    claimed = claims.claim("worker", 20)
    assert len(claimed) == 20
    db.session.expunge_all()
    sa.event.listen(db.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    assert services.reconsider(claimed) == {}
    db.session.flush()
    assert len(seen) <= 14


def test_what_is_told_of_a_move_asks_for_twenty_what_it_asks_for_one(db):
    relay = event(20)
    sent(*(row.delivery for row in relay.recipients))
    services.move_event(relay, elsewhere(days=40), by=factories.actor())
    db.session.commit()
    with clock.at(clock.now() + timedelta(minutes=3)):
        claimed = claims.claim("worker", 20)
        assert len(claimed) == 20
        db.session.expunge_all()
        seen = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
        assert services.reconsider(claimed) == {}
    assert len(seen) <= 8
