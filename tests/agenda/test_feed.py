"""The calendar that a service elsewhere reads."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from cara_crm.accounts import services as accounts
from cara_crm.accounts.models import CalendarFeed
from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.relays.models import Direction, Recipient, Relay, RelayKind, RelayState
from cara_crm.reports.models import Report, ReportState
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind
from tests import factories

SYSTEM = Actor.system("test")
SOON = timedelta(days=3)


@pytest.fixture
def camille(db):
    return factories.user(name="Camille Exemple", language="fr")


def address_of(db, user) -> str:
    feed = accounts.open_address(CalendarFeed, user, by=SYSTEM)
    db.session.commit()
    return f"/calendar/{accounts.secret_part(feed)}.ics"


@pytest.fixture
def read(db, client):
    """read(user) → the calendar that is found at a new address of theirs."""

    def _read(user) -> Calendar:
        response = client.get(address_of(db, user))
        assert response.status_code == 200
        return Calendar.from_ical(response.data)

    return _read


def titles(calendar: Calendar) -> list[str]:
    return [str(event["SUMMARY"]) for event in calendar.events]


def task(user, title="Préparer la visite", *, about=None, kind=TaskKind.NOTE, due_in=SOON, **names):
    return tasks.add(
        kind, title=title, due_on=clock.today() + due_in, assignee_id=user.id, about=about, by=SYSTEM, **names
    )


def relay(kind=RelayKind.CONSULTATION, *, sector="RAIL", state=RelayState.SENT, **kwargs) -> Relay:
    made = Relay(direction=Direction.DOWN, kind=kind, state=state, title="Délais d'acier", body="Combien ?")
    made.deadline_on, made.sent_at = clock.today() + SOON, clock.now()
    made.sectors.append(factories.sector(sector))
    for name, value in kwargs.items():
        setattr(made, name, value)
    return factories.add(made)


def test_a_task_with_a_day_is_a_whole_day_in_the_calendar(camille, read):
    one = task(camille)
    [event] = read(camille).events
    assert (event.start, event.end) == (one.due_on, one.due_on + timedelta(days=1))
    assert (event["SUMMARY"], event["TRANSP"], event["CLASS"]) == ("Préparer la visite", "TRANSPARENT", "PRIVATE")
    assert event["DESCRIPTION"] == event["URL"] == f"http://localhost/tasks/{one.id}"
    assert event["UID"] == f"task-{one.id}@localhost"


def test_the_file_is_what_the_standard_asks_for(camille, db, client):
    task(camille, "Écrire ; virgule, barre \\ et une ligne qui dépasse largement les soixante-quinze octets permis")
    response = client.get(address_of(db, camille))
    assert response.mimetype == "text/calendar"
    assert "charset=utf-8" in response.content_type
    assert all(len(line) <= 75 for line in response.data.split(b"\r\n"))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in response.data
    assert "virgule, barre \\ et" in titles(Calendar.from_ical(response.data))[0]


def test_what_is_done_undated_far_away_or_anothers_is_not_there(camille, read):
    tasks.finish(task(camille, "Faite"), by=SYSTEM)
    task(camille, "Ancienne", due_in=timedelta(days=-90))
    task(factories.user(), "D'une autre")
    tasks.add(TaskKind.NOTE, title="Sans jour", assignee_id=camille.id, by=SYSTEM)
    tasks.add(TaskKind.NOTE, title="De l'équipe", due_on=clock.today(), by=SYSTEM)
    assert titles(read(camille)) == []


def test_words_about_an_issue_or_a_conversation_do_not_travel(camille, read):
    member = factories.member("Atelier Fictif")
    issue = factories.issue(member)
    task(camille, "L'atelier ferme en mars", about=issue)
    task(camille, "Le gérant cède l'atelier", kind=TaskKind.CORRECTION, about=member, name="Camille", member="X")
    task(camille, "Visiter", about=member)
    assert sorted(titles(read(camille))) == [
        "Correction d’une fiche d’organisation – Atelier Fictif",
        "Tâche",
        "Visiter – Atelier Fictif",
    ]


def test_deadlines_of_own_sectors_stand_there(read):
    relay()
    relay(RelayKind.OPPORTUNITY, sector="AUTO", title="Appel vélo")
    relay(state=RelayState.DRAFT, title="Brouillon")
    relay(RelayKind.ANSWER, title="Réponse")
    relay(RelayKind.OPPORTUNITY, title="Appel rail")
    found = titles(read(factories.user(sectors=[factories.sector("RAIL")], language="fr")))
    assert found == ["Dernier jour\u00a0: Délais d'acier", "Dernier jour\u00a0: Appel rail"]


def test_a_member_finds_the_last_days_of_what_it_got(read):
    member = factories.member()
    person = factories.contact(member)
    got = relay(title="Appel reçu")
    relay(title="Pas pour nous")
    factories.add(Recipient(relay_id=got.id, contact_id=person.id, member_id=member.id))
    account = factories.user(Role.MEMBER, member_id=member.id, contact_id=person.id, language="en")
    [event] = read(account).events
    assert (event["SUMMARY"], event["URL"]) == ("Last day: Appel reçu", f"http://localhost/information/{got.id}")


def report(**kwargs) -> Report:
    values = {"number": "CARA-2026-9", "period_from": date(2026, 1, 1), "period_until": clock.today() + SOON}
    made = Report(federation_id=factories.federation("FIF").id, **(values | kwargs))
    made.sectors.append(factories.sector("RAIL"))
    return factories.add(made)


def test_steps_of_a_report_stand_there(camille, read):
    report()
    sent = report(number="CARA-2026-8", state=ReportState.SENT, sent_at=clock.now(), document="{}")
    found = read(camille).events
    assert [str(one["SUMMARY"]) for one in found] == [
        "Fin de la période\u00a0: rapport CARA-2026-9 pour FIF",
        "Accusé de réception attendu de FIF\u00a0: rapport CARA-2026-8",
    ]
    assert found[1].start == clock.today() + timedelta(days=7)
    assert found[1]["URL"] == f"http://localhost/reports/{sent.id}"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.REVIEWER, Role.OBSERVER])
def test_who_reads_figures_finds_deadlines_and_what_was_sent(read, role):
    relay(RelayKind.OPPORTUNITY, title="Appel rail")
    report(number="CARA-2026-8", state=ReportState.SENT, sent_at=clock.now(), document="{}")
    report()
    found = titles(read(factories.user(role, language="en")))
    assert found[0] == "Last day: Appel rail"
    assert ("End of the period: report CARA-2026-9 for FIF" in found) is (role is not Role.OBSERVER)
    assert found[-1] == "Receipt expected from FIF: report CARA-2026-8"


def test_who_left_or_closed_the_address_finds_nothing(camille, db, client):
    address = address_of(db, camille)
    camille.deactivated_at = clock.now()
    db.session.commit()
    assert client.get(address).status_code == 404
    camille.deactivated_at = None
    accounts.close_address(CalendarFeed, camille, by=SYSTEM)
    db.session.commit()
    assert client.get(address).status_code == 404


def test_a_new_address_ends_the_old_one(camille, db, client):
    old, new = address_of(db, camille), address_of(db, camille)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_an_officer_has_none(db, client):
    officer = factories.user(Role.OFFICER, federation_id=factories.federation().id)
    assert client.get(address_of(db, officer)).status_code == 404


def test_nothing_changed_is_answered_without_the_file(camille, db, client):
    task(camille)
    address = address_of(db, camille)
    first = client.get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in first.headers
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    task(camille, "Une autre")
    db.session.commit()
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.usefixtures("whole_window")
def test_who_reads_without_end_is_asked_to_wait(camille, db, client):
    address = address_of(db, camille)
    codes = [client.get(address).status_code for _ in range(61)]
    assert (codes[59], codes[60]) == (200, 429)


def test_the_feed_takes_few_queries(camille, db, client, count_queries):
    for n in range(5):
        task(camille, f"Tâche {n}", about=factories.member(f"Atelier {n}"))
    address = address_of(db, camille)
    with count_queries() as counter:
        client.get(address)
    assert counter.n <= 12, "\n".join(counter.statements)


def test_the_address_is_opened_shown_and_closed_in_the_account(camille, browse, db, post, sign_in):
    sign_in(camille)
    assert "Ouvrir une adresse" in browse("/account")
    assert post("/account", "/account/calendar").status_code == 303
    shown = browse("/account")
    feed = db.session.get(CalendarFeed, camille.id)
    assert f"http://localhost/calendar/{accounts.secret_part(feed)}.ics" in shown
    assert accounts.secret_part(feed) not in (feed.salt, feed.token_hash)
    assert post("/account", "/account/calendar/close").status_code == 303
    assert db.session.get(CalendarFeed, camille.id) is None
    actions = set(db.session.scalars(sa.select(AuditEvent.action)))
    assert {"calendar.opened", "calendar.closed"} <= actions
