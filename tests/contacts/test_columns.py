"""The columns of the list of people, as each chose them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from cara_crm.contacts.views.columns import COLUMNS
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.interactions.models import Interaction
from tests import factories as f

Browse, Post = Callable[..., str], Callable[..., Any]
CHOOSE = "/contacts/columns"


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(f.user(Role.MANAGER))


def heads(html: str) -> list[str]:
    table = html.split("<thead>")[1].split("</thead>")[0]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<th[^>]*>(.*?)</th>", table, re.S)]


def cell(html: str, column: str) -> str:
    found = re.search(rf'<td data-label="{column}"[^>]*>(.*?)</td>', html, re.S)
    assert found, column
    return re.sub(r"<[^>]+>", "", found[1]).strip()


@pytest.mark.usefixtures("manager")
def test_people_are_shown_with_the_columns_that_one_chose(browse: Browse, post: Post) -> None:
    f.contact(f.member())
    assert heads(browse("/contacts")) == ["Name", "Function", "E-mail", "Phone"]
    assert post(CHOOSE, CHOOSE, {"columns": ["email", "sector"], "move": "up:sector"}).location.endswith("#up-sector")
    assert heads(browse("/contacts")) == ["Name", "Main sector", "E-mail"]
    assert heads(browse("/contacts?columns=phone")) == ["Name", "Phone"]
    post(CHOOSE, CHOOSE, {"usual": "1"})
    assert heads(browse("/contacts"))[1:] == ["Function", "E-mail", "Phone"]


@pytest.mark.usefixtures("manager")
def test_a_line_says_where_a_person_is_and_when_one_last_spoke(browse: Browse) -> None:
    one = f.contact(f.member("Forge Alpha", at="42"))
    f.contact(f.member(at="69"), last_name="Zola")
    long_ago = clock.now() - timedelta(days=300)
    f.add(Interaction(happened_at=long_ago, contacts=[one]))
    html = browse(f"/contacts?columns={','.join(COLUMNS)}")
    assert cell(html, "Function") == "Direction, Forge Alpha"
    assert cell(html, "Department") == "42 Loire"
    assert cell(html, "Main sector") == "Rail"
    assert str(long_ago.astimezone(clock.PARIS).year) in cell(html, "Last contact")


def test_who_reads_no_conversations_is_not_told_of_the_last_one(
    sign_in: Callable[..., FlaskClient], browse: Browse
) -> None:
    f.contact(f.member())
    sign_in(f.user(Role.ADMINISTRATOR))
    assert heads(browse("/contacts?columns=last_contact,email")) == ["Name", "E-mail"]
    assert "Last contact" not in browse(CHOOSE)
