"""A person's rights in the browser: copy, erasure, notice."""

import pytest

from cara_crm.audit.models import AuditEvent
from cara_crm.contacts.models import Affiliation, ChoiceSource, ChoiceTopic, ContactChoice
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.deliveries import services as deliveries
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction
from cara_crm.issues.models import Issue, IssueMessage, IssueState
from cara_crm.relays.models import RelayKind, Response
from tests import factories
from tests.relays import cast


@pytest.fixture
def forge():
    return factories.member("Forge Fictive")


@pytest.fixture
def odile(forge):
    made = factories.contact(forge, first_name="Odile", last_name="Fictive", email="odile@forge.example")
    choice = {"topic": ChoiceTopic.NEWSLETTERS, "value": "no", "decided_on": clock.today(), "source": ChoiceSource.CALL}
    factories.add(ContactChoice(contact_id=made.id, **choice))
    factories.issue(forge, contact=made, what_happens="Nos mots à nous.")
    factories.add(Interaction(minutes="Paul a parlé d’autrui", members=[forge], contacts=[made]))
    return made


def copy_of(post, page: str, action: str) -> dict:
    answer = post(page, action)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json


def test_a_person_downloads_what_is_kept_about_it(sign_in, odile, forge, post):
    sign_in(factories.user(Role.MEMBER, member_id=forge.id, contact_id=odile.id, name="Odile Fictive"))
    factories.issue(forge, contact=factories.contact(forge), what_happens="Les mots d’une collègue.")
    held = copy_of(post, "/account", "/account/copy")
    assert held["contact"][0]["email"] == "odile@forge.example"
    assert held["functions"][0]["organisation"] == "Forge Fictive"
    assert held["preferences_and_consents"][0]["source"] == "call"
    assert [one["what_happens"] for one in held["issues"]] == ["Nos mots à nous."]
    assert held["issues"][0]["consents"][0]["federation"] == "FIF"
    assert len(held["conversations"]) == 1
    text = str(held)
    assert not [word for word in ("autrui", "collègue", "hash", "token") if word in text]
    assert db.session.query(AuditEvent).filter_by(action="user.copied").count() == 1


def test_who_moved_takes_no_words_of_its_former_member_along(sign_in, odile, forge, post):
    """It may work for a competitor today; that it said something, and when, stays about the person."""
    rival = factories.member("Rivale Fictive")
    odile.affiliations[0].until_on = clock.today()
    factories.add(Affiliation(contact=odile, member=rival, from_on=clock.today()))
    account = factories.user(Role.MEMBER, member_id=rival.id, contact_id=odile.id, name="Odile Fictive")
    issue = db.session.query(Issue).one()
    message = {"author_id": account.id, "author_label": "Odile", "is_from_member": True}
    factories.add(IssueMessage(issue=issue, text="Un détail d’avant.", **message))
    factories.issue(rival, contact=odile, what_happens="Nos mots d’ici.")
    asked = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION, title="Essais")
    factories.add(Response(relay_id=asked.id, member_id=forge.id, contact_id=odile.id, values={"1": "Quatorze"}))
    sign_in(account)
    held = copy_of(post, "/account", "/account/copy")
    assert [one.get("what_happens") for one in held["issues"]] == [None, "Nos mots d’ici."]
    assert held["issues"][0]["organisation"] == "Forge Fictive"
    assert (held["messages"], len(held["answers_to_consultations"])) == ([], 1)
    assert "Quatorze" not in str(held)


def test_an_account_without_a_contact_has_its_account(sign_in, post):
    sign_in(factories.user(Role.OBSERVER, name="Oscar Témoin"))
    held = copy_of(post, "/account", "/account/copy")
    assert (held["contact"], held["accounts"][0]["name"], len(held["sessions"])) == ([], "Oscar Témoin", 1)


def test_a_manager_hands_out_what_it_may_read(sign_in, odile, post):
    sign_in(factories.user(Role.MANAGER))
    page = f"/contacts/{odile.id}"
    held = copy_of(post, page, f"{page}/copy")
    assert [one["what_happens"] for one in held["issues"]] == ["Nos mots à nous."]
    assert db.session.query(AuditEvent).filter_by(action="contact.copied", subject_id=odile.id).count() == 1


def test_an_administrator_reads_no_raw_words(sign_in, odile, post):
    sign_in(factories.user(Role.ADMINISTRATOR))
    page = f"/contacts/{odile.id}"
    (issue,) = copy_of(post, page, f"{page}/copy")["issues"]
    assert issue["state"] == IssueState.QUALIFIED
    assert "what_happens" not in issue


def test_of_other_sectors_there_is_nothing(sign_in, odile, client, post):
    sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("VELO")]))
    assert post("/account", f"/contacts/{odile.id}/copy").status_code == 404


def test_erasing_says_first_what_goes_and_what_stays(sign_in, odile, browse):
    sign_in(factories.user(Role.ADMINISTRATOR))
    html = browse(f"/contacts/{odile.id}/erase")
    for part in ("This cannot be undone", "1 open issue of this person", "1 issue", "1 interaction", "fingerprint"):
        assert part in html


def test_erasing_asks_for_the_name(sign_in, odile, post):
    sign_in(factories.user(Role.ADMINISTRATOR))
    page = f"/contacts/{odile.id}/erase"
    answer = post(page, page, {"name": "Autre"})
    assert answer.status_code == 422
    assert "not the family name" in answer.text
    assert odile.erased_at is None


def test_erased_there_is_no_page_any_more(sign_in, odile, post, client, browse):
    sign_in(factories.user(Role.ADMINISTRATOR))
    page = f"/contacts/{odile.id}/erase"
    answer = post(page, page, {"name": "fictive"}, follow_redirects=True)
    assert "Erased." in answer.text
    assert client.get(f"/contacts/{odile.id}").status_code == 404
    assert "Odile" not in browse("/contacts?archived=1")


def test_a_refusal_stands_on_the_page(sign_in, odile, forge, post):
    sign_in(factories.user(Role.ADMINISTRATOR))
    factories.issue(forge, contact=odile, agreement="asked", agreement_contact=odile)
    page = f"/contacts/{odile.id}/erase"
    answer = post(page, page, {"name": "Fictive"})
    assert answer.status_code == 422
    assert "who takes over" in answer.text


def test_a_manager_does_not_erase(sign_in, odile, client, browse):
    sign_in(factories.user(Role.MANAGER))
    assert client.get(f"/contacts/{odile.id}/erase").status_code == 404
    assert "Erase" not in browse(f"/contacts/{odile.id}")


def test_an_address_may_be_allowed_again(sign_in, post, browse):
    sign_in(factories.user(Role.ADMINISTRATOR))
    deliveries.object_to("odile@forge.example")
    page = "/settings/objections"
    browse(page)
    assert post(page, page, {"email": "paul@forge.example"}).status_code == 422
    assert post(page, page, {"email": "Odile@forge.example"}).status_code == 303
    assert deliveries.objected(["odile@forge.example"]) == set()


def test_anybody_reads_the_notice(browse):
    html = browse("/privacy")
    assert "legal basis" in html
    assert "one month" in html


def test_the_administrator_writes_the_notice(sign_in, post, browse):
    sign_in(factories.user(Role.ADMINISTRATOR))
    browse("/settings/privacy")
    given = {"text_en": "Our own words.", "text_fr": "", "contact": "donnees@cluster.example"}
    assert post("/settings/privacy", "/settings/privacy", given).status_code == 303
    html = browse("/privacy")
    assert "Our own words." in html
    assert "donnees@cluster.example" in html
    french = browse("/privacy", headers={"Accept-Language": "fr"})
    assert "base légale" in french or "Our own words." in french
