"""Working groups and commissions through the door."""

import csv
import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from cara_crm.accounts import services as accounts
from cara_crm.accounts.models import CalendarFeed
from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.interactions.models import Interaction
from cara_crm.issues.models import Issue
from cara_crm.relays import queries as relays
from cara_crm.relays.models import Relay, RelayState
from cara_crm.workgroups import services
from cara_crm.workgroups.models import Meeting, Seat, SeatRole, Workgroup, WorkgroupKind
from cara_crm.workgroups.services import WorkgroupData
from tests import factories as f

SYSTEM = Actor.system("test")
A_DAY = timedelta(days=1)
PAGE = "/working-groups"


@pytest.fixture
def manager(sign_in):
    account = f.user(name="Camille Animatrice")
    sign_in(account)
    return account


def group(name="Commission Hydrogène", *, sectors=("RAIL",), **kwargs) -> Workgroup:
    ids = [f.sector(code).id for code in sectors]
    return services.create_workgroup(WorkgroupData(name, sector_ids=ids, **kwargs), by=SYSTEM)


def sits(workgroup, *people, role=SeatRole.MEMBER, from_on=f.LONG_AGO):
    services.seat(workgroup, [one.id for one in people], role=role, from_on=from_on, by=SYSTEM)


@pytest.fixture
def hydrogen(db):
    """A commission of two companies: Abel of the forge chairs it, Clos of the works sits there."""
    made = group(kind=WorkgroupKind.COMMISSION, purpose="Préparer la filière.")
    abel = f.contact(f.member("Forge des Étangs"), last_name="Abel", email="abel@forge.example")
    clos = f.contact(f.member("Usine du Lac"), last_name="Clos")
    sits(made, abel, role=SeatRole.CHAIR)
    sits(made, clos)
    db.session.commit()
    return made, abel, clos


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_teaches_when_it_is_empty(manager, browse, language):
    manager.language = language
    assert {"fr": "Aucun groupe de travail", "en": "No working group yet"}[language] in browse(PAGE)


def test_the_list_says_who_how_many_and_when(manager, hydrogen, browse):
    made, *_people = hydrogen
    services.plan_meeting(made, held_on=clock.today() + A_DAY, from_time=None, until_time=None, place="", by=SYSTEM)
    group("Tout le cluster", sectors=())
    html = browse(PAGE)
    assert "Commission Hydrogène" in html
    assert "Tout le cluster" in html
    assert 'data-label="People">2<' in html
    assert "Commission Hydrogène" not in browse(f"{PAGE}?q=cluster")
    assert "Tout le cluster" not in browse(f"{PAGE}?sector={f.sector('RAIL').id}")


def test_a_group_is_made_edited_and_archived(manager, db, post, browse):
    data = {"name": "Groupe Soudage", "kind": "working_group", "version": "0", "sectors": [f.sector("RAIL").id]}
    response = post(f"{PAGE}/new", f"{PAGE}/new", data)
    assert response.status_code == 303
    made = db.session.query(Workgroup).one()
    page = f"{PAGE}/{made.id}"
    edited = {**data, "name": "Groupe Assemblage", "version": made.version, "convenor_id": manager.id}
    assert post(f"{page}/edit", f"{page}/edit", edited).status_code == 303
    assert "Groupe Assemblage" in browse(page)
    stale = post(f"{page}/edit", f"{page}/edit", {**edited, "name": "Plus tard", "version": 1})
    assert (stale.status_code, "Plus tard" in stale.text) == (409, True)
    assert '<div class="words">Groupe Assemblage' in stale.text
    assert post(page, f"{page}/archive").status_code == 303
    assert f'href="{page}"' not in browse(PAGE)
    assert "Groupe Assemblage" in browse(f"{PAGE}?archived=1")
    assert post(page, f"{page}/restore").status_code == 303
    assert {"workgroup.created", "workgroup.archived"} <= set(db.session.scalars(sa.select(AuditEvent.action)))


@pytest.mark.parametrize(("name", "said"), [("", "Give it a name."), ("x" * 201, "200")])
def test_what_is_wrong_is_said(manager, post, name, said):
    response = post(f"{PAGE}/new", f"{PAGE}/new", {"name": name, "kind": "commission", "version": "0"})
    assert (response.status_code, said in response.text) == (422, True)


def test_people_are_pasted_and_those_who_are_unclear_stay_in_the_form(manager, hydrogen, db, post):
    made, *_people = hydrogen
    twin = f.member("Fonderie du Pont")
    f.contact(twin, last_name="Doublon")
    f.contact(f.member("Aciérie du Pont"), last_name="Doublon")
    f.contact(twin, last_name="Brun", email="brun@pont.example")
    text = "Brun <brun@pont.example>\nCamille Doublon\nZoé Inconnue"
    page = f"{PAGE}/{made.id}"
    response = post(page, f"{page}/people", {"people": text, "role": "guest", "from_on": "2026-01-05"})
    assert response.status_code == 422
    assert "Camille Doublon\nZoé Inconnue</textarea>" in response.text
    assert [one.role for one in db.session.query(Seat).order_by(Seat.id)][-1] is SeatRole.GUEST
    assert db.session.query(Seat).count() == 3


def test_who_sits_there_is_on_the_pages_of_group_person_and_member(manager, hydrogen, browse):
    made, abel, _clos = hydrogen
    html = browse(f"{PAGE}/{made.id}")
    assert [word in html for word in ("Camille Abel", "Chair", "Forge des Étangs", "Camille Clos")] == [True] * 4
    assert "Commission Hydrogène" in browse(f"/contacts/{abel.id}")
    assert "Commission Hydrogène" in browse(f"/members/{abel.affiliations[0].member_id}")


def test_somebody_leaves_and_the_past_stays(manager, hydrogen, db, post, browse):
    made, abel, _clos = hydrogen
    one = db.session.query(Seat).filter_by(contact_id=abel.id).one()
    page = f"{PAGE}/{made.id}/people/{one.id}/end"
    assert post(page, page, {"on": "2019-01-01"}).status_code == 422
    assert post(page, page, {"on": (clock.today() - A_DAY).isoformat()}).status_code == 303
    assert "1 seat that ended" in browse(f"{PAGE}/{made.id}")


def test_another_role_begins_where_the_former_ends(hydrogen, db):
    made, abel, _clos = hydrogen
    sits(made, abel, role=SeatRole.GUEST, from_on=clock.today())
    sits(made, abel, role=SeatRole.GUEST, from_on=clock.today())
    seats = db.session.query(Seat).filter_by(contact_id=abel.id).order_by(Seat.id).all()
    assert [(one.role, one.until_on) for one in seats] == [
        (SeatRole.CHAIR, clock.today() - A_DAY),
        (SeatRole.GUEST, None),
    ]


def test_a_meeting_is_planned_stands_in_the_calendar_and_is_called_off(manager, hydrogen, db, post, client, browse):
    made, *_people = hydrogen
    page, day = f"{PAGE}/{made.id}", clock.today() + timedelta(days=9)
    wrong = {"held_on": day.isoformat(), "from_time": "14:00", "until_time": "13:00"}
    assert post(page, f"{page}/meetings", wrong).status_code == 422
    assert post(page, f"{page}/meetings", {"held_on": "2020-01-01"}).status_code == 422
    data = {"held_on": day.isoformat(), "from_time": "14:00", "until_time": "", "place": "Lyon, salle 2"}
    assert post(page, f"{page}/meetings", data).status_code == 303
    assert "Lyon, salle 2" in browse(page)
    feed = accounts.open_address(CalendarFeed, manager, by=SYSTEM)
    db.session.commit()
    calendar = Calendar.from_ical(client.get(f"/calendar/{accounts.secret_part(feed)}.ics").data)
    [event] = calendar.events
    assert (event["SUMMARY"], event["LOCATION"]) == ("Commission\u00a0: Commission Hydrogène", "Lyon, salle 2")
    assert (event.start.hour, event.start.tzinfo.key, event.end - event.start) == (
        14,
        "Europe/Paris",
        timedelta(hours=2),
    )
    assert [zone["TZID"] for zone in calendar.timezones] == ["Europe/Paris"]
    meeting = db.session.query(Meeting).one()
    assert post(page, f"{page}/meetings/{meeting.id}/call-off").status_code == 303
    assert db.session.query(Meeting).count() == 0


def test_a_member_finds_the_meetings_of_its_groups_in_its_calendar(hydrogen, db, client):
    made, abel, _clos = hydrogen
    services.plan_meeting(made, held_on=clock.today(), from_time=None, until_time=None, place="", by=SYSTEM)
    group("Autre")
    account = f.user(Role.MEMBER, member_id=abel.affiliations[0].member_id, contact_id=abel.id, language="en")
    feed = accounts.open_address(CalendarFeed, account, by=SYSTEM)
    db.session.commit()
    [event] = Calendar.from_ical(client.get(f"/calendar/{accounts.secret_part(feed)}.ics").data).events
    assert (event["SUMMARY"], event.start) == ("Commission: Commission Hydrogène", clock.today())


def test_recording_begins_with_those_who_are_expected_and_links_the_meeting(manager, hydrogen, db, post, browse):
    made, abel, _clos = hydrogen
    services.plan_meeting(made, held_on=clock.today(), from_time=None, until_time=None, place="", by=SYSTEM)
    page = f"/meetings/new?workgroup_id={made.id}"
    html = browse(page)
    assert "Camille Abel, Forge des Étangs &lt;abel@forge.example&gt;" in html
    assert html.count("Camille Clos") > 3  # in the text, among those who were there, and beside each issue
    data = {
        "happened_on": clock.today().isoformat(),
        "attendees": "Camille Abel <abel@forge.example>",
        "minutes": "Bon débat.",
        "agreement": "oral",
        "issues-0-title": "Essais trop longs",
        "issues-0-kind": "problem",
        "issues-0-urgency": "normal",
        "issues-0-voices": [abel.affiliations[0].id],
        "submission_key": "k1",
    }
    assert post(page, page, data).status_code == 303
    assert post(page, page, data).status_code == 303
    assert db.session.query(Meeting).one().interaction_id == db.session.query(Interaction).one().id
    assert f'href="{PAGE}/{made.id}"' in browse(f"/interactions/{db.session.query(Interaction).one().id}")
    shown = browse(f"{PAGE}/{made.id}")
    assert [word in shown for word in ("1 of 2 expected came", "Essais trop longs")] == [True, True]


def test_positions_made_of_what_was_heard_are_shown(manager, hydrogen, db, browse):
    made, abel, _clos = hydrogen
    met = f.add(Interaction(members=[abel.affiliations[0].member], contacts=[abel]))
    issue = f.issue(abel.affiliations[0].member, interaction_id=met.id)
    position = f.position(issue)
    services.hold_meeting(made, met, held_on=clock.today(), by=SYSTEM)
    assert position.title in browse(f"{PAGE}/{made.id}")
    assert db.session.query(Issue).count() == 1


def test_attendance_is_a_file(manager, hydrogen, db, client):
    made, abel, _clos = hydrogen
    met = f.add(Interaction(members=[abel.affiliations[0].member], contacts=[abel]))
    services.hold_meeting(made, met, held_on=clock.today() - A_DAY, by=SYSTEM)
    db.session.commit()
    response = client.get(f"{PAGE}/{made.id}/attendance.csv")
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == ["Name", "Organisation"]
    assert [(row[0], row[4], row[5]) for row in rows[1:]] == [
        ("Camille Abel", "present", "1"),
        ("Camille Clos", "absent", "0"),
    ]
    assert "workgroup.attendance_exported" in set(db.session.scalars(sa.select(AuditEvent.action)))
    assert client.get(f"{PAGE}/{made.id}/attendance.exe").status_code == 404


def test_a_group_of_other_sectors_is_not_there(hydrogen, sign_in, browse):
    made, *_people = hydrogen
    client = sign_in(f.user(sectors=[f.sector("AUTO")]))
    assert "Commission Hydrogène" not in browse(PAGE)
    for path in ("", "/edit", "/attendance.csv"):
        assert client.get(f"{PAGE}/{made.id}{path}").status_code == 404
    assert client.get(f"/meetings/new?workgroup_id={made.id}").status_code == 404


def test_a_manager_of_some_sectors_sees_its_people_and_counts_the_others(hydrogen, db, sign_in, browse):
    made, *_people = hydrogen
    made.sectors.append(f.sector("AUTO"))
    mine = f.contact(f.member("Garage", in_sector="AUTO"), last_name="Duval")
    sits(made, mine)
    sign_in(f.user(sectors=[f.sector("AUTO")]))
    html = browse(f"{PAGE}/{made.id}")
    assert [word in html for word in ("Camille Duval", "Camille Abel", "2 people of other sectors")] == [
        True,
        False,
        True,
    ]


def test_a_manager_of_some_sectors_makes_groups_of_those_only(sign_in, db, post):
    sign_in(f.user(sectors=[f.sector("AUTO")]))
    data = {"name": "Tous", "kind": "commission", "version": "0", "sectors": []}
    response = post(f"{PAGE}/new", f"{PAGE}/new", data)
    assert (response.status_code, "Choose at least one of your sectors." in response.text) == (422, True)
    assert db.session.query(Workgroup).count() == 0


def test_the_group_is_an_audience(manager, hydrogen, db, post, browse):
    made, abel, clos = hydrogen
    f.contact(f.member("Ailleurs"))
    assert "Commission Hydrogène" in browse(f"/relays/new?workgroup={made.id}")
    data = {"kind": "information", "title": "Ordre du jour", "body": "Voici.", "workgroups": [made.id]}
    assert post("/relays/new", "/relays/new", data).status_code == 303
    relay = db.session.query(Relay).one()
    assert {one.contact.id for one in relays.audience_of(relay.audience)} == {abel.id, clos.id}
    assert relay.workgroups == [made]
    services.archive_workgroup(made, by=SYSTEM)
    assert relays.audience_of(relay.audience) == []


def test_what_is_written_to_a_group_is_of_its_sectors(manager, hydrogen, db, post, sign_in, client):
    made, *_people = hydrogen
    data = {"kind": "information", "title": "Points à trancher", "body": "Voici.", "workgroups": [made.id]}
    post("/relays/new", "/relays/new", data)
    relay = db.session.query(Relay).one()
    assert (relay.sectors, "sectors" in relay.audience) == ([f.sector("RAIL")], False)
    relay.state, relay.sent_at = RelayState.SENT, clock.now()
    codes = {}
    for code in ("RAIL", "VELO"):
        sign_in(f.user(sectors=[f.sector(code)]))
        codes[code] = client.get(f"/relays/{relay.id}").status_code
        assert ("Points à trancher" in client.get("/journal").text) is (code == "RAIL")
    assert codes == {"RAIL": 200, "VELO": 404}


def test_what_is_written_to_a_group_of_the_whole_cluster_is_of_no_sector(manager, hydrogen, db, post):
    made, everywhere = hydrogen[0], group("Bureau", sectors=())
    data = {"kind": "information", "title": "À tous", "body": "Voici.", "workgroups": [made.id, everywhere.id]}
    post("/relays/new", "/relays/new", data)
    assert db.session.query(Relay).one().sectors == []


def test_the_page_stays_light(manager, hydrogen, db, browse):
    made, abel, clos = hydrogen
    for n in range(12):
        met = f.add(Interaction(members=[abel.affiliations[0].member], contacts=[abel, clos]))
        services.hold_meeting(made, met, held_on=clock.today() - n * A_DAY, by=SYSTEM)
        f.position(f.issue(abel.affiliations[0].member, interaction_id=met.id))
    html = browse(f"{PAGE}/{made.id}")  # in at most twelve statements
    assert html.count("/positions/") >= 10


def test_the_search_box_finds_a_group_by_its_purpose(hydrogen, sign_in, browse):
    sign_in(f.user())
    html = browse("/search?q=preparer+filiere")
    assert [word in html for word in ("Commission Hydrogène", "in the text")] == [True, True]
    sign_in(f.user(sectors=[f.sector("AUTO")]))
    assert "Commission Hydrogène" not in browse("/search?q=hydrogene")
