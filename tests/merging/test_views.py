"""Duplicates through the door."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.jobs.models import Job
from cara_crm.jobs.registry import Work
from cara_crm.members.models import Member
from cara_crm.merging import jobs
from cara_crm.merging.models import Merge, Pair
from tests import factories
from tests.merging.cast import merge, merge_people

Post = Callable[..., Any]
Browse = Callable[..., str]


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


@pytest.fixture
def look(db: Any) -> Callable[[], dict[str, Any]]:
    """What the worker does."""

    def _look() -> dict[str, Any]:
        db.session.commit()
        return jobs.look(Work(1, {}, None, Actor.system("worker"), lambda *_: None))

    return _look


@pytest.fixture
def twins() -> tuple[Member, Member]:
    return factories.member("Forge Églantine", siren=None), factories.member("FORGE EGLANTINE SAS")


def test_an_empty_list_teaches(manager: FlaskClient, browse: Browse) -> None:
    assert "No likely duplicate" in browse("/members/duplicates")
    assert "No likely duplicate" in browse("/contacts/duplicates")


def test_pairs_are_listed_with_their_reasons(
    manager: FlaskClient, browse: Browse, look: Callable[[], Any], twins: tuple[Member, Member]
) -> None:
    factories.issue(twins[1])
    look()
    html = browse("/members/duplicates")
    assert "same name" in html
    assert "1 issue" in html
    assert f"/members/{twins[1].id}/merge?with={twins[0].id}" in html


def test_not_a_duplicate_is_remembered_whatever_is_found_later(
    manager: FlaskClient, browse: Browse, post: Post, db: Any, look: Callable[[], Any], twins: tuple[Member, Member]
) -> None:
    look()
    pair = db.session.scalars(sa.select(Pair)).one()
    assert post("/members/duplicates", f"/duplicates/{pair.id}/distinct").status_code == 303
    look()
    assert "EGLANTINE" not in browse("/members/duplicates")
    assert "EGLANTINE" in browse("/members/duplicates?decided=1")
    post("/members/duplicates?decided=1", f"/duplicates/{pair.id}/reopen")
    assert "EGLANTINE" in browse("/members/duplicates")


def test_a_pair_of_which_little_is_known_is_shown_too(manager: FlaskClient, browse: Browse, db: Any, look: Any) -> None:
    for name in ("Ets MARTIN & Fils", "Martin et fils"):
        bare = factories.member(name)
        bare.sites, bare.department, bare.siren = [], None, None
    db.session.commit()
    look()
    assert "MARTIN" in browse("/members/duplicates")


def test_a_pair_of_which_one_left_the_lists_vanishes(
    manager: FlaskClient, browse: Browse, look: Callable[[], Any], twins: tuple[Member, Member]
) -> None:
    look()
    merge(*twins)
    assert "EGLANTINE" not in browse("/members/duplicates")


def test_a_manager_of_another_sector_sees_no_pair_and_merges_nothing(
    sign_in: Callable[..., FlaskClient], db: Any, look: Callable[[], Any], twins: tuple[Member, Member]
) -> None:
    look()
    client = sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("VELO")]))
    assert "EGLANTINE" not in client.get("/members/duplicates").text
    assert client.get(f"/members/{twins[0].id}/merge?with={twins[1].id}").status_code == 404


def test_what_was_merged_is_seen_by_who_sees_what_it_is_now(
    sign_in: Callable[..., FlaskClient], db: Any, twins: tuple[Member, Member]
) -> None:
    people = [factories.contact(twin, last_name="Églantine") for twin in twins]
    merge(*twins)
    merge_people(*people)
    db.session.commit()
    pages = (f"/members/{twins[1].id}?former=1", f"/contacts/{people[1].id}?former=1")
    there, elsewhere = ([factories.sector(code)] for code in ("RAIL", "VELO"))
    client = sign_in(factories.user(Role.MANAGER, sectors=elsewhere))
    assert [client.get(page).status_code for page in pages] == [404, 404]
    lists = [client.get(page).text for page in ("/members?archived=1", "/contacts?archived=1")]
    assert not any("glantine" in text.lower() for text in lists)
    client = sign_in(factories.user(Role.MANAGER, sectors=there))
    assert [client.get(page).status_code for page in pages] == [200, 200]


@pytest.mark.parametrize("path", ["/members/{member}/status", "/interactions/new"])
def test_a_form_that_stood_open_while_its_record_was_merged_writes_nothing(
    path: str, manager: FlaskClient, post: Post, db: Any, twins: tuple[Member, Member]
) -> None:
    merge(*twins)
    db.session.commit()
    kept, merged = twins
    data = {"member_id": merged.id, "status": "suspended", "from_on": "2026-11-01", "kind": "call", "minutes": "Rien"}
    answer = post("/members", path.format(member=merged.id), data)
    assert answer.headers["Location"] == f"/members/{merged.id}"
    page = manager.get(answer.headers["Location"], follow_redirects=True)
    assert "Nothing was written" in page.text
    assert page.request.path == f"/members/{kept.id}"


@pytest.mark.parametrize(("role", "in_sector"), [(Role.MANAGER, "VELO"), (Role.OBSERVER, None), (Role.DIRECTOR, None)])
def test_a_merged_record_that_one_may_not_edit_is_as_one_that_never_was(
    role: Role, in_sector: str | None, sign_in: Any, post: Post, db: Any, twins: tuple[Member, Member]
) -> None:
    people = [factories.contact(twin, last_name="Églantine") for twin in twins]
    merge(*twins)
    merge_people(*people)
    db.session.commit()
    sign_in(factories.user(role, sectors=[factories.sector(in_sector)] if in_sector else None))
    for path, record in (("/members/{}/status", twins[1]), ("/contacts/{}/edit", people[1])):
        data = {"status": "suspended", "from_on": "2026-11-01"}
        codes = [post("/account", path.format(id), data).status_code for id in (record.id, 987_654)]
        assert codes == [404, 404], path


def test_looking_is_asked_for_once(manager: FlaskClient, post: Post, browse: Browse, db: Any) -> None:
    for _ in range(2):
        post("/members/duplicates", "/duplicates/look", {"kind": "member"})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 1
    assert "being compared now" in browse("/members/duplicates")


def token_of(client: FlaskClient, page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert found
    return found[1]


def page_of(kept: Member, other: Member) -> str:
    return f"/members/{kept.id}/merge?with={other.id}"


def test_both_stand_side_by_side_with_the_counts(
    manager: FlaskClient, browse: Browse, twins: tuple[Member, Member]
) -> None:
    kept, other = twins
    factories.issue(other)
    html = browse(page_of(kept, other), budget=18)
    assert "1 issue" in html
    assert f"/members/{other.id}/merge?with={kept.id}" in html


def test_merging_takes_the_choices_and_can_be_undone(
    manager: FlaskClient, post: Post, browse: Browse, db: Any, twins: tuple[Member, Member]
) -> None:
    kept, other = twins
    versions = {"kept_version": str(kept.version), "merged_version": str(other.version)}
    response = post(page_of(kept, other), page_of(kept, other), versions | {"take_legal_name": "merged"})
    assert response.status_code == 303
    again = manager.post(page_of(kept, other), data=versions | {"csrf_token": token_of(manager, "/members/new")})
    assert again.location == response.location
    assert kept.legal_name == "FORGE EGLANTINE SAS"
    html = browse(response.location, budget=30)
    assert "Undo the merge" in html
    assert "Legal name" in html
    undone = post(response.location, f"{response.location}/undo")
    assert undone.status_code == 303
    db.session.expire_all()
    assert (kept.legal_name, other.merged_into_id) == ("Forge Églantine", None)
    assert "two records again" in browse(response.location, budget=20)


def test_who_merges_what_somebody_changed_meanwhile_sees_it_again(
    manager: FlaskClient, post: Post, db: Any, twins: tuple[Member, Member]
) -> None:
    kept, other = twins
    db.session.commit()
    response = post(page_of(kept, other), page_of(kept, other), {"kept_version": "1", "merged_version": "77"})
    assert response.status_code == 409
    assert f'value="{other.version}"' in response.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Merge)) == 0


def test_the_old_address_leads_to_the_kept_one(
    manager: FlaskClient, browse: Browse, twins: tuple[Member, Member]
) -> None:
    kept, other = twins
    merge(kept, other)
    response = manager.get(f"/members/{other.id}")
    assert response.location == f"/members/{kept.id}"
    assert "Merged into another member" in browse(f"/members/{other.id}?former=1", budget=16)
    assert "Merged into this record" in browse(f"/members/{kept.id}", budget=16)


def test_a_merged_one_is_not_restored_by_hand(manager: FlaskClient, post: Post, twins: tuple[Member, Member]) -> None:
    kept, other = twins
    merge(kept, other)
    post("/members/new", f"/members/{other.id}/restore")
    assert other.archived_on is not None


def test_the_other_is_looked_for_by_name(manager: FlaskClient, browse: Browse, twins: tuple[Member, Member]) -> None:
    kept, other = twins
    assert f"with={other.id}" in browse(f"/members/{kept.id}/merge?q=eglantine")
    assert "Look for the other record" in browse(f"/members/{kept.id}/merge?with={kept.id}")


@pytest.mark.parametrize("words", ["", "x", "99999999999", "0"])
def test_with_nothing_there_is_nothing_to_merge(manager: FlaskClient, twins: tuple[Member, Member], words: str) -> None:
    assert manager.get(f"/members/{twins[0].id}/merge?with={words}").status_code == 404


def test_the_number_of_the_former_one_is_that_of_the_kept_one(
    manager: FlaskClient, post: Post, twins: tuple[Member, Member]
) -> None:
    kept, other = factories.member("Forge A", siren="000000018"), twins[1]
    merge(kept, other)
    new = {"legal_name": "Neuve", "category": "sme", "status": "prospect", "version": "0", "siren": other.siren}
    assert "Forge A has this SIREN already" in post("/members/new", "/members", new).text


def test_today_says_how_many_pairs_wait(
    manager: FlaskClient, browse: Browse, look: Callable[[], Any], twins: tuple[Member, Member]
) -> None:
    look()
    assert "likely duplicate among members" in browse("/today", budget=16)
