"""Whoever enters somebody sees who may be meant while it is typed; of those that one may see."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from cara_crm.core.permissions import Role
from tests import factories

Post = Callable[..., Any]


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


@pytest.fixture
def of_rail(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("RAIL")]))


@pytest.mark.parametrize(
    "typed",
    [
        {"legal_name": "Forges Mirandole"},
        {"usual_name": "FORGE MIRANDOLE SAS"},
        {"website": "www.mirandole.example"},
        {"siren": factories.siren(4321)},
        {"siren": "000 04321".replace(" ", "") + factories.siren(4321)[-1]},
    ],
)
def test_a_member_is_named_while_it_is_typed(manager: FlaskClient, post: Post, db: Any, typed: dict[str, str]) -> None:
    factories.member("Forge Mirandole", website="https://mirandole.example", siren=factories.siren(4321))
    db.session.commit()
    html = post("/members/new", "/members/alike", typed).get_data(as_text=True)
    assert ("Forge Mirandole" in html, 'name="is_another"' in html, "<html" in html) == (True, True, False)


@pytest.mark.parametrize(
    "typed", [{}, {"legal_name": "Fo"}, {"legal_name": "\x00"}, {"siren": "12"}, {"legal_name": "x" * 9000}]
)
def test_what_means_nobody_shows_nothing(manager: FlaskClient, post: Post, db: Any, typed: dict[str, str]) -> None:
    factories.member("Forge Mirandole")
    db.session.commit()
    said = post("/members/new", "/members/alike", typed)
    assert (said.status_code, said.get_data(as_text=True).strip()) == (200, "")


def test_who_says_it_is_another_keeps_the_tick(manager: FlaskClient, post: Post, db: Any) -> None:
    factories.member("Forge Mirandole")
    db.session.commit()
    html = post("/members/new", "/members/alike", {"legal_name": "Forge Mirandole", "is_another": "y"})
    assert "checked" in html.get_data(as_text=True)


def test_a_member_of_others_is_not_named(of_rail: FlaskClient, post: Post, db: Any) -> None:
    factories.member("Forge Mirandole", in_sector="AUTO", siren=factories.siren(4321))
    db.session.commit()
    for typed in ({"legal_name": "Forge Mirandole"}, {"siren": factories.siren(4321)}):
        assert "Mirandole" not in post("/members/new", "/members/alike", typed).get_data(as_text=True)


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "Odile", "last_name": "Fictive"},
        {"last_name": "Odile", "first_name": "FICTIVE"},
        {"email": "Odile@mirandole.example"},
    ],
)
def test_a_person_is_named_while_it_is_typed(manager: FlaskClient, post: Post, db: Any, typed: dict[str, str]) -> None:
    at = factories.member("Forge Mirandole")
    odile = factories.contact(at, first_name="Odile", last_name="Fictive", email="odile@mirandole.example")
    odile.sort_key = "fictive odile"
    db.session.commit()
    html = post("/contacts/new", "/contacts/alike", typed).get_data(as_text=True)
    assert ("Odile Fictive" in html, "Forge Mirandole" in html, 'name="is_another"' in html) == (True, True, True)


def test_half_a_phone_is_no_error(manager: FlaskClient, post: Post) -> None:
    assert post("/contacts/new", "/contacts/alike", {"phone": "04 7", "last_name": "\x00"}).status_code == 200


def test_a_person_of_others_is_not_named(of_rail: FlaskClient, post: Post, db: Any) -> None:
    other = factories.member("Forge Mirandole", in_sector="AUTO")
    odile = factories.contact(other, first_name="Odile", last_name="Fictive", email="odile@mirandole.example")
    odile.sort_key = "fictive odile"
    db.session.commit()
    for typed in ({"first_name": "Odile", "last_name": "Fictive"}, {"email": "odile@mirandole.example"}):
        assert "Odile" not in post("/contacts/new", "/contacts/alike", typed).get_data(as_text=True)
    hidden = {"last_name": "Fictive", "member_id": str(other.id)}
    assert post("/contacts/new", "/contacts/alike", hidden).status_code == 404


def test_the_pages_ask_while_one_types(manager: FlaskClient, browse: Callable[..., str]) -> None:
    assert 'hx-post="/members/alike"' in browse("/members/new")
    assert 'hx-post="/contacts/alike"' in browse("/contacts/new")
