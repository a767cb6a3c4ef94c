"""With whom nobody has spoken for long."""

import csv
import io
from datetime import datetime, time, timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.desk import queries
from cara_crm.desk.queries import Silence
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.members.models import AccountManager, MemberStatus
from tests import factories


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user(Role.MANAGER))


def spoken(*members, days, kind=InteractionKind.CALL):
    noon = datetime.combine(clock.today() - timedelta(days=days), time(12), clock.PARIS)
    factories.add(Interaction(kind=kind, happened_at=min(noon, clock.now()), members=list(members)))


def names(asked=Silence(), **kwargs):  # noqa: B008 (frozen)
    return [one.name for one in queries.silent_members(factories.actor(**kwargs), asked).items]


def test_never_comes_first_then_the_longest_silence():
    long, longer, never, heard = (factories.member(n) for n in ("Long", "Plus Long", "Jamais", "Entendue"))
    spoken(long, days=400), spoken(longer, days=800), spoken(heard, days=10), spoken(heard, days=900)
    assert names() == ["Jamais", "Plus Long", "Long"]
    assert never.id


def test_a_meeting_of_many_is_no_bilateral_contact():
    alone, many = factories.member("Seule"), factories.member("Parmi")
    spoken(alone, days=5, kind=InteractionKind.MEETING)
    spoken(alone, many, days=5, kind=InteractionKind.MEETING)
    assert names() == ["Parmi"]


def test_a_call_about_two_members_is_one_with_each():
    spoken(factories.member("Une"), factories.member("Deux"), days=5)
    assert names() == []


@pytest.mark.parametrize(("days", "silent"), [(99, True), (100, True), (101, False)])
def test_the_days_are_counted_on_the_calendar(days, silent):
    spoken(factories.member("Forge"), days=100)
    assert (names(Silence(days=days - 1)) == ["Forge"]) is silent


def test_former_and_archived_members_may_be_silent():
    factories.member(status=MemberStatus.FORMER), factories.member(archived_on=clock.today(), archived_reason="Twin")
    assert names() == []


def test_filters_by_sector_and_by_who_looks_after():
    rail, bike = factories.member("Rail"), factories.member("Vélo", in_sector="VELO")
    who = factories.user()
    factories.add(AccountManager(member_id=bike.id, user_id=who.id, from_on=factories.LONG_AGO))
    assert names(Silence(sector_id=factories.sector("RAIL").id)) == ["Rail"]
    assert names(Silence(manager_id=who.id)) == ["Vélo"]
    assert names(Silence(manager_id=0)) == ["Rail"]
    assert names(sector_ids=frozenset({factories.sector("VELO").id})) == ["Vélo"]
    assert rail.id


def test_the_list_goes_on_where_it_stopped():
    for n in range(7):
        made = factories.member(f"Muette {n}")
        if n % 2:
            spoken(made, days=400 + n)
    by, seen, cursor = factories.actor(), [], None
    for _turn in range(4):
        page = queries.silent_members(by, Silence(), cursor, size=2)
        seen += [one.name for one in page.items]
        cursor = page.next
    assert seen == names()
    assert (len(seen), cursor) == (7, None)


def test_the_page_shows_them_with_their_next_action(manager, browse):
    made = factories.member("Forge Muette")
    html = browse("/silent?days=180")
    assert "Forge Muette" in html
    assert f"/interactions/new?member_id={made.id}" in html


def test_today_leads_to_the_whole_list(manager, browse):
    factories.member("Forge Muette")
    assert 'href="/silent"' in browse("/today", budget=20)


@pytest.mark.parametrize("query", ["days=x", "days=99999", "sector=²", "manager=-1", "after=zz"])
def test_an_address_that_makes_no_sense_shows_the_list(manager, browse, query):
    assert "Silent members" in browse(f"/silent?{query}")


def test_nobody_silent_is_good_news(manager, browse):
    assert "Nobody is silent" in browse("/silent")


def test_the_export_is_what_is_shown(manager, client):
    spoken(factories.member("=Forge"), days=400)
    factories.member("Ailleurs", in_sector="VELO")
    db.session.commit()
    answer = client.get(f"/silent/export.csv?sector={factories.sector('RAIL').id}")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["Member", "'=Forge"]
    assert rows[1][5] == "400"
    assert client.get("/silent/export.doc").status_code == 404
