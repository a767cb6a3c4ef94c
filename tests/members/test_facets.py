"""Filters beside the usual four: any sector, last contact, fee and good standing; and what an address gets wrong."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.members.models import Member, SectorAssignment
from cara_crm.members.queries import Filters, listed
from cara_crm.members.views import beyond, columns
from tests import factories

Browse = Callable[..., str]
MEMBERS = ("Alpha", "Bravo", "Charlie")


@pytest.fixture
def three(db: Any) -> list[Member]:
    """Alpha was called today and has paid; Bravo a year and a half ago, and is called on; Charlie never."""
    members = [factories.member(name, in_sector="RAIL") for name in MEMBERS]
    for member, days in zip(members[:2], (0, 550), strict=True):
        called = Interaction(kind=InteractionKind.CALL, happened_at=clock.now() - timedelta(days=days))
        called.members.append(member)
        factories.add(called)
    year = clock.today().year
    factories.membership(members[0], year=year, paid_on=clock.today())
    factories.membership(members[1], year=year, called_on=clock.today())
    db.session.add(
        SectorAssignment(member=members[1], sector=factories.sector("AUTO"), from_on=clock.today(), is_main=False)
    )
    ended = clock.today() - timedelta(days=1)
    db.session.add(
        SectorAssignment(
            member=members[2], sector=factories.sector("AUTO"), from_on=ended, until_on=ended, is_main=False
        )
    )
    db.session.flush()
    return members


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


def shown(html: str) -> set[str]:
    return {name for name in MEMBERS if re.search(rf'<a href="/members/\d+">{name}</a>', html)}


def offered(html: str, name: str) -> dict[str, str]:
    """Value → word and count, of one filter: of a menu of one value, or of boxes for several."""
    boxes = rf'<input class="check" type="checkbox" name="{name}" value="([^"]+)"[^>]*><span>([^<]*)</span> '
    if found := re.findall(rf'{boxes}<span class="count">([^<]*)</span>', html):
        return {value: f"{word} ({n})" for value, word, n in found}
    [menu] = re.findall(rf'<select[^>]* name="{name}">(.*?)</select>', html, re.DOTALL)
    return dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)</option>', menu))


def ticked(html: str, name: str) -> list[str]:
    return re.findall(rf'<input class="check" type="checkbox" name="{name}" value="([^"]+)" checked>', html)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("last_contact=never", {"Charlie"}),
        ("last_contact=365", {"Bravo", "Charlie"}),
        ("last_contact=730", {"Charlie"}),
        ("last_contact=0-90", {"Alpha"}),
        ("last_contact=365-730", {"Bravo"}),
        ("last_contact=90-180", set()),
        ("last_contact=over-730", set()),
        ("last_contact=0-90&last_contact=365-730", {"Alpha", "Bravo"}),
        ("last_contact=0-90&last_contact=never", {"Alpha", "Charlie"}),
        ("last_contact=0-90&last_contact=90-180&last_contact=180-365", {"Alpha"}),
        ("last_contact=365-730&last_contact=over-730&last_contact=never", {"Bravo", "Charlie"}),
        ("&".join(f"last_contact={age}" for age in beyond.AGES), {"Alpha", "Bravo", "Charlie"}),
        ("fee=paid", {"Alpha"}),
        ("fee=called", {"Bravo"}),
        ("fee=none", {"Charlie"}),
        ("standing=yes", {"Alpha"}),
        ("standing=no", {"Bravo", "Charlie"}),
        ("standing=no&last_contact=365&fee=called", {"Bravo"}),
    ],
)
def test_the_list_is_narrowed(
    manager: FlaskClient, browse: Browse, three: list[Member], query: str, expected: set[str]
) -> None:
    assert shown(browse(f"/members?{query}")) == expected


def test_each_says_how_many_it_would_show(manager: FlaskClient, browse: Browse, three: list[Member]) -> None:
    html = browse("/members?more=1")
    assert list(offered(html, "last_contact").values()) == [
        "Never (1)",
        "More than 2 years ago (0)",
        "1 to 2 years ago (1)",
        "6 to 12 months ago (0)",
        "3 to 6 months ago (0)",
        "Less than 3 months ago (1)",
    ]
    assert [offered(html, "fee")[value] for value in ("paid", "called", "overdue", "none")] == [
        "Paid (1)",
        "Called (1)",
        "Overdue (0)",
        "No membership this year (1)",
    ]
    assert offered(html, "standing") == {"yes": "Yes (1)", "no": "No (2)"}


def test_a_count_stands_under_the_other_filters(manager: FlaskClient, browse: Browse, three: list[Member]) -> None:
    html = browse("/members?standing=no&last_contact=never")
    assert offered(html, "fee")["none"] == "No membership this year (1)"
    assert offered(html, "standing") == {"yes": "Yes (0)", "no": "No (1)"}
    assert offered(html, "last_contact")["365-730"] == "1 to 2 years ago (1)"


def test_an_address_that_was_kept_means_what_it_meant(
    manager: FlaskClient, browse: Browse, three: list[Member]
) -> None:
    html = browse("/members?last_contact=365")
    assert ticked(html, "last_contact") == ["never", "over-730", "365-730"]
    assert "<code>last_contact=" not in html


def test_a_sector_that_is_not_the_main_one_counts_where_it_is_asked_for(
    manager: FlaskClient, browse: Browse, three: list[Member]
) -> None:
    auto = factories.sector("AUTO").id
    html = browse(f"/members?within={auto}")
    assert shown(html) == {"Bravo"}
    assert offered(html, "within")[str(auto)].endswith("(1)")
    assert shown(browse(f"/members?sector={auto}")) == set()


def test_what_is_narrowed_is_exported_alike(
    manager: FlaskClient, client: FlaskClient, three: list[Member], db: Any
) -> None:
    db.session.commit()
    text = client.get("/members/export.csv?last_contact=never").get_data(as_text=True)
    assert [name in text for name in MEMBERS] == [False, False, True]


def test_who_may_not_see_contacts_and_fees_neither_filters_by_them(
    sign_in: Callable[..., FlaskClient], browse: Browse, three: list[Member]
) -> None:
    sign_in(factories.user(Role.OBSERVER))
    html = browse("/members?more=1&last_contact=never&fee=paid")
    assert ("filter-last_contact" in html, "filter-fee" in html, shown(html)) == (False, False, set(MEMBERS))


@pytest.mark.parametrize("query", ["department=99999", "sector=99999", "tag=99999", "within=99999", "manager=99999"])
def test_a_value_that_nobody_knows_is_said(
    manager: FlaskClient, browse: Browse, three: list[Member], query: str
) -> None:
    html, name = browse(f"/members?{query}"), query.partition("=")[0]
    assert offered(html, name)["99999"] == "Unknown (99999) (0)"
    assert ticked(html, name) == ["99999"]


def test_a_known_value_without_members_keeps_its_name(
    manager: FlaskClient, browse: Browse, three: list[Member]
) -> None:
    place = factories.department("18")
    html = browse(f"/members?department={place.id}")
    assert offered(html, "department")[str(place.id)] == f"18 {place.name} (0)"
    assert ticked(html, "department") == [str(place.id)]


@pytest.mark.parametrize("query", ["category=huge", "status=x", "last_contact=5", "fee=maybe", "department=x"])
def test_what_makes_no_sense_is_said(manager: FlaskClient, browse: Browse, three: list[Member], query: str) -> None:
    html = browse(f"/members?{query}")
    assert f"left out: {query}" in html
    assert shown(html) == set(MEMBERS)


def plan(db: Any, select: sa.Select[Any]) -> str:
    text = str(select.compile(db.engine, compile_kwargs={"literal_binds": True}))
    how = "EXPLAIN QUERY PLAN "
    if db.engine.dialect.name != "sqlite":
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        how = "EXPLAIN "
    return "\n".join(str(row) for row in db.session.execute(sa.text(how + text)))


def test_they_read_by_index(db: Any, three: list[Member], request_context: None) -> None:
    actor = factories.actor()
    told = {"fee": "paid", "standing": "yes"}
    filters = Filters(within=(factories.sector("RAIL").id,), beyond=beyond.asked(actor, MultiDict(told)))
    found = plan(db, listed(actor, filters).with_only_columns(Member.id))
    assert "sector_assignment" in found
    assert "SCAN membership" not in found
    assert "Seq Scan on membership" not in found


def test_every_filter_with_every_column_stays_within_the_budget(
    manager: FlaskClient, browse: Browse, three: list[Member]
) -> None:
    names = ",".join(columns.COLUMNS)
    query = "last_contact=90&fee=called&standing=no&q=bravo"
    assert shown(browse(f"/members?{query}&columns={names}", budget=12)) == {"Bravo"}
