"""An event after it was sent: moved, cancelled, somebody registered who phones; who was told is told again."""

from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import DeliveryStatus, Suppression
from cara_crm.extensions import db
from cara_crm.relays import calendar, hours, services
from cara_crm.relays.models import RelayKind
from cara_crm.relays.services.digest import send_digests
from tests import factories
from tests.relays import cast
from tests.relays.test_events import CLOCK, begins, come, event, mails, myself


def arrived(relay) -> None:
    """Everybody has the invitation."""
    for row in relay.recipients:
        row.delivery.status, row.delivery.sent_at = DeliveryStatus.SENT, clock.now()


def entry(content: bytes):
    whole = Calendar.from_ical(content)
    (one,) = whole.walk("VEVENT")
    return str(whole["method"]), int(one["sequence"]), str(one["status"]), one.decoded("dtstart"), str(one["uid"])


@pytest.mark.usefixtures("request_context")
class TestMoving:
    def test_who_was_told_is_told_and_who_registered_gets_the_new_day(self) -> None:
        relay = event()
        arrived(relay)
        before, there = entry(calendar.written(relay, "fr")), begins(days=40)
        come(relay.recipients[0])
        assert services.move_event(relay, there, by=factories.actor()) == 3
        coming, *others = mails("event_changed")
        (file,) = coming.attachments
        method, sequence, status, starts_at, uid = entry(file.file.content)
        assert (method, sequence, status, uid) == ("PUBLISH", before[1] + 1, "CONFIRMED", before[4])
        assert starts_at == there.starts_at.replace(microsecond=0)
        assert [len(one.attachments) for one in others] == [0, 0]
        assert relay.recipients[0].placed_at

    def test_who_is_on_the_waiting_list_stays_on_it_without_a_day_for_the_calendar(self) -> None:
        relay = event()
        arrived(relay)
        for row in relay.recipients:
            come(row)
        relay.recipients[2].contact.preference = MailPreference.PORTAL_ONLY
        services.move_event(relay, begins(days=40), by=factories.actor())
        told = {one.contact_id: one for one in mails("event_changed")}
        placed, _second, waits = (told[row.contact_id] for row in relay.recipients)
        assert "Vous restez inscrit" in placed.body_text
        assert "Vous êtes toujours sur liste d’attente" in waits.body_text
        assert (len(placed.attachments), len(waits.attachments)) == (1, 0)
        assert waits.suppressed_reason is None

    def test_the_reminder_comes_before_the_new_day(self) -> None:
        relay = event(happening=begins(days=1))
        come(relay.recipients[0])
        assert services.remind(by=CLOCK) == 1
        services.move_event(relay, begins(days=20), by=factories.actor())
        assert services.remind(by=CLOCK) == 0
        with clock.at(clock.now() + timedelta(days=19)):
            assert services.remind(by=CLOCK) == 1
        first, second = mails("relay_reminder")
        assert first.contact_id == second.contact_id
        assert first.body_text != second.body_text

    def test_who_registered_and_reads_in_the_portal_only_hears_of_it_by_mail(self) -> None:
        relay = event()
        come(relay.recipients[0])
        for row in relay.recipients[:2]:
            row.contact.preference = MailPreference.PORTAL_ONLY
        services.move_event(relay, begins(days=40), by=factories.actor())
        services.cancel_event(relay, "", by=factories.actor())
        reasons = {}
        for one in mails("event_changed"):
            reasons.setdefault(one.contact_id, []).append(one.suppressed_reason)
        assert reasons[relay.recipients[0].contact_id] == [None, None]
        assert reasons.get(relay.recipients[1].contact_id) in (None, [Suppression.PORTAL_ONLY] * 2)

    def test_the_same_day_tells_nobody(self) -> None:
        relay = event()
        same = services.Happening(relay.starts_at, relay.ends_at, relay.place)
        assert services.move_event(relay, same, by=factories.actor()) == 0
        assert mails("event_changed") == []

    def test_who_was_never_written_to_is_not_told(self) -> None:
        member = factories.member()
        factories.contact(member, email=None)
        relay = cast.draft(factories.actor(), kind=RelayKind.EVENT, happening=begins())
        services.send_relay(relay, by=factories.actor())
        assert services.move_event(relay, begins(days=30), by=factories.actor()) == 0

    def test_what_has_begun_or_is_no_event_stays(self) -> None:
        begun = event(happening=begins(hours=-1))
        plain = cast.draft(factories.actor())
        for relay in (begun, plain):
            with pytest.raises(services.NotToBeMoved):
                services.move_event(relay, begins(), by=factories.actor())
            with pytest.raises(services.NotToBeMoved):
                services.cancel_event(relay, "", by=factories.actor())


@pytest.mark.usefixtures("request_context")
class TestCancelling:
    def test_everybody_is_told_and_calendars_take_it_out(self) -> None:
        relay = event()
        arrived(relay)
        come(relay.recipients[0])
        assert services.cancel_event(relay, "La salle est fermée.", by=factories.actor()) == 3
        (file,) = mails("event_changed")[0].attachments
        assert entry(file.file.content)[:3] == ("CANCEL", 1, "CANCELLED")
        assert all("La salle est fermée." in one.body_text for one in mails("event_changed"))

    def test_nobody_registers_and_nobody_is_reminded_any_more(self) -> None:
        relay = event(happening=begins(days=1))
        come(relay.recipients[0])
        services.cancel_event(relay, "", by=factories.actor())
        with pytest.raises(services.RegistrationClosed):
            services.register(relay.recipients[1], by=myself(relay.recipients[1]))
        assert services.remind(by=CLOCK) == 0

    def test_no_digest_invites_to_it(self) -> None:
        member = factories.member()
        factories.contact(member, preference=MailPreference.WEEKLY)
        relay = cast.draft(factories.actor(), kind=RelayKind.EVENT, happening=begins())
        services.send_relay(relay, by=factories.actor())
        services.cancel_event(relay, "", by=factories.actor())
        assert relay.recipients[0].suppressed_reason == Suppression.OVERTAKEN


@pytest.mark.usefixtures("request_context")
class TestGuests:
    def test_who_phones_has_a_place_or_waits(self) -> None:
        relay = event()
        one, two, three = (row.contact for row in relay.recipients)
        placed = [bool(services.register_guest(relay, c, by=factories.actor()).placed_at) for c in (one, two, three)]
        assert placed == [True, True, False]
        services.register_guest(relay, one, by=factories.actor())
        assert len(mails("event_registered")) == 3

    def test_who_was_not_invited_comes_too_and_waits_for_no_digest(self) -> None:
        relay, stranger = event(1), factories.contact(factories.member("Ailleurs"), preference=MailPreference.DAILY)
        guest = services.register_guest(relay, stranger, by=factories.actor())
        assert (bool(guest.placed_at), guest.suppressed_reason) == (True, Suppression.PORTAL_ONLY)
        assert send_digests(by=CLOCK) == 0

    def test_nobody_registers_for_what_has_begun(self) -> None:
        relay = event(happening=begins(hours=-1))
        with pytest.raises(services.RegistrationClosed):
            services.register_guest(relay, relay.recipients[0].contact, by=factories.actor())

    def test_nobody_came_to_what_nobody_comes_to(self) -> None:
        relay = cast.draft(factories.actor(), kind=RelayKind.OPPORTUNITY, deadline_on=clock.today())
        with pytest.raises(services.NotYetBegun):
            services.note_attendance(relay, [], by=factories.actor())


def test_a_manager_moves_and_cancels_it_on_its_page(sign_in, browse, post) -> None:
    relay = event()
    db.session.commit()
    account = sign_in(factories.user())
    assert account
    page = f"/relays/{relay.id}"
    assert f"{page}/move" in browse(page, budget=14)
    day = clock.today() + timedelta(days=50)
    said = {"event_on": day.isoformat(), "from_time": "10:00", "until_time": "09:00", "place": "Vierzon"}
    assert post(f"{page}/move", f"{page}/move", said).status_code == 422
    untold = {name: value for name, value in said.items() if name != "until_time"}
    assert post(f"{page}/move", f"{page}/move", untold).status_code in (303, 422)  # as no browser sends it
    assert post(f"{page}/move", f"{page}/move", said | {"until_time": "12:00"}).status_code == 303
    assert "Vierzon" in browse(page, budget=14)
    assert post(f"{page}/cancel", f"{page}/cancel", {"reason": "Grève."}).status_code == 303
    html = browse(page, budget=14)
    assert "Grève." in html
    assert f"{page}/move" not in html
    row = relay.recipients[0]
    sign_in(factories.user(Role.MEMBER, member_id=row.member_id, contact_id=row.contact_id))
    html = browse(f"/information/{relay.id}")
    assert "Grève." in html
    assert "I come" not in html


def test_a_manager_registers_who_phones(sign_in, browse, post) -> None:
    relay = event(1)
    guest = factories.contact(factories.member("Ailleurs"), last_name="Durail")
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{relay.id}/guests"
    assert "Durail" in browse(f"{page}?q=durail")
    assert post(f"{page}?q=durail", page, {"contact": str(guest.id)}).status_code == 303
    assert "Durail" in browse(f"/relays/{relay.id}", budget=14)
    assert post(f"{page}?q=durail", page, {"contact": "999999"}).status_code == 404


def test_a_move_that_nobody_is_told_of_is_said_to_be_one(sign_in, browse, post) -> None:
    factories.contact(factories.member(), email=None)
    relay = cast.draft(factories.actor(), kind=RelayKind.EVENT, happening=begins())
    services.send_relay(relay, by=factories.actor())
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    said = {"event_on": (clock.today() + timedelta(days=50)).isoformat(), "from_time": "10:00", "until_time": "12:00"}
    assert post(f"{page}/move", f"{page}/move", said).status_code == 303
    html = browse(page, budget=14)
    assert "It is moved." in html
    assert "Nothing is changed." not in html


@pytest.mark.usefixtures("request_context")
class TestWhoLeft:
    """Who left, or wants no news of the kind, is not written to in the first place; who comes counts on it."""

    @pytest.fixture
    def relay(self):
        relay = event()
        arrived(relay)
        come(relay.recipients[0])
        for row in relay.recipients[:2]:
            (there,) = row.contact.affiliations
            there.from_on, there.until_on = clock.today() - timedelta(days=9), clock.today() - timedelta(days=1)
        db.session.flush()
        return relay

    def test_of_a_move_only_who_comes_is_told(self, relay) -> None:
        coming, left, stays = (row.contact_id for row in relay.recipients)
        assert services.move_event(relay, begins(days=40), by=factories.actor()) == 2
        assert {one.contact_id for one in mails("event_changed")} == {coming, stays}
        assert left not in {coming, stays}

    def test_of_a_call_that_closes_soon_nobody_who_left(self) -> None:
        gone, stays = (factories.contact(factories.member()) for _n in range(2))
        call = cast.draft(factories.actor(), kind=RelayKind.OPPORTUNITY, deadline_on=clock.today() + timedelta(days=6))
        services.send_relay(call, by=factories.actor())
        call.sent_at = clock.now() - timedelta(days=2)
        (there,) = gone.affiliations
        there.from_on, there.until_on = clock.today() - timedelta(days=9), clock.today() - timedelta(days=1)
        db.session.flush()
        assert services.remind(by=CLOCK) == 1
        assert [one.contact_id for one in mails("relay_reminder")] == [stays.id]


def test_an_hour_that_the_clocks_skip_is_compared_as_it_will_be() -> None:
    """On 28 March 2027 half past two is half past three: an event until a quarter past ends before it begins."""
    told = hours.event(date(2027, 3, 28), time(2, 30), time(3, 15), "")
    assert told["ends_at"] < told["starts_at"]
