"""Whoever enters somebody sees who may be meant while it is typed; of those that one may see."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from cara_crm.contacts.services import refresh_search
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.members import services as members
from cara_crm.merging import queries as merging
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


SHORT = [
    ("Compagnie Industrielle de Décolletage Savoyard", "CIDS"),
    ("Entreprise Générale de Chaudronnerie Quiers", "E.G.C. Quiers"),
    ("Communauté d'agglomération du Grand Villard", "Grand Villard Agglo"),
    ("Carrosserie Pare-Brisot", "Pare-Brisot"),
]


@pytest.mark.parametrize("town", ["Cluses", ""])
@pytest.mark.parametrize(("name", "typed"), SHORT)
def test_a_short_name_is_noticed_in_its_town_and_where_no_town_is_told(
    manager: FlaskClient, post: Post, db: Any, name: str, typed: str, town: str
) -> None:
    one = factories.member(name, at="74")
    one.sites[0].town = "Cluses"
    members.refresh_search(one)
    for other in ("Décolletage Savoyard Réuni", "Chaudronnerie Quinson", "Mécanique Brisotin", "Villard Bois"):
        members.refresh_search(factories.member(other, at="74"))
    db.session.commit()
    said = post("/members/new", "/members/alike", {"legal_name": typed, "town": town}).text
    assert name.replace("'", "&#39;") in said
    assert not any(other in said for other in ("Réuni", "Quinson", "Brisotin", "Villard Bois"))


@pytest.mark.parametrize("typed", ["CIDS", "Pare-Brisot"])
def test_a_short_name_in_another_town_is_somebody_else(manager: FlaskClient, post: Post, db: Any, typed: str) -> None:
    one = factories.member(next(name for name, short in SHORT if short == typed), at="74")
    one.sites[0].town = "Cluses"
    members.refresh_search(one)
    db.session.commit()
    assert post("/members/new", "/members/alike", {"legal_name": typed, "town": "Brest"}).text.strip() == ""


def test_one_without_a_place_is_named_too(manager: FlaskClient, post: Post, db: Any) -> None:
    factories.member("Forge Mirandole").sites.clear()
    db.session.commit()
    said = post("/members/new", "/members/alike", {"legal_name": "Forge Mirandole"})
    assert (said.status_code, "Forge Mirandole" in said.text) == (200, True)


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


def named_while_typing(post: Post, **typed: str) -> str:
    return str(post("/members/new", "/members/alike", typed).get_data(as_text=True))


def test_the_reasons_are_those_of_a_list(manager: FlaskClient, post: Post, db: Any) -> None:
    factories.member("Forge Mirandole", website="mirandole.example", siren=None, at="69")
    db.session.commit()
    html = named_while_typing(
        post, legal_name="Forge Mirandole", email="contact@mirandole.example", postal_code="69000"
    )
    assert ("99 % alike" in html, "same name, same domain" in html, "Villefictive" in html) == (True, True, True)
    elsewhere = named_while_typing(post, legal_name="Forge Mirandole", postal_code="42000")
    assert "75 % alike: same name, another department" in elsewhere


@pytest.mark.parametrize(
    ("place", "is_named"),
    [({}, True), ({"postal_code": "69000"}, True), ({"postal_code": "42000"}, False), ({"town": "Rive"}, False)],
)
def test_a_name_that_is_only_alike_is_another_elsewhere(
    manager: FlaskClient, post: Post, db: Any, place: dict[str, str], is_named: bool
) -> None:
    at = factories.member("Fonderies Mirandole", siren=None)
    at.department_id = at.sites[0].department_id = None if "town" in place else at.department_id
    db.session.commit()
    assert ("Mirandole" in named_while_typing(post, legal_name="Fonderie Mirandolle", **place)) is is_named


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"phone": "04.99.00.12.78"}, "same phone"),
        ({"foreign_number": "CHE-000.001.011"}, "same number abroad"),
        ({"siren": factories.siren(4321)}, "same SIREN"),
        ({"email": "vente@mirandole.example"}, "same domain"),
    ],
)
def test_what_else_it_shares_is_said(
    manager: FlaskClient, post: Post, db: Any, typed: dict[str, str], why: str
) -> None:
    known = {"phone": "+33 4 99 00 12 78", "foreign_number": "CHE000001011", "email": "contact@mirandole.example"}
    factories.member("Forge Mirandole", siren=factories.siren(4321), **known)
    db.session.commit()
    html = named_while_typing(post, legal_name="Tout autre", **typed)
    assert ("Forge Mirandole" in html, why in html) == (True, True)


def test_an_archived_one_is_named_too(manager: FlaskClient, post: Post, db: Any) -> None:
    factories.member("Forge Mirandole", archived_on=clock.today(), archived_reason="Cessée")
    db.session.commit()
    assert "archived" in named_while_typing(post, legal_name="Forge Mirandole")


def test_one_word_of_many_names_is_no_likeness(manager: FlaskClient, post: Post, db: Any) -> None:
    factories.member("Forge Mirandole", siren=None)
    db.session.commit()
    assert "Mirandole" not in named_while_typing(post, legal_name="Forge")


def test_many_that_share_a_word_cost_no_more_statements(
    request_context: None, db: Any, count_queries: Callable[..., Any]
) -> None:
    for n in range(60):
        factories.member(f"Forge Numéro{n}", siren=None)
    factories.member("Forge Mirandole", siren=None)
    db.session.commit()
    db.session.expunge_all()
    by = factories.actor()
    with count_queries() as counter:
        found = merging.members_like(by, merging.Typed(("Forge Mirandole",), postal_code="69000"))
    assert [one.member.name for one in found] == ["Forge Mirandole"]
    assert counter.n <= 9, counter.statements


def test_a_person_with_the_same_phone_is_named(manager: FlaskClient, post: Post, db: Any) -> None:
    odile = factories.contact(factories.member(), first_name="Odile", last_name="Fictive")
    odile.second_phone = "+33 6 39 98 00 01"
    refresh_search(odile)
    db.session.commit()
    elsewhere = str(factories.member("Câblages").id)
    db.session.commit()
    typed = {"first_name": "O.", "last_name": "Fictive", "phone": "06.39.98.00.01", "member_id": elsewhere}
    assert "Odile" in post("/contacts/new", "/contacts/alike", typed).get_data(as_text=True)
    other = typed | {"phone": "06 39 98 00 02"}
    assert "Odile" not in post("/contacts/new", "/contacts/alike", other).get_data(as_text=True)
