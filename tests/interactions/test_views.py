"""Record a call on one screen, and read it again."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery
from cara_crm.interactions.models import Interaction
from cara_crm.issues.models import Agreement, Issue
from cara_crm.members.models import SectorAssignment
from cara_crm.tasks.models import Task
from tests import factories


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user())


@pytest.fixture
def call(manager, post):
    member = factories.member("Rail Imaginaire", folded="rail imaginaire")
    contact = factories.contact(member)
    url = f"/interactions/new?member_id={member.id}"
    data = {
        "kind": "call",
        "happened_on": clock.today().isoformat(),
        "contact_id": contact.id,
        "minutes": "Bon échange.",
        "agreement": "ask",
        "issues-0-title": "Essais trop longs",
        "issues-0-what_happens": "Neuf mois d’attente.",
        "issues-0-kind": "problem",
        "issues-0-urgency": "high",
        "issues-1-title": "",
        "issues-1-what_happens": "Il manque des soudeurs.",
        "issues-1-kind": "need",
        "issues-1-urgency": "normal",
    }
    return lambda **values: post(url, url, data | values)


def test_a_member_is_found_with_a_few_letters(manager, browse):
    factories.member("Rail Imaginaire", folded="rail imaginaire")
    assert "Rail Imaginaire" in browse("/interactions/new?q=imag")


def test_one_screen_records_the_call_two_issues_and_the_follow_up(call, db):
    call(follow_up="Rappeler", follow_up_on="2030-01-02")
    assert [one.title for one in db.session.query(Issue).order_by(Issue.id)] == [
        "Essais trop longs",
        "Il manque des soudeurs",
    ]
    assert {one.agreement for one in db.session.query(Issue)} == {Agreement.ASKED}
    assert db.session.query(Task).one().title == "Rappeler"
    assert [one.kind for one in db.session.query(Delivery)] == ["agreement_asked"]


@pytest.mark.parametrize(
    ("values", "asked", "task"),
    [
        ({"follow_up": "Rappeler", "follow_up_on": "2030-01-02"}, True, "Your task for 2 Jan 2030 stands"),
        ({"follow_up": "Rappeler", "agreement": "oral"}, False, "Your task stands in your list."),
        ({}, True, None),
    ],
)
def test_what_a_call_sets_off_is_said(call, browse, values, asked, task):
    page = browse(call(**values).location)
    assert ("Asked by e-mail whether the words are right: Camille Exemple" in page) is asked
    assert task in page if task else "Your task" not in page


def test_an_oral_agreement_is_noted_with_the_call(call, db):
    call(agreement="oral")
    assert {one.agreement for one in db.session.query(Issue)} == {Agreement.AGREED}


def test_a_double_click_records_once(call, db):
    call(submission_key="same")
    call(submission_key="same")
    assert db.session.query(Interaction).count() == 1


def test_one_more_issue_loses_nothing(call, db):
    html = call(more="yes").get_data(as_text=True)
    assert "issues-2-title" in html
    assert "Essais trop longs" in html
    assert db.session.query(Interaction).count() == 0


def test_nobody_to_ask_is_said_at_the_field(call, db):
    page = call(contact_id=0)
    assert page.status_code == 422
    assert "Say who it was" in page.get_data(as_text=True)
    assert db.session.query(Interaction).count() == 0


def test_tomorrow_cannot_be_recorded(call):
    assert call(happened_on="2099-01-01").status_code == 422


def test_it_is_read_again_and_listed(call, browse, db, post):
    call()
    interaction = db.session.query(Interaction).one()
    url = f"/interactions/{interaction.id}"
    assert "Essais trop longs" in browse(url)
    assert "Rail Imaginaire" in browse("/interactions")
    post(url, url, {"minutes": "Mieux dit.", "version": interaction.version})
    assert interaction.minutes == "Mieux dit."


def test_the_second_who_saves_the_minutes_is_told(call, db, post):
    call()
    url = f"/interactions/{db.session.query(Interaction).one().id}"
    assert post(url, url, {"minutes": "X", "version": "99"}).status_code == 409


def test_a_manager_records_for_its_sectors_only(sign_in, client):
    member = factories.member()
    sign_in(factories.user(sectors=[factories.sector("VELO")]))
    assert client.get(f"/interactions/new?member_id={member.id}").status_code == 404


def test_who_left_a_sector_is_heard_by_that_sectors_manager_no_more(sign_in, client):
    member = factories.member("Rail Parti")
    yesterday = clock.today() - timedelta(days=1)
    member.assignments[0].until_on = yesterday
    velo = SectorAssignment(sector=factories.sector("VELO"), is_main=True, from_on=yesterday)
    member.assignments.append(velo)
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    assert client.get(f"/interactions/new?member_id={member.id}").status_code == 404
    sign_in(factories.user(sectors=[factories.sector("VELO")]))
    assert client.get(f"/interactions/new?member_id={member.id}").status_code == 200
