"""Who comes to an event: places, the waiting list, attendance; reminders; both languages of a relay."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.relays import calendar, services
from cara_crm.relays.models import Recipient, Relay, RelayKind
from cara_crm.relays.services import writing
from tests import factories
from tests.relays import cast

CLOCK = Actor.system("clock")


def begins(**ahead: float) -> services.Happening:
    at = clock.now() + timedelta(**(ahead or {"days": 20}))
    return services.Happening(at, at + timedelta(hours=3), "Salle des Rails, Lyon", 2)


def event(people: int = 3, **kwargs) -> Relay:
    """An event for two people at most, sent to so many."""
    member = factories.member()
    for _ in range(people):
        factories.contact(member)
    given = {"kind": RelayKind.EVENT, "title": "Journée", "happening": begins()} | kwargs
    relay = cast.draft(factories.actor(), **given)
    services.send_relay(relay, by=factories.actor())
    return relay


def myself(row: Recipient) -> Actor:
    return Actor(None, Role.MEMBER, member_id=row.member_id, contact_id=row.contact_id)


def come(*rows: Recipient) -> None:
    for row in rows:
        services.register(row, by=myself(row))
        db.session.flush()


def mails(kind: str) -> list[Delivery]:
    return list(db.session.scalars(sa.select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)))


@pytest.mark.usefixtures("request_context")
class TestPlaces:
    def test_who_comes_first_has_a_place_and_the_others_wait(self) -> None:
        rows = event().recipients
        come(*rows)
        assert [bool(row.placed_at) for row in rows] == [True, True, False]
        assert all(row.acknowledged_at for row in rows)
        assert [m.subject.partition(":")[0].strip() for m in mails("event_registered")] == [
            "Inscription confirmée",
            "Inscription confirmée",
            "Liste d’attente",
        ]

    def test_the_day_comes_as_a_file(self) -> None:
        relay = event()
        come(relay.recipients[0])
        (file,) = [one.file for one in mails("event_registered")[0].attachments]
        (said,) = Calendar.from_ical(bytes(file.content)).walk("VEVENT")
        assert said.decoded("dtstart") == relay.starts_at.replace(microsecond=0)
        assert str(said["location"]) == "Salle des Rails, Lyon"

    def test_who_cannot_come_makes_room(self) -> None:
        rows = event().recipients
        come(*rows)
        services.unregister(rows[0], by=myself(rows[0]))
        assert [bool(row.placed_at) for row in rows] == [False, True, True]
        assert mails("event_registered")[-1].contact_id == rows[2].contact_id

    def test_who_comes_back_waits_behind_the_others(self) -> None:
        rows = event().recipients
        come(*rows)
        services.unregister(rows[0], by=myself(rows[0]))
        come(rows[0])
        assert rows[0].placed_at is None

    def test_a_second_click_registers_once(self) -> None:
        row = event().recipients[0]
        come(row, row)
        assert len(mails("event_registered")) == 1

    def test_more_places_let_those_who_wait_move_up(self) -> None:
        relay = event(people=4)
        come(*relay.recipients)
        services.change_places(relay, 3, by=factories.actor())
        assert [bool(row.placed_at) for row in relay.recipients] == [True, True, True, False]
        services.change_places(relay, None, by=factories.actor())
        assert all(row.placed_at for row in relay.recipients)
        with pytest.raises(services.FewerThanTaken):
            services.change_places(relay, 3, by=factories.actor())

    def test_nobody_registers_a_colleague(self) -> None:
        one, other = event().recipients[:2]
        with pytest.raises(services.NotTheOneInvited):
            services.register(one, by=myself(other))

    @pytest.mark.parametrize(
        "late", [{"happening": begins(days=-1)}, {"deadline_on": clock.today() - timedelta(days=1)}]
    )
    def test_one_registers_until_it_closes(self, late) -> None:
        row = event(**late).recipients[0]
        with pytest.raises(services.RegistrationClosed):
            services.register(row, by=myself(row))

    def test_who_came_is_noted_and_can_be_mended(self) -> None:
        relay = event()
        come(*relay.recipients)
        one, two, _three = relay.recipients
        with clock.at(clock.now() + timedelta(days=21)):
            assert services.note_attendance(relay, {one.id, two.id}, by=factories.actor()) == 2
            services.note_attendance(relay, {two.id}, by=factories.actor())
        assert (one.attended_at, bool(two.attended_at)) == (None, True)


@pytest.mark.usefixtures("request_context")
class TestWriting:
    def test_an_event_needs_its_day(self) -> None:
        with pytest.raises(writing.DayMissing):
            cast.draft(factories.actor(), kind=RelayKind.EVENT)

    def test_it_ends_after_it_begins(self) -> None:
        at = clock.now()
        with pytest.raises(writing.EndsBeforeItBegins):
            cast.draft(factories.actor(), kind=RelayKind.EVENT, happening=services.Happening(at, at))

    def test_half_a_translation_is_none(self) -> None:
        with pytest.raises(writing.HalfTranslated):
            cast.draft(factories.actor(), title_en="Call")

    def test_english_words_ask_no_more_than_french_ones(self) -> None:
        english = {"title_en": "Survey", "body_en": "What are your prices?"}
        with pytest.raises(services.AskedByMembersOnly):
            cast.draft(factories.actor(), kind=RelayKind.CONSULTATION, body="Une question ?", **english)

    def test_each_reads_it_in_its_language(self) -> None:
        member = factories.member()
        factories.contact(member, language="fr")
        factories.contact(member, language="en")
        relay = cast.draft(factories.actor(), title_en="Call for projects", body_en="A **call** opens.")
        services.send_relay(relay, by=factories.actor())
        said = {m.language: (m.subject, "A **call** opens." in m.body_text) for m in mails("relay_information")}
        assert said == {"fr": ("Appel à projets", False), "en": ("Call for projects", True)}


@pytest.mark.usefixtures("request_context")
class TestReminders:
    def call(self, **kwargs) -> Relay:
        given = {"deadline_on": clock.today() + timedelta(days=6)} | kwargs
        relay = event(people=4, kind=RelayKind.OPPORTUNITY, happening=None, **given)
        relay.sent_at = clock.now() - timedelta(days=10)
        db.session.flush()
        return relay

    def test_who_is_interested_or_has_not_read_is_reminded_once(self) -> None:
        relay = self.call()
        interested, read, unread, quiet = relay.recipients
        services.show_interest(interested, by=myself(interested))
        services.acknowledge(read, by=myself(read))
        quiet.contact.preference = MailPreference.WEEKLY
        services.remind(by=CLOCK)
        services.remind(by=CLOCK)
        assert {m.contact_id for m in mails("relay_reminder")} == {interested.contact_id, unread.contact_id}
        assert len(mails("relay_reminder")) == 2

    @pytest.mark.parametrize("days", [-1, 8])
    def test_it_comes_a_week_before_the_last_day(self, days) -> None:
        self.call(deadline_on=clock.today() + timedelta(days=days))
        assert services.remind(by=CLOCK) == 0

    def test_who_has_a_place_is_reminded_two_days_before(self) -> None:
        relay = event(happening=begins(days=1))
        come(*relay.recipients)
        services.remind(by=CLOCK)
        placed = {row.contact_id for row in relay.recipients if row.placed_at}
        assert {m.contact_id for m in mails("relay_reminder")} == placed
        assert mails("relay_reminder")[0].unsubscribe_url == ""


def test_through_the_door_a_member_registers_and_changes_its_mind(sign_in, browse, post, client) -> None:
    relay = event(people=1, title_en="Supplier day", body_en="Come.")
    row = relay.recipients[0]
    db.session.commit()
    sign_in(factories.user(Role.MEMBER, member_id=row.member_id, contact_id=row.contact_id))
    page = f"/information/{relay.id}"
    html = browse(page)
    assert "Supplier day" in html
    assert "Salle des Rails, Lyon" in html
    assert client.get(f"{page}/event.ics").mimetype == calendar.MEDIA
    post(page, f"{page}/register")
    assert "I cannot come after all" in browse(page)
    assert "Registered" in browse("/information")
    post(page, f"{page}/unregister")
    assert db.session.get(Recipient, row.id).registered_at is None


def test_a_colleague_is_told_who_can_register(sign_in, browse) -> None:
    relay = event(people=1)
    colleague = factories.contact(relay.recipients[0].member)
    db.session.commit()
    sign_in(factories.user(Role.MEMBER, member_id=relay.recipients[0].member_id, contact_id=colleague.id))
    html = browse(f"/information/{relay.id}")
    assert "who can register" in html
    assert "I come" not in html


def test_a_manager_sees_who_comes_and_notes_who_came(sign_in, browse, post, client) -> None:
    relay = event(happening=begins(minutes=10))
    come(*relay.recipients)
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    html = browse(page)
    assert "3 people registered" in html
    assert html.count("Waiting list") == 1
    came = {"came": [str(relay.recipients[0].id)]}
    post(f"{page}/places", f"{page}/attendance", came)
    assert not db.session.get(Recipient, relay.recipients[0].id).attended_at  # nobody has come yet
    with clock.at(clock.now() + timedelta(minutes=20)):
        post(page, f"{page}/attendance", came)
    assert db.session.get(Recipient, relay.recipients[0].id).attended_at
    assert post(f"{page}/places", f"{page}/places", {"places": "1"}).status_code == 422
    assert post(f"{page}/places", f"{page}/places", {"places": "3"}).status_code == 303
    lines = client.get(f"{page}/people.csv").get_data(as_text=True).splitlines()
    assert len(lines) == 4
    assert lines[0].endswith("Registered,Has a place,Came")


def test_the_list_of_who_is_interested_is_for_its_managers(sign_in, client) -> None:
    relay = event(kind=RelayKind.OPPORTUNITY, happening=None, deadline_on=clock.today())
    row = relay.recipients[0]
    services.show_interest(row, by=myself(row))
    db.session.commit()
    sign_in(factories.user(Role.OBSERVER))
    assert client.get(f"/relays/{relay.id}/people.csv").status_code == 404
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    assert client.get(f"/relays/{relay.id}/people.csv").status_code == 404


def test_an_event_is_written_through_the_door(sign_in, post, browse) -> None:
    sign_in(factories.user())
    data = {"kind": "event", "title": "Journée", "body": "Texte", "statuses": ["active"], "federation_id": ""}
    refused = post("/relays/new", "/relays/new", data)
    assert "An event needs its day" in refused.get_data(as_text=True)
    day = (clock.today() + timedelta(days=9)).isoformat()
    when = {"event_on": day, "from_time": "09:30", "until_time": "12:00", "place": "Lyon", "places": "12"}
    response = post("/relays/new", "/relays/new", data | when)
    assert response.status_code == 303
    assert "09:30 – 12:00" in browse(response.location)
    assert 'value="09:30"' in browse(f"{response.location}/edit")
