"""Several values of one filter together: any of them, under the other filters; the address, files and changes too."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.lists.models import SavedView
from cara_crm.members import queries
from cara_crm.members.models import AccountManager, Member, MemberCategory, MemberStatus, SectorAssignment, Tag
from cara_crm.members.queries import Filters
from tests import factories as f
from tests.members.test_facets import offered, ticked

Browse = Callable[..., str]
HOUSE = Actor(user_id=None, role=Role.MANAGER)


@pytest.fixture
def four(db: Any) -> list[Member]:
    """Alpha and Bravo are of rail, Charlie of bikes, Delta of the automotive sector and of bikes."""
    found = [
        f.member("Alpha", in_sector="RAIL", at="69", category=MemberCategory.LARGE),
        f.member("Bravo", in_sector="RAIL", at="38"),
        f.member("Charlie", in_sector="VELO", at="42"),
        f.member("Delta", in_sector="AUTO", at="42", status=MemberStatus.FORMER),
    ]
    db.session.add(
        SectorAssignment(member=found[3], sector=f.sector("VELO"), from_on=clock.today(), is_main=False),
    )
    db.session.flush()
    return found


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(f.user(Role.MANAGER, name="Ada Fictive"))


def shown(html: str) -> list[str]:
    return re.findall(r'<a href="/members/\d+">(Alpha|Bravo|Charlie|Delta)</a>', html)


def both(name: str, *codes: str) -> str:
    one = {"sector": f.sector, "within": f.sector, "department": f.department}[name]
    return "&".join(f"{name}={one(code).id}" for code in codes)


def test_any_of_the_values_and_the_other_filters_too(manager: FlaskClient, browse: Browse, four: list[Member]) -> None:
    assert shown(browse(f"/members?{both('sector', 'RAIL', 'VELO')}")) == ["Alpha", "Bravo", "Charlie"]
    query = f"{both('sector', 'RAIL', 'VELO')}&{both('department', '38', '42')}"
    assert shown(browse(f"/members?{query}", budget=8)) == ["Bravo", "Charlie"]
    assert shown(browse("/members?category=large&status=active&status=former")) == ["Alpha"]


def test_who_is_in_two_of_the_sectors_is_one(manager: FlaskClient, browse: Browse, four: list[Member]) -> None:
    html = browse(f"/members?{both('within', 'AUTO', 'VELO')}")
    assert shown(html) == ["Charlie", "Delta"]
    assert "2 organisations" in html
    counts = offered(html, "within")
    assert [counts[str(f.sector(code).id)][-3:] for code in ("AUTO", "VELO", "RAIL")] == ["(1)", "(2)", "(2)"]


def test_people_and_tags_and_fees_by_several(manager: FlaskClient, browse: Browse, four: list[Member], db: Any) -> None:
    lise, luc = f.user(name="Lise Suit"), f.user(name="Luc Suit")
    for member, user, tag in zip(four, (lise, luc, luc), ("Salon", "Salon", "Pilote"), strict=False):
        member.managers = [AccountManager(user_id=user.id, from_on=clock.today())]
        member.tags = [db.session.query(Tag).filter_by(name=tag).first() or Tag(name=tag, folded=tag.lower())]
        db.session.flush()
    f.membership(four[0], year=clock.today().year, paid_on=clock.today())
    f.membership(four[1], year=clock.today().year, called_on=clock.today())
    assert shown(browse(f"/members?manager={lise.id}&manager={luc.id}")) == ["Alpha", "Bravo", "Charlie"]
    tags = [four[0].tags[0].id, four[2].tags[0].id]
    assert shown(browse(f"/members?tag={tags[0]}&tag={tags[1]}&manager={luc.id}")) == ["Bravo", "Charlie"]
    assert shown(browse("/members?fee=paid&fee=called")) == ["Alpha", "Bravo"]
    assert shown(browse("/members?fee=none&fee=paid", budget=12)) == ["Alpha", "Charlie", "Delta"]


def test_each_says_what_it_alone_would_show_under_the_others(
    manager: FlaskClient, browse: Browse, four: list[Member]
) -> None:
    html = browse(f"/members?{both('sector', 'RAIL', 'VELO')}&{both('department', '42', '69')}")
    names = {code: offered(html, "sector")[str(f.sector(code).id)] for code in ("RAIL", "VELO", "AUTO")}
    assert [text[-3:] for text in names.values()] == ["(1)", "(1)", "(1)"]
    assert sorted(text[-3:] for text in offered(html, "department").values()) == ["(1)", "(1)", "(1)"]
    assert sorted(ticked(html, "sector")) == sorted(str(f.sector(code).id) for code in ("RAIL", "VELO"))


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("words", ["", "alpha", "a"])
def test_counts_that_are_kept_are_those_of_the_list(db: Any, four: list[Member], words: str) -> None:
    rail, velo = f.sector("RAIL").id, f.sector("VELO").id
    filters = Filters(q=words, sectors=(rail, velo), statuses=(MemberStatus.ACTIVE, MemberStatus.FORMER))
    n = db.session.scalar(sa.select(sa.func.count()).select_from(queries.listed(HOUSE, filters).subquery()))
    assert queries.facets(HOUSE, filters).total == n


def test_what_is_chosen_can_be_taken_away_one_by_one(manager: FlaskClient, browse: Browse, four: list[Member]) -> None:
    rail, velo = f.sector("RAIL").id, f.sector("VELO").id
    html = browse(f"/members?sector={rail}&sector={velo}&status=active&sort=-name")
    chips = re.search(r'<nav class="views" aria-label="Chosen filters">(.*?)</nav>', html, re.DOTALL)
    assert chips is not None
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', chips[1])]
    assert links == [
        f"/members?sector={velo}&status=active&sort=-name",
        f"/members?sector={rail}&status=active&sort=-name",
        f"/members?sector={rail}&sector={velo}&sort=-name",
    ]
    assert "Chosen filters" not in browse("/members?q=alpha")


def test_one_value_of_several_that_nobody_understands_is_said(
    manager: FlaskClient, browse: Browse, four: list[Member]
) -> None:
    html = browse("/members?status=active&status=gone&standing=yes&standing=no&category=large&category=large")
    assert "left out: status=gone, standing=no" in html


def test_a_list_of_more_pages_keeps_all_values(manager: FlaskClient, browse: Browse) -> None:
    for n in range(60):
        f.member(f"Forge {n:02d}", in_sector=("RAIL", "VELO")[n % 2])
    query = both("sector", "RAIL", "VELO")
    following = re.search(r'rel="next"|href="([^"]+)" rel="next"', browse(f"/members?{query}"))
    assert following is not None
    assert query in following[1].replace("&amp;", "&")


def test_a_file_holds_what_is_shown(manager: FlaskClient, client: FlaskClient, four: list[Member], db: Any) -> None:
    db.session.commit()
    rows = client.get(f"/members/export.json?{both('sector', 'RAIL', 'VELO')}").get_json()
    assert [row["name"] for row in rows] == ["Alpha", "Bravo", "Charlie"]


def test_a_view_keeps_them(
    manager: FlaskClient, browse: Browse, post: Callable[..., Any], four: list[Member], db: Any
) -> None:
    query = both("sector", "RAIL", "VELO")
    assert (
        post(f"/members?{query}", f"/members/views?{query}", {"name": "Rail et vélo"}).location == f"/members?{query}"
    )
    assert db.session.scalars(sa.select(SavedView.query)).all() == [query]
    html = browse("/members")
    assert f'href="/members?{query}">Rail et vélo'.replace("&", "&amp;") in html


def test_all_that_are_found_are_changed(
    manager: FlaskClient, browse: Browse, post: Callable[..., Any], four: list[Member]
) -> None:
    tag = Tag(name="Salon", folded="salon")
    four[0].tags, four[2].tags = [tag], [tag]
    f.db.session.flush()
    query = f"all=1&{both('sector', 'RAIL', 'VELO')}&tag={tag.id}&kind=tag"
    html = browse(f"/members/bulk?{query}&new_tag=Pilote")
    assert "2 organisations change." in html
    sent = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html.split('method="post"')[-1])
    data: dict[str, list[str]] = {}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    post(f"/members/bulk?{query}", "/members/bulk", data)
    f.db.session.expire_all()
    assert [sorted(one.name for one in member.tags) for member in four] == [
        ["Pilote", "Salon"],
        [],
        ["Pilote", "Salon"],
        [],
    ]


def test_the_map_adds_a_department_and_takes_one_away(manager: FlaskClient, browse: Browse, four: list[Member]) -> None:
    rhone, isere = f.department("69").id, f.department("38").id
    html = browse(f"/members?view=map&department={rhone}").replace("&amp;", "&")
    assert f'href="/members?department={rhone}&department={isere}&view=map" aria-label="Isère: 1"' in html
    html = browse(f"/members?view=map&department={rhone}&department={isere}").replace("&amp;", "&")
    assert f'href="/members?department={isere}&view=map" aria-label="Rhône: 1 (chosen)"' in html
    assert f'href="/members?department={rhone}&view=map" aria-label="Isère: 1 (chosen)"' in html
    assert "2 organisations" in html
