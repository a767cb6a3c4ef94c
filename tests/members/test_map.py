"""The members as a map of the departments."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from cara_crm.core.permissions import Role
from cara_crm.members.models import MemberCategory, Site
from tests import factories as f

Browse = Callable[..., str]


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(f.user(Role.MANAGER))


def rows(html: str) -> dict[str, tuple[str, str]]:
    """Department → (members, sites) of the table beside the map."""
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    found = re.findall(r'<th scope="row">(.*?)</th><td class="num">(.*?)</td><td[^>]*>(.*?)</td>', body, re.S)
    return {re.sub(r"<[^>]+>", "", name).split(" chosen")[0]: (n, sites) for name, n, sites in found}


@pytest.mark.usefixtures("manager")
def test_the_map_and_its_table_say_the_same(browse: Browse) -> None:
    f.member(at="69"), f.member(at="69"), f.member(at="38")
    html = browse("/members?view=map")
    assert (rows(html)["69 Rhône"], rows(html)["38 Isère"], rows(html)["01 Ain"]) == (
        ("2", "2"),
        ("1", "1"),
        ("0", "0"),
    )
    assert 'aria-label="Rhône: 2"' in html
    assert 'class="shade-5"' in html.split('aria-label="Rhône: 2"')[1].split("</a>")[0]


@pytest.mark.usefixtures("manager")
def test_the_map_follows_the_filters(browse: Browse) -> None:
    f.member(at="69", category=MemberCategory.LARGE), f.member(at="69"), f.member(at="38")
    html = browse("/members?view=map&category=large")
    assert rows(html)["69 Rhône"] == ("1", "1")
    assert rows(html)["38 Isère"] == ("0", "0")
    assert 'name="view" value="map"' in html


@pytest.mark.usefixtures("manager")
def test_a_department_narrows_the_list_and_once_more_does_not(browse: Browse) -> None:
    f.member(at="69"), f.member(at="38")
    rhone = f.department("69").id
    assert f'href="/members?category=sme&amp;view=map&amp;department={rhone}"' in browse(
        "/members?view=map&category=sme"
    )
    html = browse(f"/members?view=map&category=sme&department={rhone}")
    assert re.search(
        r'<a href="/members\?category=sme&amp;view=map" aria-label="Rhône: 1 \(chosen\)"[^>]*aria-current', html
    )
    assert rows(html)["38 Isère"] == ("1", "1")
    assert "1 organisation" in html


@pytest.mark.usefixtures("manager")
def test_sites_are_counted_where_they_are_and_closed_ones_are_not(browse: Browse) -> None:
    one = f.member(at="69")
    one.sites.append(Site(town="Grenoble", department=f.department("38")))
    one.sites.append(Site(town="Bourg", department=f.department("01"), closed_on=date(2024, 1, 1)))
    found = rows(browse("/members?view=map"))
    assert (found["69 Rhône"], found["38 Isère"], found["01 Ain"]) == (("1", "1"), ("0", "1"), ("0", "0"))


@pytest.mark.usefixtures("manager")
def test_who_is_outside_the_map_or_nowhere_is_counted_too(browse: Browse) -> None:
    f.member(at="39")
    nowhere = f.member(at="69")
    nowhere.department_id = None
    found = rows(browse("/members?view=map"))
    assert found["39 Jura"] == ("1", "1")
    assert found["Not known"][0] == "1"


def test_a_manager_of_one_sector_sees_its_members_on_the_map(
    sign_in: Callable[..., FlaskClient], browse: Browse
) -> None:
    f.member(at="69", in_sector="RAIL"), f.member(at="69", in_sector="VELO")
    sign_in(f.user(Role.MANAGER, sectors=[f.sector("RAIL")]))
    assert rows(browse("/members?view=map"))["69 Rhône"] == ("1", "1")


@pytest.mark.usefixtures("manager")
def test_nothing_found_is_said_on_the_map(browse: Browse) -> None:
    f.member()
    assert "Nothing matches" in browse("/members?view=map&q=zzzz")


@pytest.mark.usefixtures("manager")
def test_a_view_opens_as_the_map_that_it_was(browse: Browse, post: Callable[..., object]) -> None:
    f.member()
    post("/members?view=map", "/members/views?view=map", {"name": "Where they are"})
    assert 'href="/members?view=map">Where they are' in browse("/members")
