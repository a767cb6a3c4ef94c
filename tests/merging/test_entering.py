"""Warnings while a record is being entered."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from cara_crm.contacts.services import refresh_search
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from tests import factories

Post = Callable[..., Any]
COMPANY = {"category": "sme", "status": "prospect", "version": "0"}
PERSON = {"version": "0", "language": "fr", "preference": "at_once", "federation_id": "", "from_on": "2026-01-01"}


@pytest.fixture(autouse=True)
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


def test_a_wrong_letter_in_a_name_is_noticed(post: Post) -> None:
    factories.member("Ateliers Mirandole")
    response = post("/members/new", "/members", COMPANY | {"legal_name": "ATELIER MIRANDOLLE SAS"})
    assert response.status_code == 422
    assert "Perhaps it is one of these" in response.text


def test_the_same_website_is_noticed_whatever_the_name(post: Post) -> None:
    factories.member("Ateliers Mirandole", website="https://www.mirandole.example")
    new = COMPANY | {"legal_name": "Groupe Vallon", "website": "mirandole.example/contact"}
    assert "Ateliers Mirandole" in post("/members/new", "/members", new).text
    assert post("/members/new", "/members", new | {"is_another": "y"}).status_code == 303


@pytest.mark.parametrize("name", [("Zoé", "Durand"), ("DURAND", "zoe"), ("Z.", "Durand"), ("Zoé", "Durant")])
def test_a_colleague_of_that_name_is_noticed(post: Post, name: tuple[str, str]) -> None:
    forge = factories.member()
    known(forge)
    new = PERSON | {"first_name": name[0], "last_name": name[1], "member_id": str(forge.id)}
    response = post("/contacts/new", "/contacts", new)
    assert response.status_code == 422
    assert "Perhaps it is one of these persons" in response.text
    assert post("/contacts/new", "/contacts", new | {"is_another": "y"}).status_code == 303


def test_a_namesake_elsewhere_is_noticed_and_a_colleague_is_not(post: Post) -> None:
    forge, other = factories.member(), factories.member("Câblages")
    known(forge)
    same = PERSON | {"first_name": "Zoé", "last_name": "Durand", "member_id": str(other.id)}
    assert post("/contacts/new", "/contacts", same).status_code == 422
    colleague = PERSON | {"first_name": "Paul", "last_name": "Martin", "member_id": str(forge.id)}
    assert post("/contacts/new", "/contacts", colleague).status_code == 303


def known(at: Any) -> None:
    person = factories.contact(at, first_name="Zoé", last_name="Durand")
    person.sort_key = "durand zoe"
    db.session.commit()


NEAR = [
    ("Colombe", "Ballivot"),
    ("Colomb", "Balivot"),
    ("C.", "Balivot"),
    ("Mme Colombe", "Balivot"),
    ("Colombe", "Mme Balivot"),
    ("Colombe", "Balivot-Roux"),
    ("BALIVOT", "Colombe"),
]


@pytest.mark.parametrize("name", NEAR)
def test_a_name_that_is_nearly_it_is_noticed_where_no_organisation_is_said(post: Post, name: tuple[str, str]) -> None:
    balivot()
    new = PERSON | {"first_name": name[0], "last_name": name[1]}
    typed = post("/contacts/new", "/contacts/alike", new)
    assert "Colombe Balivot" in typed.text
    assert post("/contacts/new", "/contacts", new).status_code == 422
    assert post("/contacts/new", "/contacts", new | {"is_another": "y"}).status_code == 303


@pytest.mark.parametrize("name", [("", "Balivot"), ("Paul", "Balivot"), ("Colombe", "Marchand"), ("D.", "Balivot")])
def test_another_first_or_last_name_is_another_person(post: Post, name: tuple[str, str]) -> None:
    balivot()
    typed = post("/contacts/new", "/contacts/alike", PERSON | {"first_name": name[0], "last_name": name[1]})
    assert "Balivot" not in typed.text


def balivot() -> None:
    person = factories.contact(factories.member(), first_name="Colombe", last_name="Balivot")
    refresh_search(person)
    db.session.commit()
