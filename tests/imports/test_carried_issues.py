"""One row tells what a member said and to whom it was carried: the issue of the past and the passage, side by side."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.imports import services
from cara_crm.issues import services as issues
from cara_crm.issues.models import Issue
from cara_crm.members.models import Member
from cara_crm.members.spreadsheet import Column, recognise_list
from cara_crm.relays.models import Concerned, Direction, Relay, RelayState, relay_issue
from tests import factories
from tests.imports.test_past_relays import BY, bring, how_many, relays
from tests.members.lists import A, B

LIST = f"""Adhérent;SIREN;Problématique;Date de la remontée;Transmis à;Date de transmission
Forge Églantine;{A};Prix du gaz doublé;05/03/2024;PFA;12/03/2024
Câbles du Gier;{B};Soudeurs introuvables;06/03/2024;PFA;12/03/2024
Câbles du Gier;{B};Délais de certification;07/03/2024;;
"""


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


def carried(db: Any) -> list[tuple[str, str | None, date, set[str]]]:
    """(title, federation, day, titles of issues) of each relay."""
    return [
        (
            one.title,
            one.federation.code if one.federation else None,
            one.happened_at.astimezone(clock.PARIS).date(),
            {issue.title for issue in one.issues},
        )
        for one in relays(db)
    ]


def test_the_issue_and_its_passage_are_both_recorded(db: Any) -> None:
    _entry, plan = bring(LIST)
    told = {"Prix du gaz doublé", "Soudeurs introuvables"}
    assert carried(db) == [("Carried up to PFA", "PFA", date(2024, 3, 12), told)]
    one = relays(db)[0]
    assert (one.direction, one.state, one.body) == (Direction.UP, RelayState.RECORDED, "")
    assert {c.member.name for c in one.concerned} == {"Forge Églantine", "Câbles du Gier"}
    counts = plan.as_dict()
    assert (counts["issues"], counts["relays"], counts["relayed"], plan.warnings) == (3, 1, 2, ())


def test_the_same_list_again_changes_nothing(db: Any) -> None:
    bring(LIST)
    _entry, plan = bring(LIST)
    assert (plan.extras, how_many(db, Relay, Concerned, Issue)) == ((), [1, 2, 3])


def test_undoing_takes_both_back(db: Any) -> None:
    entry, _plan = bring(LIST)
    services.undo(entry, by=BY)
    assert how_many(db, Relay, Concerned, Issue, Member, relay_issue) == [0, 0, 0, 0, 0]


def test_an_issue_that_was_taken_up_again_stays_with_its_passage(db: Any) -> None:
    entry, _plan = bring(LIST)
    kept = db.session.scalars(sa.select(Issue).where(Issue.title == "Prix du gaz doublé")).one()
    issues.reopen(kept, reason="still true", by=BY)
    db.session.flush()
    services.undo(entry, by=BY)
    assert [(title, told) for title, _federation, _day, told in carried(db)] == [
        ("Carried up to PFA", {"Prix du gaz doublé"})
    ]


def test_a_member_more_of_a_passage_that_is_there(db: Any) -> None:
    bring(LIST)
    header = LIST.splitlines()[0]
    more = f"{header}\nTôles;{factories.siren(77)};Acier rare;08/03/2024;PFA;12/03/2024\n"
    entry, plan = bring(more)
    assert ("relays" in plan.as_dict(), len(carried(db)[0][3])) == (False, 3)
    services.undo(entry, by=BY)
    assert (how_many(db, Relay, Concerned, Issue), len(carried(db)[0][3])) == ([1, 2, 3], 2)


@pytest.mark.parametrize(
    ("header", "cells", "found"),
    [
        ("Transmis à (PFA)", "12/03/2024", [("PFA", date(2024, 3, 12))]),
        ("Transmis à (PFA);Date de transmission", "oui;12/03/2024", [("PFA", date(2024, 3, 12))]),
        ("Remonté à la FIF le", "2024-03-12", [("FIF", date(2024, 3, 12))]),
        ("Transmis à", "PFA le 12/03/2024", [("PFA", date(2024, 3, 12))]),
        ("Transmis à;Transmis le", "PFA, FIF;12/03/2024", [("PFA", date(2024, 3, 12)), ("FIF", date(2024, 3, 12))]),
        ("Transmis à (PFA);Transmis à (FIF)", "12/03/2024;13/03/2024",
         [("PFA", date(2024, 3, 12)), ("FIF", date(2024, 3, 13))]),
        ("Transmis à", "PFA", [("PFA", date(2024, 3, 5))]),
        ("Transmis à;Transmis le", "PFA;mars 2024", [("PFA", date(2024, 3, 1))]),
        ("Fédération;Transmis le", "PFA;12/03/2024", [("PFA", date(2024, 3, 12))]),
        ("Sent to;Sent on", "PFA;12/03/2024", [("PFA", date(2024, 3, 12))]),
        ("Transmis à la fédération le", "12/03/2024", [(None, date(2024, 3, 12))]),
        ("Transmis à (PFA)", "non", []),
        ("Transmis à (PFA)", "", []),
        ("Fédération", "PFA", []),
        ("Envoyé à l'adhérent", "12/03/2024", []),
        ("Transmis à;Transmis le", "UIMM;12/03/2024", [(None, date(2024, 3, 12))]),
    ],
)  # fmt: skip
def test_it_is_written_in_many_ways(db: Any, header: str, cells: str, found: list[tuple[str | None, date]]) -> None:
    bring(f"Adhérent;SIREN;Problématique;Date de la remontée;{header}\nForge;{A};Prix du gaz;05/03/2024;{cells}\n")
    assert sorted((code or "", day) for _title, code, day, _told in carried(db)) == sorted(
        (code or "", day) for code, day in found
    )
    assert how_many(db, Issue) == [1]


def test_the_columns_are_proposed_so_and_a_relay_to_members_keeps_its_own() -> None:
    text = (
        "Adhérent;Problématique;Transmis à;Date de transmission;Réponse;Info descendue;Date de diffusion\n"
        "Forge;Prix du gaz;PFA;12/03/2024;À l'étude;Appel à projets;20/03/2024\n"
    )
    assert list(recognise_list(text.encode()).mapping.values()) == [
        Column.NAME,
        Column.ISSUE,
        Column.ISSUE_TO,
        Column.ISSUE_TO_ON,
        Column.ISSUE_ANSWER,
        Column.RELAY,
        Column.RELAY_ON,
    ]


def test_the_sheet_of_issues_of_a_workbook_is_read_whole(db: Any) -> None:
    bring(
        "Date;Adhérent;SIREN;Type;Sujet;Détail;Transmis à;Le;Réponse fédération\n"
        f"05/03/2024;Forge;{A};Besoin;Prix du gaz;Il a doublé.;PFA;12/03/2024;À l'étude\n"
    )
    assert [(code, day) for _title, code, day, _told in carried(db)] == [("PFA", date(2024, 3, 12))]
    issue = db.session.scalars(sa.select(Issue)).one()
    assert (issue.what_happens, issue.submitted_at.date()) == ("Prix du gaz\nIl a doublé.", date(2024, 3, 5))
    assert issue.transitions[0].reason.startswith("À l'étude")


def test_a_passage_without_any_day_is_left_out_and_it_is_said(db: Any) -> None:
    _entry, plan = bring(f"Adhérent;SIREN;Problématique;Transmis à\nForge;{A};Prix du gaz;PFA\n")
    assert how_many(db, Relay, Issue) == [0, 1]
    assert any("without a day" in one.reason for one in plan.warnings)


def test_each_page_leads_to_the_other(
    sign_in: Callable[..., FlaskClient], browse: Callable[..., str], client: FlaskClient, db: Any
) -> None:
    bring(LIST)
    relay, issue = relays(db)[0], db.session.scalars(sa.select(Issue).order_by(Issue.id)).first()
    db.session.commit()
    relay_id, issue_id = relay.id, issue.id
    sign_in(factories.user(Role.MANAGER))
    db.session.expunge_all()
    assert f'href="/issues/{issue_id}">Prix du gaz doublé' in browse(f"/relays/{relay_id}", budget=12)
    db.session.expunge_all()
    assert f'href="/relays/{relay_id}">Carried up to PFA' in browse(f"/issues/{issue_id}", budget=20)
    sign_in(factories.user(Role.OBSERVER))
    assert "gaz" not in browse(f"/relays/{relay_id}")
