"""Whom a draft concerns beside its rule, how many that is, and those whom no mail reaches."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import DeliveryStatus
from cara_crm.extensions import db
from cara_crm.lists.models import SavedView
from cara_crm.relays import queries, services
from cara_crm.relays.models import Relay, RelayKind
from cara_crm.relays.queries import Who
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import Task, TaskKind
from tests import factories
from tests.relays import cast


def addressees(relay) -> list[int]:
    return [person.contact.id for person in queries.audience_of(relay.audience)]


def open_tasks() -> set[int | None]:
    return set(db.session.scalars(sa.select(Task.subject_id).where(Task.kind == TaskKind.ADDRESS)))


@pytest.mark.usefixtures("request_context")
class TestByHand:
    def test_who_is_added_gets_it_whatever_the_rule_says(self) -> None:
        inside = factories.contact(factories.member(in_sector="RAIL"))
        outside = factories.contact(factories.member(in_sector="AUTO"))
        relay = cast.draft(factories.actor())
        services.add_people(relay, [outside.id, inside.id], by=factories.actor())
        found = {p.contact.id: p.by_hand for p in queries.audience_of(relay.audience)}
        assert found == {inside.id: False, outside.id: True}

    def test_without_a_rule_they_alone_get_it(self) -> None:
        factories.contact(factories.member())
        wanted = factories.contact(factories.member())
        relay = cast.draft(factories.actor(), audience={})
        services.add_people(relay, [wanted.id], by=factories.actor())
        assert addressees(relay) == [wanted.id]

    def test_the_last_word_counts(self) -> None:
        person = factories.contact(factories.member(in_sector="AUTO"))
        relay = cast.draft(factories.actor())
        services.add_people(relay, [person.id], by=factories.actor())
        services.leave_out(relay, [person.id], by=factories.actor())
        assert addressees(relay) == []
        services.add_people(relay, [person.id], by=factories.actor())
        assert addressees(relay) == [person.id]

    def test_who_left_its_member_is_not_written_to(self) -> None:
        person = factories.contact(factories.member(in_sector="AUTO"))
        relay = cast.draft(factories.actor())
        services.add_people(relay, [person.id], by=factories.actor())
        person.affiliations[0].until_on = clock.today().replace(year=2020)
        db.session.flush()
        assert addressees(relay) == []

    def test_a_size_is_a_criterion(self) -> None:
        small = factories.contact(factories.member(headcount_band="03"))
        factories.contact(factories.member(headcount_band="32"))
        assert [p.contact.id for p in queries.audience_of({"bands": ["02", "03"]})] == [small.id]


@pytest.mark.usefixtures("request_context")
class TestThoseWhomNoMailReaches:
    def test_each_becomes_one_task(self) -> None:
        member = factories.member()
        factories.contact(member)
        nowhere, resting = factories.contact(member, email=None), factories.contact(member, hold_reason="550")
        factories.contact(member, newsletter_opt_out_at=clock.now())  # does not want it
        relay = cast.draft(factories.actor())
        reach = services.reach_of(queries.audience_of(relay.audience), newsletter=True)
        assert services.chase(relay, reach, by=factories.actor()) == 2
        assert services.chase(relay, reach, by=factories.actor()) == 0
        assert open_tasks() == {nowhere.id, resting.id}

    def test_so_do_those_to_whom_it_came_back(self) -> None:
        member = factories.member()
        factories.contact(member)
        lost = factories.contact(member)
        relay = cast.draft(factories.actor())
        services.send_relay(relay, by=factories.actor())
        row = next(one for one in relay.recipients if one.contact_id == lost.id)
        row.delivery.status = DeliveryStatus.BOUNCED
        db.session.flush()
        assert services.chase(relay, None, by=factories.actor()) == 1
        assert open_tasks() == {lost.id}

    def test_who_was_found_can_be_lost_again(self) -> None:
        person = factories.contact(factories.member(), email=None)
        relay = cast.draft(factories.actor())
        reach = services.reach_of(queries.audience_of(relay.audience), newsletter=True)
        services.chase(relay, reach, by=factories.actor())
        tasks.finish(db.session.scalars(sa.select(Task)).one(), by=factories.actor())
        assert services.chase(relay, reach, by=factories.actor()) == 1
        assert person.id in open_tasks()


@pytest.mark.usefixtures("request_context")
def test_the_list_shows_its_parts() -> None:
    member = factories.member()
    one, two, three = (factories.contact(member) for _ in range(3))
    three.email = None
    relay = cast.draft(factories.actor(), kind=RelayKind.OPPORTUNITY, deadline_on=clock.today())
    services.send_relay(relay, by=factories.actor())
    rows = {row.contact_id: row for row in relay.recipients}
    services.acknowledge(rows[one.id], by=factories.actor())
    services.show_interest(rows[two.id], by=factories.actor())
    db.session.flush()
    by = factories.actor()
    found = {who: {r.contact_id for r in db.session.scalars(queries.recipients_of(by, relay, who))} for who in Who}
    assert found == {
        Who.ALL: {one.id, two.id, three.id},
        Who.INTERESTED: {two.id},
        Who.READ: {one.id, two.id},
        Who.UNREAD: {three.id},
        Who.NOT_REACHED: {three.id},
        Who.SENT: set(),
        Who.WAITING: {one.id, two.id},
        Who.BOUNCED: set(),
        Who.FAILED: set(),
        Who.SUPPRESSED: {three.id},
        Who.NO_SPACE: {one.id, two.id, three.id},
    }


def test_the_boxes_are_counted_while_one_ticks(sign_in, post) -> None:
    factories.contact(factories.member("Un", in_sector="RAIL"))
    factories.contact(factories.member("Deux", in_sector="RAIL"), email=None)
    factories.contact(factories.member("Trois", in_sector="AUTO"))
    rail, auto = factories.sector("RAIL"), factories.sector("AUTO")
    sign_in(factories.user())
    said = post("/relays/new", "/relays/count", {"sectors": [rail.id]}).get_data(as_text=True)
    assert "2 people</b> of 2 organisations; 1 gets no mail" in said
    assert "0 people" in post("/relays/new", "/relays/count", {}).get_data(as_text=True)
    nonsense = {"sectors": [9**20], "statuses": ["nobody"], "categories": ["none"], "bands": ["x"]}
    assert "0 people" in post("/relays/new", "/relays/count", nonsense).get_data(as_text=True)
    sign_in(factories.user(sectors=[auto]))
    assert "1 person</b>" in post("/relays/new", "/relays/count", {"sectors": [rail.id]}).get_data(as_text=True)


def test_a_draft_for_more_sectors_names_the_people_of_ones_own(sign_in, browse) -> None:
    factories.contact(factories.member(in_sector="RAIL"), last_name="Durail")
    factories.contact(factories.member(in_sector="AUTO"), last_name="Delauto")
    both = [factories.sector(code).id for code in ("RAIL", "AUTO")]
    relay = cast.draft(factories.actor(), audience={"sectors": both})
    db.session.commit()
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    html = browse(f"/relays/{relay.id}")
    assert "2 people" in html
    assert "Durail" in html
    assert "Delauto" not in html
    assert "1 person of a sector that is not in your charge" in html


def test_add_people_and_make_tasks_through_the_door(sign_in, browse, post) -> None:
    factories.contact(factories.member(in_sector="RAIL"), email=None)
    person = factories.contact(factories.member("Fonderie", in_sector="AUTO"), last_name="Ajoutée")
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    assert "Whom do you want to add?" in browse(f"{page}/add")
    assert "Fonderie" in browse(f"{page}/add?q=ajoutee")
    assert "Nobody of that name" in browse(f"{page}/add?q=zzz")
    post(f"{page}/add?q=ajoutee", f"{page}/add", {"contact": [str(person.id), "x"]})
    assert "added by hand" in browse(page)
    post(page, f"{page}/chase")
    assert db.session.query(Task).count() == 1


def test_nobody_adds_people_whom_it_may_not_know(sign_in, post) -> None:
    hidden = factories.contact(factories.member(in_sector="AUTO"))
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    post(f"/relays/{relay.id}/add", f"/relays/{relay.id}/add", {"contact": [str(hidden.id)]})
    assert addressees(relay) == []


def test_long_lists_come_in_pages(sign_in, browse) -> None:
    member = factories.member()
    for n in range(60):
        factories.contact(member, last_name=f"Nom{n:02}")
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    assert "Nom49" in browse(page)
    assert "Nom50" not in browse(page)
    assert "Nom50" in browse(f"{page}?from=50")
    services.send_relay(relay, by=factories.actor())
    db.session.commit()
    assert "Nom50" not in browse(page)
    assert 'rel="next"' in browse(page)


def test_who_may_not_know_people_gets_no_list(sign_in, client, browse) -> None:
    factories.contact(factories.member(), last_name="Secrète")
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    db.session.commit()
    sign_in(factories.user(Role.OBSERVER))
    assert "Secrète" not in browse(f"/relays/{relay.id}?who=unread")


def test_who_was_interested_before_is_asked_again(request_context):
    first, second = (factories.contact(factories.member()) for _n in range(2))
    call = cast.draft(factories.actor(), kind=RelayKind.OPPORTUNITY, deadline_on=clock.today() + timedelta(days=9))
    services.send_relay(call, by=factories.actor())
    row = next(one for one in call.recipients if one.contact_id == first.id)
    services.show_interest(row, by=factories.actor())
    db.session.flush()
    assert [one.contact.id for one in queries.audience_of({"interested": [call.id]})] == [first.id]
    assert [one.id for one in queries.choices(factories.actor()).asked] == [call.id]
    assert second.id in {one.contact.id for one in queries.audience_of({"sectors": [factories.sector("RAIL").id]})}


def test_a_rule_is_kept_and_read_again(request_context):
    rule = {"sectors": [1, 2], "functions": ["achats, qualité"], "bands": ["12"], "interested": [7]}
    rule |= {"plus_contacts": [5], "except_contacts": [3], "except_members": [6]}
    assert queries.rule_of(queries.as_kept({**rule, "got": [4]})) == rule
    assert queries.rule_of("sectors=x&other=1&statuses=active") == {"statuses": ["active"]}


def test_an_audience_is_kept_shared_chosen_and_forgotten(sign_in, post, browse):
    ours, theirs = factories.user(), factories.user()
    factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(ours)
    page = f"/relays/{relay.id}/audience"
    assert post(page, page, {"name": ""}).status_code == 422
    assert post(page, page, {"name": "Tout le rail", "is_shared": "y"}).status_code == 303
    assert post(page, page, {"name": "Pour moi"}).status_code == 303
    assert "Pour moi" in browse("/relays/templates")
    sign_in(theirs)
    html = browse("/relays/new")
    assert ("Tout le rail" in html, "Pour moi" in html) == (True, False)
    shared, own = db.session.scalars(sa.select(SavedView).order_by(SavedView.id)).all()
    said = {"kind": "information", "title": "x", "body": "y", "statuses": "prospect"}
    assert "1 person" in post("/relays/new", "/relays/count", {**said, "saved": shared.id}).text
    assert post("/relays/new", "/relays/new", {**said, "saved": shared.id}).status_code == 303
    made = db.session.scalars(sa.select(Relay).order_by(Relay.id.desc()).limit(1)).one()
    assert made.audience == relay.audience
    assert post("/relays/new", "/relays/new", {**said, "saved": own.id}).status_code == 422
    assert post("/relays/new", f"/relays/audiences/{own.id}/forget", {}).status_code == 404
    sign_in(ours)
    assert post("/relays/new", f"/relays/audiences/{own.id}/forget", {}).status_code == 303


def test_a_saved_audience_keeps_whom_somebody_added_or_took_out(sign_in, post, browse):
    added, out = (factories.contact(factories.member(in_sector=code), last_name=code) for code in ("AUTO", "RAIL"))
    user = factories.user()
    sign_in(user)
    relay = cast.draft(factories.actor())
    services.add_people(relay, [added.id], by=factories.actor())
    services.leave_out(relay, [out.id], by=factories.actor())
    page = f"/relays/{relay.id}/audience"
    assert post(page, page, {"name": "Avec exceptions"}).status_code == 303
    view = db.session.scalars(sa.select(SavedView)).one()
    said = {"kind": "information", "title": "x", "body": "y", "saved": view.id}
    assert post("/relays/new", "/relays/new", said).status_code == 303
    made = db.session.scalars(sa.select(Relay).order_by(Relay.id.desc()).limit(1)).one()
    assert (made.audience["plus_contacts"], made.audience["except_contacts"]) == ([added.id], [out.id])
    added.archived_on = clock.today()
    html = browse("/relays/templates")
    assert "Added by hand: Camille AUTO (has left)" in html
    assert "Left out: Camille RAIL" in html


def test_a_colleagues_saved_audience_adds_nobody_of_other_sectors(request_context):
    theirs = factories.contact(factories.member(in_sector="AUTO"))
    by = factories.actor(sector_ids=frozenset({factories.sector("RAIL").id}))
    assert queries.in_sight(by, {"plus_contacts": [theirs.id]})["plus_contacts"] == []
