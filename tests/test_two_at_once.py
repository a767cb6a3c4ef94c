"""Two people open one page of what all share: whoever saves second sees what the first one saved, and decides."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient

from cara_crm.core.permissions import Role
from tests import factories as f
from tests.browse import filled

THEIRS = r"Saved meanwhile by somebody else:</b><div class=\"words\">{}</div>"


class Shared(NamedTuple):
    """A page, the address its form is sent to, and a field with what the first and the second one write."""

    page: str
    action: str
    field: str
    first: str
    second: str
    shown: str = ""  # the first one's in words


def group() -> Shared:
    made = f.group("Groupe Alpha")
    f.member(group_id=made.id)
    return Shared(f"/members/groups/{made.id}", f"/members/groups/{made.id}", "name", "Alpha SA", "Alpha Holding")


def account_manager() -> Shared:
    url = f"/members/{f.member().id}/manager"
    odile, jean = f.user(Role.MANAGER, name="Odile Frêne"), f.user(Role.MANAGER)
    return Shared(url, url, "user_id", str(odile.id), str(jean.id), "Odile Frêne")


def day_of_payment() -> Shared:
    url = f"/memberships/{f.membership().id}"
    return Shared(url, f"{url}/paid", "on", "2026-11-10", "2026-11-20", "10 November 2026")


CASES = [group, account_manager, day_of_payment]


@pytest.fixture(params=CASES, ids=lambda case: case.__name__)
def shared(request: pytest.FixtureRequest) -> Shared:
    made: Shared = request.param()
    return made


@pytest.fixture
def administrator(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(f.user(Role.ADMINISTRATOR))


def saves(client: FlaskClient, page: str, shared: Shared, written: str) -> Any:
    """The form of this page, sent with one field changed."""
    return client.post(shared.action, data=filled(page, shared.action) | {shared.field: written})


def test_the_second_sees_what_the_first_saved_before_anything_is_overwritten(
    administrator: FlaskClient, shared: Shared
) -> None:
    page = administrator.get(shared.page).text
    assert saves(administrator, page, shared, shared.first).status_code == 303
    answer = saves(administrator, page, shared, shared.second)
    assert answer.status_code == 409
    assert re.search(THEIRS.format(re.escape(shared.shown or shared.first)), answer.text)
    assert filled(administrator.get(shared.page).text, shared.action)[shared.field] == [shared.first]
    assert saves(administrator, answer.text, shared, shared.second).status_code == 303
    assert filled(administrator.get(shared.page).text, shared.action)[shared.field] == [shared.second]


def test_the_same_thought_of_both_is_saved_without_a_question(administrator: FlaskClient, shared: Shared) -> None:
    page = administrator.get(shared.page).text
    assert saves(administrator, page, shared, shared.first).status_code == 303
    assert saves(administrator, page, shared, shared.first).status_code == 303


def test_who_writes_alone_is_asked_nothing(administrator: FlaskClient, shared: Shared) -> None:
    for written in (shared.first, shared.second):
        page = administrator.get(shared.page).text
        assert saves(administrator, page, shared, written).status_code == 303
