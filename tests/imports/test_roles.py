"""The place in a sector's value chain, beside the sectors of a list."""

from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.imports import services
from cara_crm.members.imports import Decisions
from cara_crm.members.models import Member
from cara_crm.members.spreadsheet import recognise_list
from cara_crm.sectors.models import Sector, ValueChainRole
from tests import factories
from tests.imports.test_member_since import bring, warned
from tests.members.lists import A

BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


@pytest.fixture(autouse=True)
def _chain(db: Any) -> None:
    roads = factories.add(Sector(code="essai-a", name_fr="Voies", name_en="Tracks"))
    factories.add(Sector(code="essai-b", name_fr="Airs", name_en="Skies"))
    factories.add(ValueChainRole(code="essai-f", name_fr="Fondeur d’essai", name_en="Trial founder"))
    factories.add(ValueChainRole(code="essai-g", name_fr="Poseur d’essai", name_en="Trial layer", sector_id=roads.id))


def told(role: str, sector: str = "Voies", header: str = "Rôle dans la filière") -> str:
    return f"Nom;SIREN;Filière;{header}\nForge Églantine;{A};{sector};{role}\n"


def chain(db: Any) -> list[tuple[str, str | None, bool]]:
    db.session.expire_all()
    one = db.session.scalars(sa.select(Member).where(Member.siren == A)).one()
    lines = sorted(one.assignments, key=lambda line: line.id)
    return [(line.sector.name_fr, line.role.code if line.role else None, line.is_main) for line in lines]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Filière;Rôle", ["sectors", "role"]),
        ("Filière;Position dans la chaîne de valeur", ["sectors", "role"]),
        ("Sector;Value chain role", ["sectors", "role"]),
        ("Filière;Contact;Rôle", ["sectors", "contact", "contact_function"]),
        ("Ville;Rôle", ["town"]),
    ],
)
def test_it_is_recognised_beside_sectors(header: str, expected: list[str]) -> None:
    row = ";".join("Mot" for _ in header.split(";"))
    assert [c.value for c in recognise_list(f"Nom;{header}\nForge;{row}\n".encode()).mapping.values()][1:] == expected


@pytest.mark.parametrize("word", ["fondeur d'essai", "Trial founder", "ESSAI-F"])
def test_a_new_member_has_its_role_in_each_sector(db: Any, word: str) -> None:
    _entry, plan = bring(told(word, "Voies, Airs"))
    assert (chain(db), plan.warnings) == ([("Voies", "essai-f", True), ("Airs", "essai-f", False)], ())
    assert bring(told(word, "Voies, Airs"))[1].unchanged == 1


def test_as_many_roles_as_sectors_go_in_turn(db: Any) -> None:
    bring(told("Trial layer | Trial founder", "Voies | Airs"))
    assert chain(db) == [("Voies", "essai-g", True), ("Airs", "essai-f", False)]


@pytest.mark.parametrize(
    ("role", "sector", "n"),
    [("Inventeur", "Voies", 1), ("Trial layer", "Airs", 1), ("Trial layer;Trial founder", "Voies", 0)],
)
def test_what_is_not_understood_is_a_problem_of_the_row(db: Any, role: str, sector: str, n: int) -> None:
    quoted = f'"{role}"'
    _entry, plan = bring(told(quoted, sector))
    assert warned(plan) == [(2, "Rôle dans la filière")] * n
    assert len(chain(db)) == len(role.split(";"))


def test_neither_as_many_nor_one_is_a_problem(db: Any) -> None:
    _entry, plan = bring(told('"Trial layer;Trial founder"', '"Voies;Airs;Rails"'))
    assert [line[1] for line in chain(db)] == [None, None]
    assert (2, "Rôle dans la filière") in warned(plan)


def test_a_role_without_a_sector_is_said(db: Any) -> None:
    _entry, plan = bring(told("Trial founder", ""))
    assert (chain(db), warned(plan)) == ([], [(2, "Rôle dans la filière")])


def test_a_known_member_gets_the_role_that_it_lacks(db: Any) -> None:
    bring(told(""))
    entry, plan = bring(told("Trial layer", ""))
    assert [(c.field, c.old, c.new) for c in plan.updates[0].changes] == [("role", "", "Poseur d’essai")]
    assert chain(db) == [("Voies", "essai-g", True)]
    services.undo(entry, by=BY)
    assert chain(db) == [("Voies", None, True)]


def test_a_known_role_stays_unless_somebody_decides(db: Any) -> None:
    bring(told("Trial layer"))
    _entry, plan = bring(told("Trial founder"), Decisions())
    assert [(c.old, c.new) for c in plan.kept[0].changes] == [("Poseur d’essai", "Fondeur d’essai")]
    entry, _plan = bring(told("Trial founder"), Decisions({"role": "file"}))
    assert chain(db) == [("Voies", "essai-f", True)]
    services.undo(entry, by=BY)
    assert chain(db) == [("Voies", "essai-g", True)]


def test_a_further_sector_comes_with_its_role(db: Any) -> None:
    bring(told("Trial layer"))
    bring(told("Trial founder", "Airs"))
    assert chain(db) == [("Voies", "essai-g", True), ("Airs", "essai-f", False)]
