"""The register through the door."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.core.permissions import Role
from cara_crm.members.models import AccountManager, Member, MemberCategory, MemberStatus, Tag
from tests import factories
from tests.members.lists import A


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


@pytest.fixture
def fresh(db: Any) -> Callable[[Member], Member]:
    """The member as the database has it now."""

    def _fresh(member: Member) -> Member:
        db.session.expire_all()
        return db.session.get_one(Member, member.id)

    return _fresh


def test_the_register_lists_its_members(manager: FlaskClient, browse: Callable[..., str]) -> None:
    factories.member("Ateliers Mirandole")
    assert "Ateliers Mirandole" in browse("/members")


@pytest.mark.parametrize("q", ["eglantine", "Églantine", "FORGE EGL", "000 412 585", "000412585", "Villefictive"])
def test_members_are_found_without_accents_by_number_and_place(
    manager: FlaskClient, browse: Callable[..., str], q: str
) -> None:
    factories.member("Forge Églantine", siren=A, folded=f"forge eglantine {A} villefictive")
    factories.member("Câblages Tournesol")
    html = browse(f"/members?q={q}")
    assert "Forge Églantine" in html
    assert "Tournesol" not in html or q == "Villefictive"


def test_a_wrong_letter_finds_names_that_are_close(manager: FlaskClient, browse: Callable[..., str]) -> None:
    factories.member("Ateliers Mirandole")
    factories.member("Plasturgie Bruyère")
    html = browse("/members?q=atelier+mirandolle")
    assert "Ateliers Mirandole" in html
    assert "Bruyère" not in html


def test_filters_narrow_the_list_and_count(manager: FlaskClient, browse: Callable[..., str]) -> None:
    factories.member("Forge Alpha", category=MemberCategory.LARGE)
    factories.member("Forge Beta", category=MemberCategory.MICRO)
    html = browse("/members?category=large")
    assert "Forge Alpha" in html
    assert "Forge Beta" not in html
    assert "1 organisation" in html


@pytest.mark.parametrize(
    "query", ["sector=x", "category=?", "department=99999999999", "after=zzz", "q=%00", "manager=x&tag=-1", "sort=up"]
)
def test_addresses_that_make_no_sense_still_show_the_list(
    manager: FlaskClient, browse: Callable[..., str], query: str
) -> None:
    factories.member("Forge Alpha")
    assert "Members" in browse(f"/members?{query}")


def test_pages_follow_one_another_by_name(manager: FlaskClient, browse: Callable[..., str]) -> None:
    for n in range(60):
        factories.member(f"Forge {n:02d}")
    first = browse("/members")
    assert "Forge 49" in first
    assert "Forge 50" not in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "Forge 50" in browse(following)


def test_a_members_page_shows_its_facts_with_source_and_year(manager: FlaskClient, browse: Callable[..., str]) -> None:
    one = factories.member("Forge Églantine", category_source="INSEE", category_year=2024)
    html = browse(f"/members/{one.id}")
    assert "INSEE, 2024" in html
    assert "Villefictive" in html


def test_a_manager_in_charge_of_another_sector_sees_nothing_of_it(sign_in: Callable[..., FlaskClient]) -> None:
    one = factories.member("Forge Églantine", in_sector="RAIL")
    client = sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("VELO")]))
    assert client.get(f"/members/{one.id}").status_code == 404
    assert "Forge Églantine" not in client.get("/members").text


NEW = {"legal_name": "Forge Neuve SAS", "category": "sme", "status": "prospect", "postal_code": "42152", "town": "Rive"}


def test_a_member_is_added_and_its_department_follows_from_the_postal_code(
    manager: FlaskClient, post: Callable[..., Any], db: Any
) -> None:
    response = post("/members/new", "/members", NEW | {"version": "0", "siren": "000 412 585"})
    assert response.status_code == 303
    made = db.session.scalars(sa.select(Member).where(Member.siren == A)).one()
    assert (made.department.code, made.sites[0].is_head) == ("42", True)
    assert [p.status for p in made.status_periods] == [MemberStatus.PROSPECT]


def test_what_was_typed_stays_when_a_number_is_wrong(manager: FlaskClient, post: Callable[..., Any]) -> None:
    response = post("/members/new", "/members", NEW | {"version": "0", "siren": "000412586"})
    assert response.status_code == 422
    assert "Forge Neuve SAS" in response.text
    assert "9 digits" in response.text


def test_a_siren_belongs_to_one_member(manager: FlaskClient, post: Callable[..., Any]) -> None:
    factories.member("Forge Églantine", siren=A)
    response = post("/members/new", "/members", NEW | {"version": "0", "siren": A})
    assert "Forge Églantine has this SIREN already." in response.text


def test_a_similar_name_is_asked_about_once(manager: FlaskClient, post: Callable[..., Any]) -> None:
    factories.member("Forge Neuve")
    response = post("/members/new", "/members", NEW | {"version": "0"})
    assert "Perhaps" in response.text
    assert post("/members/new", "/members", NEW | {"version": "0", "is_another": "y"}).status_code == 303


def test_a_name_that_is_given_up_stays_searchable(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str]
) -> None:
    one = factories.member("Fonderies Ravel")
    page = f"/members/{one.id}/edit"
    post(page, page, {"legal_name": "Fonderie Neuve", "category": "sme", "version": one.version})
    assert "Fonderie Neuve" in browse("/members?q=ravel")


def test_the_second_to_save_sees_both_versions_and_loses_nothing(
    manager: FlaskClient, post: Callable[..., Any], fresh: Callable[[Member], Member]
) -> None:
    one = factories.member("Forge Églantine")
    page, mine = f"/members/{one.id}/edit", {"legal_name": "Forge Églantine", "category": "sme", "version": one.version}
    post(page, page, mine | {"description": "Theirs"})
    response = post(page, page, mine | {"description": "Mine"})
    assert response.status_code == 409
    assert "Theirs" in response.text
    assert "Mine" in response.text
    version = fresh(one).version
    assert post(page, page, mine | {"description": "Mine", "version": version}).status_code == 303
    assert fresh(one).description == "Mine"


def test_archiving_wants_a_reason_and_can_be_undone(
    manager: FlaskClient, post: Callable[..., Any], fresh: Callable[[Member], Member]
) -> None:
    one = factories.member()
    page = f"/members/{one.id}/archive"
    assert post(page, page, {"reason": " "}).status_code == 422
    post(page, page, {"reason": "Cessation"})
    assert fresh(one).archived_reason == "Cessation"
    post(f"/members/{one.id}", f"/members/{one.id}/restore")
    assert fresh(one).archived_on is None


def test_a_status_moves_with_a_day_and_a_reason(
    manager: FlaskClient, post: Callable[..., Any], fresh: Callable[[Member], Member]
) -> None:
    one = factories.member()
    page = f"/members/{one.id}/status"
    post(page, page, {"status": "suspended", "on": "2025-03-01", "reason": "Fee unpaid"})
    first, second = fresh(one).status_periods
    assert (str(first.until_on), second.status, second.reason) == ("2025-02-28", MemberStatus.SUSPENDED, "Fee unpaid")


def test_sectors_are_dated_and_the_main_one_passes_on(
    manager: FlaskClient, post: Callable[..., Any], fresh: Callable[[Member], Member]
) -> None:
    one = factories.member(in_sector="RAIL")
    velo = factories.sector("VELO")
    post(f"/members/{one.id}/sectors/new", f"/members/{one.id}/sectors", {"sector_id": velo.id, "on": "2024-01-01"})
    rail = next(a for a in fresh(one).assignments if a.is_main)
    page = f"/members/{one.id}/sectors/{rail.id}/end"
    post(page, page, {"on": "2025-12-31"})
    assert fresh(one).main_sector.code == "VELO"


def test_somebody_looks_after_a_member(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str]
) -> None:
    one, who = factories.member(), factories.user(name="Claire Inventée")
    post(f"/members/{one.id}/manager", f"/members/{one.id}/manager", {"user_id": who.id})
    assert "Looked after by Claire Inventée" in browse(f"/members/{one.id}")


def test_the_export_is_what_is_shown(manager: FlaskClient, db: Any) -> None:
    factories.member("Forge Alpha", category=MemberCategory.LARGE)
    factories.member("Forge Beta")
    db.session.commit()
    rows = json.loads(manager.get("/members/export.json?category=large").data)
    assert [row["name"] for row in rows] == ["Forge Alpha"]


def test_no_name_becomes_a_formula(manager: FlaskClient, db: Any) -> None:
    factories.member("=HYPERLINK(1)")
    db.session.commit()
    text = manager.get("/members/export.csv").data.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text


PAGES = ["", "/edit", "/archive", "/status", "/sectors/new", "/manager"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_member_keeps_the_rules(
    manager: FlaskClient, browse: Callable[..., str], page: str, language: str
) -> None:
    one = factories.member()
    manager.set_cookie("language", language)
    html = browse(f"/members/{one.id}{page}")
    assert f'<html lang="{language}"' in html
    assert one.name in html


@pytest.mark.parametrize(
    ("page", "offered"),
    [
        ("/members", 'href="/members/new"'),
        ("/members/new", 'name="legal_name"'),
        ("/members/import", 'name="file"'),
        ("/members?archived=1", "Archived members"),
    ],
)
def test_every_page_of_the_register_keeps_the_rules(
    manager: FlaskClient, browse: Callable[..., str], page: str, offered: str
) -> None:
    assert offered in browse(page)


def test_members_of_one_group_are_counted(manager: FlaskClient, browse: Callable[..., str]) -> None:
    whole = factories.group("Groupe Inventé")
    one = factories.member("Forge Alpha", group_id=whole.id)
    factories.member("Forge Beta", group_id=whole.id)
    assert "2 members; counts once" in browse(f"/members/{one.id}")


def test_the_list_needs_few_queries_however_many_members(manager: FlaskClient, browse: Callable[..., str]) -> None:
    for n in range(30):
        factories.member(f"Forge {n:02d}")
    html = browse("/members", budget=8)
    assert len(re.findall(r"Forge \d\d", html)) >= 25


def test_who_looks_after_them_and_tags_narrow_the_list_too(sign_in, browse, db):
    lise, luc = factories.user(name="Lise Suit"), factories.user(name="Luc Suit")
    forge, works = factories.member("Forge des Étangs"), factories.member("Usine du Lac", status=MemberStatus.PROSPECT)
    for one in (forge, works):
        one.managers = [AccountManager(user_id=lise.id, from_on=date(2024, 1, 1))]
        one.tags = [db.session.query(Tag).filter_by(folded="salon").first() or Tag(name="Salon", folded="salon")]
        db.session.flush()
    ended = AccountManager(user_id=luc.id, from_on=date(2023, 1, 1), until_on=date(2023, 12, 31))
    factories.member("Atelier Nord").managers = [ended]
    db.session.flush()
    sign_in(factories.user())
    one, two = (f'</span> <span class="count">{n}<' for n in (1, 2))
    assert "Lise Suit" not in browse("/members")
    more = browse("/members?more=1")
    assert (f"Lise Suit{two}" in more, "Luc Suit" in more, f"Salon{two}" in more) == (True, False, True)
    tag = forge.tags[0].id
    shown = browse(f"/members?manager={lise.id}&tag={tag}&status=active")
    assert ("Forge des Étangs" in shown, "Usine du Lac" in shown, f"Lise Suit{one}" in shown) == (True, False, True)
    assert "1 organisation" in shown
    assert f"manager={lise.id}&amp;tag={tag}" in shown


def test_tags_of_members_that_one_does_not_see_are_not_offered(sign_in, browse, db):
    factories.member("Forge", in_sector="AUTO").tags = [Tag(name="Secret", folded="secret")]
    db.session.flush()
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    assert "Secret" not in browse("/members?more=1")


def test_the_export_without_columns_says_words(manager: FlaskClient, db: Any) -> None:
    factories.member("Forge Alpha", headcount_band="21")
    db.session.commit()
    (row,) = json.loads(manager.get("/members/export.json").data)
    assert (row["category"], row["status"], row["sectors"]) == ("Small or medium company", "Active member", "Rail")
    assert "50" in row["headcount_band"]
