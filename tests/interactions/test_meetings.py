"""A meeting with several: who was there, who shares which issue, one mail to each."""

import re

import pytest

from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.issues.models import Agreement, Channel, Issue
from cara_crm.tasks.models import Task
from tests import factories as f

PAGE = "/meetings/new"


@pytest.fixture
def manager(sign_in):
    return sign_in(f.user())


@pytest.fixture
def there(manager):
    """Two people of the forge, one of the works; the number of each one's function by last name."""
    forge, works = f.member("Forge des Étangs"), f.member("Usine du Lac")
    people = {name: f.contact(at, last_name=name) for name, at in {"Abel": forge, "Brun": forge, "Clos": works}.items()}
    f.db.session.commit()
    return {name: person.affiliations[0].id for name, person in people.items()}


@pytest.fixture
def meet(post, there):
    data = {
        "happened_on": clock.today().isoformat(),
        "attendees": "Camille Abel\nCamille Brun, Forge\nCamille Clos\nZoé Inconnue",
        "minutes": "Bon débat.",
        "agreement": "ask",
        "issues-0-title": "Essais trop longs",
        "issues-0-what_happens": "Neuf mois d’attente.",
        "issues-0-kind": "problem",
        "issues-0-urgency": "high",
        "issues-0-voices": [there["Abel"], there["Clos"]],
        "issues-1-title": "Soudeurs",
        "issues-1-what_happens": "",
        "issues-1-kind": "need",
        "issues-1-urgency": "normal",
        "issues-1-voices": [there["Clos"]],
    }
    return lambda **values: post(PAGE, PAGE, {k: v for k, v in (data | values).items() if v is not None})


def test_an_organisation_alone_asks_who_of_it_was_there(meet):
    html = meet(find="yes", attendees="usine du lac\nForge des Étangs").text
    assert re.findall(r"Who is “([^”]+)”", html) == ["Forge des Étangs"]
    assert "<b>Camille Clos, Direction, Usine du Lac</b>" in html


def issues(db):
    return sorted((one.member.name, one.title) for one in db.session.query(Issue))


def test_who_was_there_is_found_before_anything_is_written(meet, db):
    html = meet(find="yes").text
    found = re.findall(r"<b>(Camille \w+), Direction, ([^<]+)</b>", html)
    assert list(dict.fromkeys(found)) == [
        ("Camille Abel", "Forge des Étangs"),
        ("Camille Brun", "Forge des Étangs"),
        ("Camille Clos", "Usine du Lac"),
    ]
    assert "Zoé Inconnue" in html
    assert db.session.query(Interaction).count() == 0


def test_each_issue_is_recorded_for_every_organisation_that_shares_it(meet, db):
    assert meet().status_code == 303
    assert issues(db) == [
        ("Forge des Étangs", "Essais trop longs"),
        ("Usine du Lac", "Essais trop longs"),
        ("Usine du Lac", "Soudeurs"),
    ]
    assert {(one.channel, one.agreement) for one in db.session.query(Issue)} == {(Channel.MEETING, Agreement.ASKED)}


def test_each_person_gets_one_mail_about_all_that_it_said(meet, db):
    meet()
    told = [(one.kind, one.contact_id) for one in db.session.query(Delivery)]
    assert [kind for kind, _ in told] == ["agreement_asked"] * 2
    assert len(set(told)) == 2


def test_two_of_one_organisation_are_one_voice(meet, db, there):
    meet(**{"issues-0-voices": [there["Abel"], there["Brun"]], "issues-1-title": None, "issues-1-voices": None})
    assert issues(db) == [("Forge des Étangs", "Essais trop longs")]
    assert db.session.query(Issue).one().contact.last_name == "Abel"


def test_the_meeting_has_everybody_and_keeps_the_unknown_in_its_minutes(meet, db):
    meet()
    kept = db.session.query(Interaction).one()
    assert kept.kind is InteractionKind.MEETING
    assert {one.last_name for one in kept.contacts} == {"Abel", "Brun", "Clos"}
    assert {one.name for one in kept.members} == {"Forge des Étangs", "Usine du Lac"}
    assert kept.minutes == "Bon débat.\n\nAlso there, not in the register: Zoé Inconnue"


def test_agreed_on_the_spot_nobody_is_asked(meet, db):
    meet(agreement="oral")
    assert {one.agreement for one in db.session.query(Issue)} == {Agreement.AGREED}
    assert db.session.query(Delivery).count() == 0


def test_a_follow_up_becomes_one_task(meet, db):
    meet(follow_up="Rappeler la fédération")
    assert [one.title for one in db.session.query(Task)] == ["Rappeler la fédération"]


def test_sent_twice_it_is_recorded_once(meet, db):
    meet(submission_key="a" * 32)
    meet(submission_key="a" * 32)
    assert db.session.query(Interaction).count() == 1
    assert len(issues(db)) == 3


def test_one_of_two_namesakes_has_to_be_chosen(meet, db, there):
    other = f.contact(f.member("Scierie"), last_name="Abel")
    f.db.session.commit()
    refused = meet(attendees="Camille Abel")
    assert refused.status_code == 422
    assert "Choose who it is: Camille Abel" in refused.text
    name = re.search(r'name="(who-\w+)"', refused.text)[1]
    chosen = {name: other.affiliations[0].id, "issues-0-voices": [other.affiliations[0].id], "issues-1-title": None}
    assert meet(attendees="Camille Abel", **chosen).status_code == 303
    assert issues(db) == [("Scierie", "Essais trop longs")]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"attendees": ""}, "Paste who was there"),
        ({"attendees": "Zoé Inconnue", "issues-0-voices": None, "issues-1-voices": None}, "Nobody of these is in"),
        ({"issues-0-voices": None}, "Choose at least one organisation."),
        ({"happened_on": "2030-01-01"}, "This day has not come yet"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(meet, db, values, said):
    refused = meet(**values)
    assert refused.status_code == 422
    assert said in refused.text
    assert "Neuf mois d’attente." in refused.text
    assert db.session.query(Interaction).count() == 0


def test_who_cannot_be_asked_is_named(meet, db, there):
    person = f.contact(f.member("Scierie"), last_name="Dune", email=None)
    f.db.session.commit()
    voice = person.affiliations[0].id
    refused = meet(attendees="Camille Dune", **{"issues-0-voices": [voice], "issues-1-title": None})
    assert refused.status_code == 422
    assert "Camille Dune: This person has no e-mail address" in refused.text
    assert db.session.query(Issue).count() == 0


def test_people_of_other_sectors_are_not_found(sign_in, meet):
    sign_in(f.user(sectors=[f.sector("AUTO")]))
    assert "Nobody of these is in the register" in meet(**{"issues-0-voices": None, "issues-1-voices": None}).text


def test_more_room_for_issues(meet):
    assert 'name="issues-2-title"' in meet(more="yes").text


def test_the_empty_page(manager, browse):
    assert "First find who was there" in browse(PAGE)
