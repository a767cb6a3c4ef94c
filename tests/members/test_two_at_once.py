"""Two browsers edit one member: whoever saves second loses nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from cara_crm.core.permissions import Role
from cara_crm.members.models import Member
from tests import factories as f
from tests.browse import filled

Post = Callable[..., Any]


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(f.user(Role.MANAGER))


def opened(client: FlaskClient, url: str, db: Any) -> dict[str, list[str]]:
    db.session.commit()
    return filled(client.get(url).text, url)


def test_what_only_the_first_changed_stays_when_the_second_saves(manager: FlaskClient, db: Any) -> None:
    one = f.member("Forge Églantine")
    url = f"/members/{one.id}/edit"
    first, second = opened(manager, url, db), opened(manager, url, db)
    assert manager.post(url, data=first | {"website": "forge.example", "category": "midcap"}).status_code == 303
    answer = manager.post(url, data=second | {"description": "Ressorts"})
    assert answer.status_code == 409
    assert "taken over" in answer.text
    assert manager.post(url, data=filled(answer.text, url)).status_code == 303
    db.session.expire_all()
    found = db.session.get_one(Member, one.id)
    assert (found.website, found.description, found.category.value) == ("forge.example", "Ressorts", "midcap")


def test_what_both_changed_is_shown_field_by_field(manager: FlaskClient, db: Any) -> None:
    one = f.member("Forge Églantine")
    url = f"/members/{one.id}/edit"
    first, second = opened(manager, url, db), opened(manager, url, db)
    manager.post(url, data=first | {"description": "Ressorts", "town": "Unieux"})
    page = manager.post(url, data=second | {"description": "Lames"}).text
    assert re.search(r"Saved meanwhile by somebody else:</b><div class=\"words\">Ressorts", page)
    assert filled(page, url)["description"] == ["Lames"]
    assert filled(page, url)["town"] == ["Unieux"]


def test_a_tag_that_many_got_meanwhile_is_not_lost(manager: FlaskClient, post: Post, db: Any) -> None:
    one = f.member("Forge Églantine")
    url = f"/members/{one.id}/edit"
    mine = opened(manager, url, db)
    given = {"ids": one.id, "kind": "tag", "new_tag": "hydrogène", "expected": 1}
    assert post(url, "/members/bulk", given).status_code == 303
    answer = manager.post(url, data=mine | {"description": "Ressorts"})
    assert answer.status_code == 409
    manager.post(url, data=filled(answer.text, url))
    db.session.expire_all()
    found = db.session.get_one(Member, one.id)
    assert ([tag.name for tag in found.tags], found.description) == (["hydrogène"], "Ressorts")


def test_two_people_know_different_things_of_a_contact(manager: FlaskClient, db: Any) -> None:
    one = f.contact(f.member(), phone="")
    url = f"/contacts/{one.id}/edit"
    first, second = opened(manager, url, db), opened(manager, url, db)
    assert manager.post(url, data=first | {"phone": "04 00 00 00 01"}).status_code == 303
    answer = manager.post(url, data=second | {"first_name": "Dominique"})
    assert answer.status_code == 409
    assert manager.post(url, data=filled(answer.text, url)).status_code == 303
    db.session.refresh(one)
    assert one.first_name == "Dominique"
    assert one.phone


def test_two_managers_who_file_an_issue_see_one_another(manager: FlaskClient, db: Any) -> None:
    one = f.issue(f.member())
    one.sectors = [f.sector("RAIL")]
    db.session.commit()
    url, rail = f"/issues/{one.id}/qualify", f.sector("RAIL").id
    filed = filled(manager.get(f"/issues/{one.id}").text, url)
    assert manager.post(url, data=filed | {"sector_ids": rail, "urgency": "high"}).status_code == 303
    again = manager.post(url, data=filed | {"sector_ids": rail, "urgency": "high"})
    assert again.status_code == 303  # a double click, or the same thought
    second = manager.post(url, data=filed | {"sector_ids": rail, "urgency": "low"})
    assert second.status_code == 409
    assert "Saved meanwhile by somebody else:" in second.text
    db.session.refresh(one)
    assert one.urgency.value == "high"


def test_two_correct_one_place(manager: FlaskClient, db: Any) -> None:
    one = f.member("Forge Églantine")
    url = f"/members/{one.id}/sites/{one.sites[0].id}"
    first, second = opened(manager, url, db), opened(manager, url, db)
    assert manager.post(url, data=first | {"town": "Unieux"}).status_code == 303
    page = manager.post(url, data=second | {"town": "Firminy", "address": "3 rue du Puits"})
    assert page.status_code == 409
    assert re.search(r"Saved meanwhile by somebody else:</b><div class=\"words\">Unieux", page.text)
    assert manager.post(url, data=filled(page.text, url)).status_code == 303
    db.session.expire_all()
    (site,) = db.session.get_one(Member, one.id).sites
    assert (site.town, site.address) == ("Firminy", "3 rue du Puits")


def test_a_place_is_no_matter_of_what_else_changed(manager: FlaskClient, db: Any) -> None:
    one = f.member("Forge Églantine")
    url = f"/members/{one.id}/sites/{one.sites[0].id}"
    mine = opened(manager, url, db)
    edit = f"/members/{one.id}/edit"
    assert manager.post(edit, data=opened(manager, edit, db) | {"description": "Ressorts"}).status_code == 303
    assert manager.post(url, data=mine | {"town": "Firminy"}).status_code == 303
