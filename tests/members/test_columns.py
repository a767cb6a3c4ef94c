"""The columns of the list: chosen and ordered by each, in the address, in a view, in a file."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.issues.models import IssueState
from cara_crm.lists.columns import arranged, moved
from cara_crm.members.models import AccountManager, MemberStatus, StatusPeriod, Tag
from cara_crm.members.views.columns import COLUMNS
from tests import factories as f

Browse, Post = Callable[..., str], Callable[..., Any]
CHOOSE = "/members/columns"


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(f.user(Role.MANAGER))


def heads(html: str) -> list[str]:
    """The headings of the table, without the arrow of the one that sorts."""
    table = html.split("<thead>")[1].split("</thead>")[0]
    return [re.sub(r"<[^>]+>", "", cell).strip(" ↑↓\n") for cell in re.findall(r"<th[^>]*>(.*?)</th>", table, re.S)]


def cell(html: str, column: str) -> str:
    """What the first row says in a column."""
    found = re.search(rf'<td data-label="{column}"[^>]*>(.*?)</td>', html, re.S)
    assert found, column
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def test_the_order_is_that_of_the_address_and_unknown_names_are_left_out() -> None:
    assert arranged("town,nonsense,siren,town,", ["siren", "town"]) == ("town", "siren")
    assert arranged(None, ["siren"]) == ()


def test_a_column_moves_one_place_and_stays_at_the_ends() -> None:
    assert moved("abc", "c", up=True) == ("a", "c", "b")
    assert moved("abc", "a", up=True) == ("a", "b", "c")
    assert moved("abc", "c", up=False) == ("a", "b", "c")
    assert moved("abc", "z", up=True) == ("a", "b", "c")


@pytest.mark.usefixtures("manager")
def test_a_person_sees_the_columns_that_it_chose(browse: Browse, post: Post) -> None:
    f.member()
    assert heads(browse("/members")) == ["Name", "Category", "Main sector", "Status", "SIREN"]
    assert post(CHOOSE, CHOOSE, {"columns": ["town", "tags"]}).status_code == 303
    assert heads(browse("/members")) == ["Name", "Town", "Tags"]
    post(CHOOSE, CHOOSE, {"columns": ["town"], "usual": "1"})
    assert heads(browse("/members"))[1:] == ["Category", "Main sector", "Status", "SIREN"]


def test_what_one_chooses_the_other_does_not_see(
    sign_in: Callable[..., FlaskClient], browse: Browse, post: Post
) -> None:
    f.member()
    sign_in(f.user(Role.MANAGER))
    post(CHOOSE, CHOOSE, {"columns": ["town"]})
    sign_in(f.user(Role.MANAGER))
    assert heads(browse("/members"))[1] == "Category"


@pytest.mark.usefixtures("manager")
def test_an_arrow_moves_a_column_without_script_and_comes_back_to_it(browse: Browse, post: Post) -> None:
    f.member()
    response = post(CHOOSE, f"{CHOOSE}?status=active", {"columns": ["town", "tags"], "move": "up:tags"})
    assert response.location == "/members/columns?status=active#up-tags"
    assert heads(browse("/members"))[1:] == ["Tags", "Town"]


@pytest.mark.usefixtures("manager")
def test_an_address_says_its_columns_and_changes_nobodys(browse: Browse, post: Post) -> None:
    f.member()
    assert heads(browse("/members?columns=town,siren")) == ["Name", "Town", "SIREN"]
    response = post(CHOOSE, f"{CHOOSE}?columns=town", {"columns": ["siren"]})
    assert response.location == "/members?columns=siren"
    assert heads(browse("/members"))[1] == "Category"
    post(CHOOSE, f"{CHOOSE}?columns=town", {"columns": ["siren"], "mine": "1"})
    assert heads(browse("/members"))[1:] == ["SIREN"]


@pytest.mark.usefixtures("manager")
def test_a_view_keeps_its_columns(browse: Browse, post: Post) -> None:
    f.member()
    post("/members?status=active", "/members/views?status=active&columns=town", {"name": "Active"})
    html = browse("/members")
    assert 'href="/members?status=active&amp;columns=town"' in html
    assert heads(html)[1] == "Category"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.OBSERVER, Role.ADMINISTRATOR])
def test_who_reads_no_raw_words_is_not_told_how_many_issues_wait(
    sign_in: Callable[..., FlaskClient], browse: Browse, role: Role
) -> None:
    f.issue(f.member())
    sign_in(f.user(role))
    assert heads(browse("/members?columns=open_issues,last_contact,town")) == ["Name", "Town"]
    assert "Open issues" not in browse(CHOOSE)


@pytest.mark.usefixtures("manager")
def test_all_columns_cost_two_statements_more_than_none_of_them(browse: Browse, count_queries: Any) -> None:
    for _n in range(3):
        f.member()
    browse("/members")
    with count_queries() as usual:
        browse("/members")
    with count_queries() as every:
        browse(f"/members?columns={','.join(COLUMNS)}")
    assert every.n == usual.n + 2  # the details, and the days that the fees are given


@pytest.mark.usefixtures("manager")
def test_a_line_says_what_was_agreed_with_its_member(browse: Browse) -> None:
    one, other = f.member("Atelier Aube"), f.member("Atelier Brume")
    one.tags += [Tag(name="hydrogène", folded="hydrogene"), Tag(name="câble", folded="cable")]
    one.managers.append(AccountManager(user=f.user(name="Claire Inventée"), from_on=date(2024, 1, 1)))
    f.issue(one), f.issue(one), f.issue(one, state=IssueState.CLOSED, closed_at=clock.now()), f.issue(other)
    f.membership(one, year=clock.today().year, fee=900)
    html = browse("/members?q=aube&columns=tags,manager,open_issues,fee,sectors")
    assert cell(html, "Tags") == "câble; hydrogène"
    assert cell(html, "Looked after by") == "Claire Inventée"
    assert cell(html, "Open issues") == "2"
    assert cell(html, "Fee of the year") == "Not called"
    assert cell(html, "Sectors") == "Rail"


@pytest.mark.usefixtures("manager")
def test_a_commissions_meeting_is_no_contact(browse: Browse) -> None:
    one, other = f.member("Atelier Aube"), f.member("Atelier Brume")
    long_ago = clock.now() - timedelta(days=300)
    f.add(Interaction(kind=InteractionKind.CALL, happened_at=long_ago, members=[one]))
    f.add(Interaction(kind=InteractionKind.MEETING, happened_at=clock.now(), members=[one, other]))
    assert str(long_ago.astimezone(clock.PARIS).year) in cell(browse("/members?columns=last_contact"), "Last contact")
    assert cell(browse("/members?q=brume&columns=last_contact"), "Last contact") == ""


@pytest.mark.usefixtures("manager")
def test_a_status_to_come_is_not_the_present_one(browse: Browse) -> None:
    one = f.member()
    one.status_periods.append(StatusPeriod(status=MemberStatus.FORMER, from_on=clock.today() + timedelta(days=9)))
    assert cell(browse("/members?columns=since"), "Status since") == "1 Jan 2020"


def test_a_manager_counts_the_issues_of_its_sectors_only(sign_in: Callable[..., FlaskClient], browse: Browse) -> None:
    one = f.member()
    theirs, mine = f.issue(one), f.issue(one)
    theirs.sectors, mine.sectors = [f.sector("VELO")], [f.sector("RAIL")]
    sign_in(f.user(Role.MANAGER, sectors=[f.sector("RAIL")]))
    assert cell(browse("/members?columns=open_issues"), "Open issues") == "1"


def test_a_file_has_the_columns_that_are_shown(manager: FlaskClient, browse: Browse, count_queries: Any) -> None:
    f.member("Atelier Aube"), f.member("Atelier Brume")
    browse("/members")
    with count_queries() as counter:
        text = manager.get("/members/export.csv?columns=status,town,open_issues&sort=-name").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert rows[0] == ["Name", "Status", "Town", "Open issues"]
    assert rows[1] == ["Atelier Brume", "Active member", "Villefictive", "0"]
    assert len(rows) == 3
    assert counter.n <= 12


def test_it_is_noted_who_took_a_list_away(manager: FlaskClient, browse: Browse, db: Any) -> None:
    browse("/members")
    assert manager.get("/members/export.xlsx?columns=town&q=aube").status_code == 200
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "member.list_exported")).one()
    assert event.details == {"kind": "xlsx", "columns": "name,town"}
