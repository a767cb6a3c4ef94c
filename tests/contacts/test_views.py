"""People through the door."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core.permissions import Role
from tests import factories


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


NEW = {"version": "0", "last_name": "Sorbier", "first_name": "Paul", "language": "fr", "preference": "at_once"}


def test_a_person_is_added_to_a_member(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str]
) -> None:
    one = factories.member()
    said = {"member_id": one.id, "function": "Direction", "email": "Paul@Forge.example", "phone": "04 77 00 00 00"}
    page = post(f"/contacts/new?member_id={one.id}", "/contacts", NEW | said).location
    html = browse(page)
    assert "paul@forge.example" in html
    assert '<a class="nowrap" href="tel:+33477000000">04 77 00 00 00</a>' in html
    assert "Paul Sorbier" in browse(f"/members/{one.id}")


@pytest.mark.parametrize(
    ("wrong", "word"),
    [({"email": "paul@"}, "e-mail address"), ({"phone": "12"}, "phone number"), ({"last_name": ""}, "Give")],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(
    manager: FlaskClient, post: Callable[..., Any], wrong: dict[str, str], word: str
) -> None:
    response = post("/contacts/new", "/contacts", NEW | wrong)
    assert response.status_code == 422
    assert word in response.text
    assert "Paul" in response.text


def test_an_address_belongs_to_one_person(manager: FlaskClient, post: Callable[..., Any]) -> None:
    factories.contact(email="paul@forge.example", last_name="Autre")
    assert "already" in post("/contacts/new", "/contacts", NEW | {"email": "PAUL@forge.example"}).text


def test_who_changes_employer_keeps_the_past(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    old, new = factories.member("Forge Vieille"), factories.member("Forge Neuve")
    who = factories.contact(old)
    page = f"/contacts/{who.id}/move"
    post(f"{page}?q=neuve", page, {"q": "neuve", "member_id": new.id, "function": "Achats", "on": "2026-03-01"})
    lines = db.session.scalars(sa.select(Affiliation).where(Affiliation.contact_id == who.id).order_by(Affiliation.id))
    assert [(a.member_id, str(a.until_on)) for a in lines] == [(old.id, "2026-02-28"), (new.id, "None")]


def test_who_changes_employer_gets_the_address_there(manager: FlaskClient, post: Callable[..., Any]) -> None:
    new, taken = factories.member("Forge Neuve"), factories.contact(email="autre@forge.example")
    who = factories.contact(factories.member("Forge Vieille"), email="ana@vieille.example")
    page = f"/contacts/{who.id}/move"
    assert "mails go on to ana@vieille.example" in manager.get(f"{page}?q=neuve").text
    data = {"q": "neuve", "member_id": new.id, "on": "2026-03-01"}
    wrong = post(f"{page}?q=neuve", page, data | {"email": taken.email})
    assert wrong.status_code == 422
    assert "already" in wrong.text
    assert "is it right?" not in post(f"{page}?q=neuve", page, data | {"email": "Ana@neuve.example"}).text
    assert who.email == "ana@neuve.example"
    assert "neuve" in who.folded


def test_who_changes_employer_without_a_new_address_is_told_of(manager: FlaskClient, post: Callable[..., Any]) -> None:
    new, who = (
        factories.member("Forge Neuve"),
        factories.contact(factories.member("Forge Vieille"), email="a@v.example"),
    )
    page = f"/contacts/{who.id}/move"
    data = {"q": "neuve", "member_id": new.id, "on": "2026-03-01"}
    told = post(f"{page}?q=neuve", page, data, follow_redirects=True).text
    assert "Mails still go to a@v.example" in told


def test_a_function_ends_on_a_day(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    who = factories.contact(factories.member())
    line = db.session.scalars(sa.select(Affiliation).where(Affiliation.contact_id == who.id)).one()
    page = f"/contacts/{who.id}/functions/{line.id}/end"
    assert post(page, page, {"on": "2019-01-01"}).status_code == 422
    assert post(page, page, {"on": "2026-01-31"}).status_code == 303


def test_the_second_to_save_a_person_sees_both_versions(manager: FlaskClient, post: Callable[..., Any]) -> None:
    who = factories.contact(factories.member())
    page, mine = f"/contacts/{who.id}/edit", NEW | {"version": who.version}
    post(page, page, mine | {"last_name": "Theirs"})
    response = post(page, page, mine | {"last_name": "Mine"})
    assert response.status_code == 409
    assert "Theirs" in response.text
    assert "Mine" in response.text


def test_an_archived_person_leaves_the_lists_and_comes_back(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str]
) -> None:
    who = factories.contact(factories.member(), last_name="Sorbier")
    post(f"/contacts/{who.id}", f"/contacts/{who.id}/archive")
    assert "Sorbier" not in browse("/contacts")
    post(f"/contacts/{who.id}", f"/contacts/{who.id}/restore")
    assert "Sorbier" in browse("/contacts")


def test_people_of_other_sectors_are_not_shown(sign_in: Callable[..., FlaskClient]) -> None:
    who = factories.contact(factories.member(in_sector="RAIL"))
    client = sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("VELO")]))
    assert client.get(f"/contacts/{who.id}").status_code == 404
    assert who.last_name not in client.get("/contacts").text


@pytest.mark.parametrize("page", ["", "/edit", "/move", "/move?q=forge"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_person_keeps_the_rules(
    manager: FlaskClient, browse: Callable[..., str], page: str, language: str
) -> None:
    who = factories.contact(factories.member("Forge Neuve"))
    manager.set_cookie("language", language)
    html = browse(f"/contacts/{who.id}{page}")
    assert f'<html lang="{language}"' in html
    assert who.name in html


@pytest.mark.parametrize(
    ("page", "is_listed"), [("/contacts", True), ("/contacts?q=camille", True), ("/contacts?q=sorbier", False)]
)
def test_every_list_of_people_keeps_the_rules(
    manager: FlaskClient, browse: Callable[..., str], page: str, is_listed: bool
) -> None:
    who = factories.contact(of=factories.federation(), receives_reports=True)
    assert (who.last_name in browse(page)) is is_listed


def test_the_page_of_a_new_person_keeps_the_rules(manager: FlaskClient, browse: Callable[..., str]) -> None:
    assert 'name="last_name"' in browse("/contacts/new")


def test_a_persons_names_are_folded_for_search(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    post("/contacts/new", "/contacts", NEW | {"last_name": "Épinoy"})
    assert db.session.scalars(sa.select(Contact.sort_key)).one() == "epinoy paul"
