"""One change to many members: seen, made, undone; and the views that are kept of the list."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.lists.models import BulkChange, SavedView
from cara_crm.members import queries, services
from cara_crm.members.bulk import BulkKind, Wish
from cara_crm.members.models import Member
from cara_crm.members.queries import Filters
from cara_crm.members.services.bulk import MeanwhileOthers, TooManyAtOnce, UndoneAlready
from cara_crm.tasks.models import Task
from tests import factories as f

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def me() -> Actor:
    return f.actor()


@pytest.fixture
def three() -> list[Member]:
    return [f.member(f"Atelier {n}") for n in "ABC"]


def change(members: list[Member], wish: Wish, by: Actor) -> BulkChange:
    f.db.session.flush()
    f.db.session.expire_all()
    chosen = queries.chosen(by, Filters(ids=tuple(m.id for m in members)))
    made = services.change_all(chosen, wish, expected=sum(services.would_change(m, wish) for m in chosen), by=by)
    f.db.session.flush()
    return made


def sectors(member: Member) -> set[str]:
    return {line.sector.code for line in services.current_assignments(member, clock.today())}


def keeper(member: Member) -> int | None:
    return next((one.user_id for one in member.managers if one.until_on is None), None)


def test_a_sector_for_those_that_are_not_in_it(three: list[Member], me: Actor) -> None:
    there = f.member("Atelier D", in_sector="AUTO")
    made = change([*three, there], Wish(BulkKind.SECTOR, sector_id=f.sector("AUTO").id), me)
    assert len(made.done) == 3
    assert [sectors(member) for member in three] == [{"RAIL", "AUTO"}] * 3
    assert {member.main_sector_id for member in three} == {f.sector("RAIL").id}


def test_a_sector_is_taken_back_where_nobody_ended_it_since(three: list[Member], me: Actor) -> None:
    made = change(three, Wish(BulkKind.SECTOR, sector_id=f.sector("AUTO").id), me)
    line = next(one for one in three[0].assignments if one.sector.code == "AUTO")
    services.end_assignment(three[0], line, on=clock.today(), by=me)
    assert services.undo_change(made, by=me) == 2
    assert made.left == 1
    assert [sectors(member) for member in three] == [{"RAIL", "AUTO"}, {"RAIL"}, {"RAIL"}]


def test_a_first_sector_is_the_main_one_until_it_is_taken_back(me: Actor) -> None:
    bare = f.member()
    bare.assignments.clear()
    bare.main_sector_id = None
    made = change([bare], Wish(BulkKind.SECTOR, sector_id=f.sector("AUTO").id), me)
    assert bare.main_sector_id == f.sector("AUTO").id
    services.undo_change(made, by=me)
    assert bare.main_sector_id is None


def test_a_tag_is_given_once_however_it_is_written(three: list[Member], me: Actor) -> None:
    first = change(three[:1], Wish(BulkKind.TAG, tag="Hydrogène"), me)
    made = change(three, Wish(BulkKind.TAG, tag="hydrogene"), me)
    assert (len(first.done), len(made.done)) == (1, 2)
    assert [[tag.name for tag in member.tags] for member in three] == [["Hydrogène"]] * 3
    assert services.undo_change(made, by=me) == 2
    assert [len(member.tags) for member in three] == [1, 0, 0]


def test_each_goes_back_to_who_looked_after_it(three: list[Member], me: Actor) -> None:
    before, after = f.user(), f.user()
    services.entrust(three[0], before.id, by=me)
    made = change(three, Wish(BulkKind.MANAGER, user_id=after.id), me)
    assert {keeper(member) for member in three} == {after.id}
    services.entrust(three[2], before.id, by=me)
    assert services.undo_change(made, by=me) == 2
    assert [keeper(member) for member in three] == [before.id, None, before.id]


def test_a_task_about_each_stays_when_it_is_done(three: list[Member], me: Actor) -> None:
    due = clock.today() + timedelta(days=3)
    made = change(three, Wish(BulkKind.TASK, title="Appeler", due_on=due, user_id=me.user_id), me)
    found = f.db.session.scalars(sa.select(Task).order_by(Task.id)).all()
    assert [(task.title, task.due_on, task.subject_id) for task in found] == [("Appeler", due, m.id) for m in three]
    found[0].done_at = clock.now()
    assert services.undo_change(made, by=me) == 2
    f.db.session.flush()
    assert f.db.session.scalars(sa.select(Task.id)).all() == [found[0].id]


def test_it_is_undone_once(three: list[Member], me: Actor) -> None:
    made = change(three, Wish(BulkKind.TAG, tag="Essai"), me)
    services.undo_change(made, by=me)
    with pytest.raises(UndoneAlready):
        services.undo_change(made, by=me)


def test_another_list_than_the_one_that_was_shown_is_not_changed(three: list[Member], me: Actor) -> None:
    with pytest.raises(MeanwhileOthers):
        services.change_all(three, Wish(BulkKind.TAG, tag="Essai"), expected=2, by=me)
    assert three[0].tags == []


def test_more_than_one_transaction_holds_is_refused(three: list[Member], me: Actor, monkeypatch: Any) -> None:
    monkeypatch.setattr("cara_crm.members.services.bulk.MOST", 2)
    with pytest.raises(TooManyAtOnce):
        services.change_all(three, Wish(BulkKind.TAG, tag="Essai"), expected=3, by=me)
    assert three[0].tags == []


def test_every_change_leaves_its_lines_in_the_audit(three: list[Member], me: Actor) -> None:
    services.undo_change(change(three, Wish(BulkKind.TAG, tag="Essai"), me), by=me)
    f.db.session.flush()
    actions = f.db.session.scalars(sa.select(AuditEvent.action)).all()
    assert [actions.count(one) for one in ("members.changed", "member.tagged", "members.change_undone")] == [1, 3, 1]


# -- through the door


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(f.user(Role.MANAGER, name="Ada Fictive"))


def test_from_the_list_to_the_change_and_back(
    manager: FlaskClient, browse: Callable[..., str], post: Callable[..., Any], three: list[Member]
) -> None:
    page = f"/members/bulk?ids={three[0].id}&ids={three[1].id}&kind=tag&new_tag=Pilote"
    assert "Change 2 organisations" in browse(page)
    sent = {"ids": [three[0].id, three[1].id], "kind": "tag", "new_tag": "Pilote", "expected": 2}
    done = post(page, "/members/bulk", sent)
    assert done.status_code == 303
    assert "With the tag “Pilote”" in browse(done.location)
    assert [[tag.name for tag in m.tags] for m in three] == [["Pilote"], ["Pilote"], []]
    assert post(done.location, f"{done.location}/undo").status_code == 303
    f.db.session.expire_all()
    assert [len(m.tags) for m in three] == [0, 0, 0]


def test_all_that_the_filters_leave(manager: FlaskClient, browse: Callable[..., str], three: list[Member]) -> None:
    f.member("Usine", in_sector="AUTO")
    html = browse(f"/members/bulk?all=1&sector={f.sector('AUTO').id}&kind=tag&new_tag=Pilote")
    assert "One organisation changes." in html
    assert "Usine" in html
    assert "Atelier A" not in html


@pytest.mark.parametrize("kind", list(BulkKind))
def test_each_way_asks_for_what_it_needs(
    manager: FlaskClient, browse: Callable[..., str], three: list[Member], kind: BulkKind
) -> None:
    assert "Show what changes" in browse(f"/members/bulk?ids={three[0].id}&kind={kind.value}")


@pytest.mark.parametrize("query", ["", "ids=x", "ids=999999", "kind=tag&new_tag=a"])
def test_nobody_chosen_leads_back_to_the_list(manager: FlaskClient, query: str) -> None:
    answer = manager.get(f"/members/bulk?{query}")
    assert (answer.status_code, answer.location) == (303, "/members")


def test_a_missing_value_is_asked_again(manager: FlaskClient, post: Callable[..., Any], three: list[Member]) -> None:
    answer = post("/members/new", "/members/bulk", {"ids": three[0].id, "kind": "tag", "new_tag": "", "expected": 1})
    assert answer.status_code == 422
    assert "Write a tag." in answer.text


def test_a_list_that_moved_is_shown_again(manager: FlaskClient, post: Callable[..., Any], three: list[Member]) -> None:
    answer = post("/members/new", "/members/bulk", {"ids": three[0].id, "kind": "tag", "new_tag": "a", "expected": 7})
    assert answer.status_code == 422
    assert "The list changed meanwhile" in answer.text


def test_members_of_other_sectors_are_not_reached(
    sign_in: Callable[..., FlaskClient], post: Callable[..., Any], three: list[Member]
) -> None:
    sign_in(f.user(sectors=[f.sector("AUTO")]))
    answer = post("/members/new", "/members/bulk", {"ids": three[0].id, "kind": "tag", "new_tag": "a", "expected": 1})
    assert answer.status_code == 422
    assert three[0].tags == []


def test_another_manager_undoes_nothing(sign_in: Callable[..., FlaskClient], three: list[Member], me: Actor) -> None:
    made = change(three, Wish(BulkKind.TAG, tag="Essai"), f.actor())
    assert sign_in(f.user()).get(f"/members/bulk/{made.id}").status_code == 404


# -- views


def keep(post: Callable[..., Any], query: str, **data: Any) -> Any:
    return post(f"/members?{query}", f"/members/views?{query}", {"name": "Vers l’est", **data})


def test_a_view_is_kept_under_a_name_and_leads_to_its_filters(
    manager: FlaskClient, browse: Callable[..., str], post: Callable[..., Any]
) -> None:
    assert keep(post, "q=forge&status=active").status_code == 303
    assert 'href="/members?q=forge&amp;status=active">Vers l’est' in browse("/members")


def test_the_same_name_once_more_is_the_view_as_it_is_now(manager: FlaskClient, post: Callable[..., Any]) -> None:
    keep(post, "q=forge")
    keep(post, "q=usine")
    assert f.db.session.scalars(sa.select(SavedView.query)).all() == ["q=usine"]


@pytest.mark.parametrize(("shared", "seen"), [("y", True), ("", False)])
def test_colleagues_see_what_is_shared(
    sign_in: Callable[..., FlaskClient], browse: Callable[..., str], post: Callable[..., Any], shared: str, seen: bool
) -> None:
    sign_in(f.user(name="Ada Fictive"))
    keep(post, "q=forge", is_shared=shared)
    sign_in(f.user())
    html = browse("/members")
    assert ('">Vers l’est' in html) is seen
    assert ("Ada Fictive" in html) is seen


def test_only_its_owner_deletes_a_view(sign_in: Callable[..., FlaskClient], post: Callable[..., Any]) -> None:
    sign_in(f.user())
    keep(post, "q=forge", is_shared="y")
    view = f.db.session.scalars(sa.select(SavedView)).one()
    path = f"/members/views/{view.id}/delete"
    sign_in(f.user())
    assert post("/members/new", path).status_code == 404
    assert f.db.session.scalar(sa.select(sa.func.count()).select_from(SavedView)) == 1


def test_a_view_is_deleted(manager: FlaskClient, post: Callable[..., Any]) -> None:
    keep(post, "q=forge")
    view = f.db.session.scalars(sa.select(SavedView)).one()
    assert post("/members", f"/members/views/{view.id}/delete").status_code == 303
    assert f.db.session.scalar(sa.select(sa.func.count()).select_from(SavedView)) == 0


def test_a_view_without_a_name_is_not_kept(manager: FlaskClient, post: Callable[..., Any]) -> None:
    keep(post, "q=forge", name=" ")
    assert f.db.session.scalar(sa.select(sa.func.count()).select_from(SavedView)) == 0


def test_a_day_in_a_wish_comes_back_as_it_was() -> None:
    wish = Wish(BulkKind.TASK, title="Appeler", due_on=date(2026, 12, 1))
    kept = {"kind": "task", "sector_id": None, "tag": "", "user_id": None, "title": "Appeler", "due_on": "2026-12-01"}
    assert Wish.of(kept) == wish
