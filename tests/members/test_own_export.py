"""What the product itself writes is read back whole: the words of its states, its columns, names with a comma."""

from typing import Any

import pytest
from flask_babel import force_locale

from cara_crm.core.languages import label
from cara_crm.members.imports import check
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.members.spreadsheet import Column, read_list, recognise_list, values
from cara_crm.sectors.models import Sector, ValueChainRole
from tests import factories as f
from tests.members.lists import A

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_of_a_status_and_a_category_is_understood(language: str) -> None:
    with force_locale(language):
        assert {one: values.status_of(label(one)) for one in MemberStatus} == {one: one.value for one in MemberStatus}
        known = {one: values.category_of(label(one)) for one in MemberCategory}
    assert known == {one: one.value for one in MemberCategory}


@pytest.mark.parametrize(("word", "status"), [("Non adhérent", "prospect"), ("Adhérent à jour", "active")])
def test_words_of_lists_are_understood(word: str, status: str) -> None:
    assert values.status_of(word) == status


@pytest.mark.parametrize("state", ["Appelée", "Non appelée", "En retard", "Réglée", "Rien à régler"])
def test_our_own_list_is_read_whole(state: str) -> None:
    header = "Nom;Filière principale;Statut;SIREN;Filières;Cotisation de l'année;Raison sociale"
    row = f'Forge;Rail;Adhérent actif;{A};"Rail; Vélo";{state};FORGE ÉGLANTINE'
    listing, parsed, [forge] = read_list(f"{header}\n{row}\n".encode(), {})
    assert Column.FEE not in listing.mapping.values()
    assert (forge.name, forge.usual_name, forge.sectors) == ("FORGE ÉGLANTINE", "Forge", ("Rail", "Vélo"))
    assert (forge.status, parsed.warnings, parsed.refused) == ("active", (), ())


def test_an_amount_for_the_year_is_a_fee() -> None:
    found = recognise_list("Nom;Cotisation de l'année\nForge;1200\nUsine;Appelée\n".encode()).mapping
    assert found[1] is Column.FEE


def test_a_name_beside_people_stays_what_it_was() -> None:
    found = recognise_list(b"Nom;Raison sociale;E-mail\nForge;FORGE;a@f.example\n").mapping
    assert found[0] is Column.NAME


def test_a_name_with_a_comma_is_one(db: Any) -> None:
    f.add(Sector(code="essai-a", name_fr="Voies, quais", name_en="Tracks"))
    f.add(ValueChainRole(code="essai-f", name_fr="Autorité, gestionnaire d’essai", name_en="Trial"))
    data = f"Nom;SIREN;Filière;Rôle dans la filière\nForge;{A};Voies, quais;Autorité, gestionnaire d'essai\n".encode()
    plan = check(data)
    assert (plan.warnings, plan.refused) == ((), ())
    assert plan.creations[0].roles == ("Autorité, gestionnaire d'essai",)
    assert plan.creations[0].sectors == ("Voies, quais",)
    plan = check(data.replace(b"Voies, quais", b"Voies, quais, Inconnue"))
    assert plan.creations[0].sectors == ("Voies, quais", "Inconnue")
    assert len(plan.warnings) >= 1


def test_to_whom_an_issue_was_passed_is_not_of_the_information_that_came_down() -> None:
    header = "Société;Besoin;Transmis à;Date transmission;Réponse;Information relayée;Date"
    row = "Forge;Du gaz;PFA;03/02/2025;En cours;Appel à projets;04/03/2025"
    found = recognise_list(f"{header}\n{row}\n".encode()).mapping
    assert {i: found.get(i) for i in (1, 2, 3, 4, 5)} == {
        1: Column.ISSUE,
        2: Column.ISSUE_TO,
        3: Column.ISSUE_TO_ON,
        4: Column.ISSUE_ANSWER,
        5: Column.RELAY,
    }


@pytest.mark.parametrize("name", ["@SUM(1)", " =1+1", "@somme(A1;A2)"])
def test_a_formula_is_no_name(name: str) -> None:
    assert len(read_list(f'Nom;Ville\n"{name}";Lyon\nForge;Lyon\n@Home Fictif;Lyon\n'.encode(), {})[1].rows) == 2
