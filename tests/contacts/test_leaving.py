"""Somebody left the company: the page."""

import pytest

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.issues.models import Agreement
from tests import factories


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user(Role.MANAGER))


@pytest.fixture
def forge():
    return factories.member("Forge Fictive")


def test_the_page_says_what_changes_hands(manager, forge, browse):
    who, _heir = factories.contact(forge), factories.contact(forge, first_name="Ana", last_name="Alisier")
    factories.issue(forge, contact=who, title="Délais de certification")
    html = browse(f"/contacts/{who.id}/leave")
    for part in ("1 open issue", "Délais de certification", "Ana Alisier", "Forge Fictive"):
        assert part in html


def test_who_does_not_read_raw_words_sees_the_count_only(sign_in, forge, browse):
    sign_in(factories.user(Role.ADMINISTRATOR))
    who = factories.contact(forge)
    factories.issue(forge, contact=who, title="Délais de certification")
    html = browse(f"/contacts/{who.id}/leave")
    assert "1 open issue" in html
    assert "Délais" not in html


def test_one_action_ends_hands_over_and_closes(manager, forge, browse, post):
    who, heir = factories.contact(forge), factories.contact(forge)
    factories.user(Role.MEMBER, member_id=forge.id, contact_id=who.id)
    issue = factories.issue(forge, contact=who, agreement=Agreement.ASKED, agreement_contact=who)
    page = f"/contacts/{who.id}/leave"
    given = {"on": clock.today().isoformat(), "successor_id": heir.id}
    html = post(page, page, given, follow_redirects=True).text
    for part in (
        "1 function is ended",
        "sign-in is closed",
        "1 open issue is handed over",
        "1 agreement is asked again",
    ):
        assert part in html
    assert issue.contact_id == heir.id


def test_with_several_organisations_one_is_chosen(manager, forge, browse, client):
    who = factories.contact(forge)
    other = factories.member("Atelier Autre")
    factories.add(factories.Affiliation(contact_id=who.id, member_id=other.id, from_on=factories.LONG_AGO))
    assert "Which organisation?" in browse(f"/contacts/{who.id}/leave")
    assert "Atelier Autre" in browse(f"/contacts/{who.id}/leave?at=m{other.id}")
    assert client.get(f"/contacts/{who.id}/leave?at=m0").status_code == 404


def test_a_refusal_stands_at_its_field(manager, forge, post):
    who = factories.contact(forge)
    db.session.commit()
    page = f"/contacts/{who.id}/leave"
    answer = post(page, page, {"on": "2001-01-01"})
    assert answer.status_code == 422
    assert "before it began" in answer.text


def test_who_is_nowhere_has_nothing_to_end(manager, browse):
    assert "No function to end" in browse(f"/contacts/{factories.contact().id}/leave")
