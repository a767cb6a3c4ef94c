"""A line of totals is refused as one wherever its label stands, and takes nobody's fee; nobody is called so."""

import pytest

from cara_crm.members.spreadsheet import Draft, read_list
from cara_crm.members.spreadsheet.row import Parsed
from tests.members.lists import A, B, C

HEADERS = "Raison sociale;SIREN;Ville;Contact;Mail;Cotisation 2026"
ROWS = (f"Forge;{A};Lyon;Ana Inventée;;600", f"Câbles;{B};Tours;Tom Rond;;900")


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


def read(*rows: str, headers: str = HEADERS) -> tuple[Parsed, list[Draft]]:
    _listing, parsed, drafts = read_list("\n".join([headers, *rows, ""]).encode(), {})
    return parsed, drafts


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("label", ["TOTAL", "Total général :", "Sous-total", "S/Total", "Total 2026", "TOTAUX"])
def test_a_line_of_totals_is_refused_wherever_its_label_stands(label: str, at: int) -> None:
    cells = ["", "", "", "", "", "1500"]
    cells[at] = label
    parsed, drafts = read(*ROWS, ";".join(cells))
    assert [(one.row, one.reason) for one in parsed.refused] == [(4, "A line of totals.")]
    assert [[person.last_name for person in draft.beside.people] for draft in drafts] == [["Inventée"], ["Rond"]]
    assert [[fee.euros for fee in draft.beside.fees] for draft in drafts] == [[600], [900]]


def test_totals_between_the_people_of_companies_are_nobodys() -> None:
    parsed, drafts = read(
        f"Forge;{A};Inventée;Ana;600", ";;Rond;Tom;", ";;Sous-total;;600", f"Câbles;{B};Carré;Zoé;900",
        ";;Total Loire;;1500", headers="Raison sociale;SIREN;Nom;Prénom;Cotisation 2026",
    )  # fmt: skip
    assert [[person.last_name for person in draft.beside.people] for draft in drafts] == [
        ["Inventée", "Rond"],
        ["Carré"],
    ]
    assert [[fee.euros for fee in draft.beside.fees] for draft in drafts] == [[600], [900]]
    assert [one.row for one in parsed.refused] == [4, 6]


@pytest.mark.parametrize("row", [f"TOTAL;{A};Lyon;Ana Inventée;;600", f"Ensemble;{A};Lyon;Ana Inventée;;600"])
def test_who_has_a_number_is_a_company_whatever_it_is_called(row: str) -> None:
    parsed, drafts = read(row)
    assert (parsed.refused, [draft.siren for draft in drafts]) == ((), [A])


@pytest.mark.parametrize(
    "said", ["Total manque de soudeurs depuis deux ans, et personne ne répond aux annonces", "Moyens"]
)
def test_what_a_company_said_below_is_no_total(said: str) -> None:
    parsed, drafts = read(f"Forge;{A};Prix", f";;{said}", headers="Société;SIREN;Remontée")
    assert [one.text for one in drafts[0].beside.past] == ["Prix", said]
    assert parsed.refused == ()


@pytest.mark.parametrize(
    "line",
    [
        "Moyenne;;;;;600", "Nombre : 3;;;;;", "Montant encaissé;;;;;1800", "Reste dû;;;;;0",
        "Adhérents à jour : 2/2;;;;;", "Cotisation moyenne;;;;;600,50", "Reste à payer : 300 €;;;;;",
        "Dont ETI;;;;;900",
        "soit 66 %;;;;;", "Taux de paiement;;;;;66 %", "Écart;;;;;-3500", "Average fee;;;;;600", "Paid: 2;;;;;",
        "Outstanding;;;;;0", "TVA 20 %;;;;;300", "2 à jour sur 3;;;;;", "Moyenne;;2 villes;;;750",
        "Total;;;2 contacts;;1500", "Members up to date: 2/2;;;;;", "Still to pay;;;;;300",
        "Nouveaux adhérents 2026;;;;;4",
    ],
)  # fmt: skip
def test_what_is_counted_under_a_table_is_no_member_and_no_fee(line: str) -> None:
    parsed, drafts = read(*ROWS, line, "Total;;;;;1500")
    assert [(one.row, one.reason) for one in parsed.refused] == [(4, "A line of totals."), (5, "A line of totals.")]
    assert [[fee.euros for fee in draft.beside.fees] for draft in drafts] == [[600], [900]]


@pytest.mark.parametrize(
    "row",
    [
        f"Médiane;{C};;;;600", "Moyenne;;Lyon;;;600", "Budget;;;Zoé Carré;;300", "Total;;;Tom Rond;;600",
        "Somme Usinage;;;;;600", "Solde Outillage;;;;;450", "Recettes d'Ici;;;;;300", "Sum Engineering;;;;;900",
        "Nombre d'Or Design;;;;;300", "Impact 3;;;;;600", "Ensemble;;;;ana@forge.example;600",
    ],
)  # fmt: skip
def test_a_company_called_like_a_sum_is_a_member(row: str) -> None:
    parsed, drafts = read(*ROWS, row)
    assert (parsed.refused, len(drafts)) == ((), 3)


def test_who_is_called_like_a_sum_within_the_table_is_a_member() -> None:
    parsed, drafts = read("Objectif;;;;;600", *ROWS)
    assert (parsed.refused, len(drafts)) == ((), 3)
