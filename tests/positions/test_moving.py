"""Issues change position: nothing is lost, old addresses lead on, and what was moved goes back."""

import pytest

from cara_crm.core import clock
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Role
from cara_crm.positions import queries, services
from cara_crm.positions.models import MoveKind, PositionState, Stance
from tests import factories

BY = factories.actor


def backed(n: int = 2, **kwargs):
    return factories.position(*(factories.issue(factories.member(f"Atelier {i}")) for i in range(n)), **kwargs)


def ids(position):
    return {link.issue_id for link in queries.links_of([position.id])}


@pytest.fixture
def two(request_context):
    return backed(), backed(title="Autre")


def merged(two):
    one, other = two
    move = services.merge_positions(one, into=other, by=BY())
    factories.db.session.flush()
    return move


def test_a_merge_is_undone_with_everything_in_its_place(two):
    one, other = two
    before = ids(one), ids(other)
    services.set_stance(one, one.links[0], Stance.AGAINST, by=BY())
    services.undo_move(merged(two), by=BY())
    assert (ids(one), ids(other)) == before
    assert one.state is PositionState.DRAFT
    assert one.closed_at is None
    assert any(link.stance is Stance.AGAINST for link in queries.links_of([one.id]))
    assert queries.merged_into(one.id) is None


def test_old_addresses_lead_through_several_merges(two):
    one, other = two
    merged(two)
    last = backed(title="Dernière")
    services.merge_positions(other, into=last, by=BY())
    factories.db.session.flush()
    assert queries.merged_into(one.id) == queries.merged_into(other.id) == last.id


def test_an_issue_moves_even_after_it_was_sent(two):
    one, other = two
    one.links[0].relayed_at = clock.now()
    sent = one.links[0].issue_id
    services.move_issues(one, [sent], into=other, by=BY())
    factories.db.session.flush()
    assert sent in ids(other)
    assert next(link for link in queries.links_of([other.id]) if link.issue_id == sent).relayed_at


def test_a_move_lets_both_reviews_lapse(two):
    one, other = two
    for position in two:
        services.approve_position(position, by=BY())
    services.move_issues(one, [one.links[0].issue_id], into=other, by=BY())
    assert (one.state, other.state) == (PositionState.DRAFT, PositionState.DRAFT)


def test_to_move_every_issue_is_to_merge(two):
    one, other = two
    with pytest.raises(services.NothingToSplit):
        services.move_issues(one, ids(one), into=other, by=BY())


def test_issues_stay_with_their_federation(request_context):
    one, other = backed(), factories.position(factories.issue(to="PFA"), to="PFA")
    with pytest.raises(services.NotMergeable):
        services.move_issues(one, [one.links[0].issue_id], into=other, by=BY())


def test_a_split_that_is_undone_closes_what_it_made(request_context):
    position = backed(3)
    everyone = ids(position)
    made = services.split_position(position, [position.links[0].issue_id], title="Neuve", by=BY())
    factories.db.session.flush()
    (move,) = queries.moves_of(BY(), position)
    services.undo_move(move, by=BY())
    factories.db.session.flush()
    assert ids(position) == everyone
    assert made.state is PositionState.CLOSED
    assert queries.merged_into(made.id) == position.id


@pytest.mark.parametrize("since", ["twice", "moved on", "sent", "taken out"])
def test_what_became_of_it_since_is_not_undone(two, since):
    _one, other = two
    move = merged(two)
    if since == "twice":
        services.undo_move(move, by=BY())
    elif since == "moved on":
        services.split_position(other, [next(iter(ids(other)))], title="", by=BY())
    elif since == "sent":
        other.state, other.relayed_at = PositionState.RELAYED, clock.now()
    else:
        link = next(link for link in queries.links_of([other.id]) if link.issue_id in move.issue_ids)
        services.remove_issue(other, link, by=BY())
    factories.db.session.flush()
    factories.db.session.expire_all()
    with pytest.raises(services.NotUndoable):
        services.undo_move(move, by=BY())


def test_a_manager_of_one_side_sees_no_move(two):
    one, _other = two
    one.sectors[:] = [factories.sector("VELO")]
    move = merged(two)
    rail = BY(Role.MANAGER, sector_ids=frozenset({factories.sector("RAIL").id}))
    move.target.sectors[:] = [factories.sector("RAIL")]
    factories.db.session.flush()
    assert queries.moves_of(rail, move.target) == []
    with pytest.raises(NotVisible):
        queries.move_for(rail, move.id)


def test_through_the_door_the_old_address_leads_on_and_undo_brings_it_back(sign_in, client, browse, post, two):
    one, other = two
    one.title = "Ancienne"
    sign_in(factories.user())
    page = post(f"/positions/{one.id}/edit", f"/positions/{one.id}/merge", {"into": other.id})
    assert page.location == f"/positions/{other.id}/edit?moved=yes"
    (move,) = queries.moves_of(BY(), other)
    assert f'action="/positions/moves/{move.id}/undo"' in browse(page.location), "offered on the page that follows"
    assert "/undo" not in browse(f"/positions/{other.id}/edit")
    answer = client.get(f"/positions/{one.id}/edit")
    assert answer.location == f"/positions/{other.id}/edit?was={one.id}"
    html = browse(answer.location)
    assert "“Ancienne” was merged into this position" in html
    assert client.get(f"/chain/position/{one.id}").location == f"/chain/position/{other.id}"
    assert "which was merged into this" in browse(f"/positions/{other.id}/versions")
    post(f"/positions/{other.id}/edit", f"/positions/moves/{move.id}/undo")
    assert one.state is PositionState.DRAFT
    assert "Ancienne" in browse(f"/positions/{one.id}/edit")


def test_chosen_issues_go_into_another_position(sign_in, post, two):
    one, other = two
    sign_in(factories.user())
    chosen = one.links[0].issue_id
    post(f"/positions/{one.id}/edit", f"/positions/{one.id}/split", {"issue_id": chosen, "into": other.id})
    assert chosen in ids(other)
    assert queries.moves_of(BY(), one)[0].kind is MoveKind.MOVE


def test_an_issue_out_of_charge_is_moved_by_nobody(sign_in, post, two):
    one, other = two
    hidden = one.links[0].issue
    hidden.sectors[:] = [factories.sector("VELO")]
    factories.db.session.flush()
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    post(f"/positions/{one.id}/edit", f"/positions/{one.id}/split", {"issue_id": hidden.id, "into": other.id})
    assert hidden.id in ids(one)
