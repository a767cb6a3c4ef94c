"""From when a member is one: a column of nearly every cluster's list."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.imports import services
from cara_crm.imports.models import MemberImport
from cara_crm.members.imports import Decisions
from cara_crm.members.imports.plan import Plan
from cara_crm.members.models import Member, MemberStatus
from cara_crm.members.spreadsheet import Column, Options, recognise_list
from tests import factories
from tests.imports.test_choosing import checked
from tests.members.lists import A, B

BY = Actor.system("test")
PARIS = ZoneInfo("Europe/Paris")
WITHOUT = f"Nom;SIREN;Statut\nForge Églantine;{A};Adhérent\n"


def since(day: str, header: str = "Adhérent depuis", status: str = "Adhérent") -> str:
    return f"Nom;SIREN;Statut;{header}\nForge Églantine;{A};{status};{day}\n"


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


def bring(text: str, decisions: Decisions | None = None) -> tuple[MemberImport, Plan]:
    decisions = decisions or Decisions(is_cautious=True)
    plan = services.check(text.encode(), options=Options(), source="tableur", decisions=decisions, by=BY)
    entry = services.receive("x.csv", text.encode(), source="tableur", status=MemberStatus.PROSPECT, by=BY)
    services.commit_import(entry, plan, by=BY)
    return entry, plan


def history(db: Any, siren: str = A) -> list[tuple[str, date, date | None]]:
    db.session.expire_all()
    one = db.session.scalars(sa.select(Member).where(Member.siren == siren)).one()
    assert one.status == one.status_periods[-1].status
    return [(str(p.status), p.from_on, p.until_on) for p in one.status_periods]


def warned(plan: Plan) -> list[tuple[int, str | None]]:
    return [(one.row, one.column) for one in plan.warnings]


@pytest.mark.parametrize(
    "header", ["Adhérent depuis", "Membre depuis", "Date d'adhésion", "Member since", "Joined", "Adhérent depuis le"]
)
def test_it_is_recognised_by_its_header(header: str) -> None:
    found = recognise_list(since("12/03/2015", header).encode())
    assert found.mapping[3] is Column.MEMBER_SINCE


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12/03/2015", date(2015, 3, 12)),
        ("2015-03-12 00:00:00", date(2015, 3, 12)),
        ("mars 2015", date(2015, 3, 1)),
        ("2015", date(2015, 1, 1)),
        ("2015.0", date(2015, 1, 1)),
    ],
)
def test_a_new_members_history_begins_on_that_day(db: Any, cell: str, day: date) -> None:
    _entry, plan = bring(since(cell))
    assert (history(db), plan.warnings) == ([("active", day, None)], ())


def test_who_is_a_member_since_a_day_is_no_prospect(db: Any) -> None:
    bring(f"Nom;SIREN;Membre depuis\nForge;{A};2015\nCâbles;{B};\n")
    assert [history(db)[0][0], history(db, B)[0][0]] == ["active", "prospect"]


@pytest.mark.parametrize("status", ["Ancien", "Suspendu", "Prospect"])
def test_of_another_status_the_day_is_left_out_and_said(db: Any, status: str) -> None:
    _entry, plan = bring(since("2015", status=status))
    assert (history(db)[0][1], warned(plan)) == (clock.today(), [(2, "Adhérent depuis")])


@pytest.mark.parametrize("cell", ["bientôt", "31/02/2015", "01/01/2099", "1815"])
def test_nonsense_and_the_future_are_problems_of_the_row(db: Any, cell: str) -> None:
    _entry, plan = bring(since(cell))
    assert (history(db)[0][1], warned(plan)) == (clock.today(), [(2, "Adhérent depuis")])


def test_a_period_that_began_when_the_member_was_entered_gives_way(db: Any) -> None:
    with clock.at(datetime(2026, 1, 5, 9, tzinfo=PARIS)):
        bring(WITHOUT)
    entry, plan = bring(since("12/03/2015"))
    assert [(c.field, c.old, c.new) for c in plan.updates[0].changes] == [("member_since", "2026-01-05", "2015-03-12")]
    assert history(db) == [("active", date(2015, 3, 12), None)]
    assert bring(since("12/03/2015"))[1].unchanged == 1
    services.undo(entry, by=BY)
    assert history(db) == [("active", date(2026, 1, 5), None)]


def test_a_beginning_that_ended_since_stays_when_it_is_undone(db: Any) -> None:
    bring(WITHOUT)
    entry, _plan = bring(since("2015"))
    one = db.session.scalars(sa.select(Member)).one()
    one.status_periods[0].until_on = date(2020, 1, 1)
    db.session.flush()
    assert services.undo(entry, by=BY)["left"] == 1
    assert one.status_periods[0].from_on == date(2015, 1, 1)


def test_a_known_beginning_stays_unless_somebody_decides(db: Any) -> None:
    bring(since("2018"))
    _entry, plan = bring(since("2015"))
    assert [(c.field, c.old, c.new) for c in plan.kept[0].changes] == [("member_since", "2018-01-01", "2015-01-01")]
    assert history(db) == [("active", date(2018, 1, 1), None)]
    bring(since("2015"), Decisions({"member_since": "file"}))
    assert history(db) == [("active", date(2015, 1, 1), None)]
    _entry, plan = bring(since("2012"), Decisions())
    assert (plan.updates, len(plan.kept)) == ((), 1)


def test_without_a_history_it_is_the_first_line_of_one(db: Any) -> None:
    one = factories.member("Forge Églantine", siren=A, status=MemberStatus.ACTIVE)
    one.status_periods.clear()
    db.session.flush()
    entry, _plan = bring(since("2015"))
    assert history(db) == [("active", date(2015, 1, 1), None)]
    services.undo(entry, by=BY)
    db.session.expire_all()
    assert one.status_periods == []


def test_a_longer_history_is_not_written_anew_and_it_is_said(db: Any) -> None:
    bring(since("", status="Prospect"))
    _entry, plan = bring(since("2015"))
    assert [status for status, _from, _until in history(db)] == ["prospect", "active"]
    assert history(db)[1][1] == clock.today()
    assert len(plan.warnings) == 1


def test_one_that_is_no_member_keeps_its_history(db: Any) -> None:
    bring(since("", status="Prospect"))
    _entry, plan = bring(f"Nom;SIREN;Membre depuis\nForge Églantine;{A};2015\n")
    assert (len(history(db)), len(plan.warnings), plan.updates) == (1, 1, ())


def test_the_page_shows_both_days(
    sign_in: Callable[..., FlaskClient], post: Callable[..., Any], browse: Callable[..., str]
) -> None:
    bring(since("2018"))
    sign_in(factories.user(Role.MANAGER))
    html = browse(checked(post, since("2015")))
    assert "Member since" in html
    assert "1 Jan 2018" in html
    assert "1 Jan 2015" in html
