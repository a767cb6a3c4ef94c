"""Headers, units and shapes of lists as associations have them: nothing of them is left aside or damaged in silence."""

from datetime import date

import pytest

from cara_crm.members.spreadsheet import Draft, read_list, recognise_list
from cara_crm.members.spreadsheet.decoding import decode
from cara_crm.members.spreadsheet.values import day_of, headcount_of, split_address
from tests.members.lists import A, B, workbook


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Problems are sentences in a language."""


def first(headers: str, row: str) -> Draft:
    return read_list(f"{headers}\n{row}\n".encode(), {})[2][0]


@pytest.mark.parametrize(
    ("headers", "row", "address", "code", "town"),
    [
        ("Adresse", "12 rue des Forges", "12 rue des Forges", "", ""),
        ("Adresse;CP Ville", "ZI Nord;69200 VÉNISSIEUX", "ZI Nord", "69200", "VÉNISSIEUX"),
        ("Adresse;Code postal / Ville", "ZI Nord;69200 Vénissieux", "ZI Nord", "69200", "Vénissieux"),
        ("CP Ville;Effectif", "69200 Vénissieux;12", "", "69200", "Vénissieux"),
        ("Adresse 1;Adresse 2;CP Ville", "ZI Nord;Bât. 3;69200 Vénissieux", "ZI Nord Bât. 3", "69200", "Vénissieux"),
        ("Adresse;CP Ville", "ZI Nord;CH-1200 Genève", "ZI Nord CH-1200 Genève", "", ""),
    ],
)
def test_an_address_is_kept_with_what_stands_of_it(headers: str, row: str, address: str, code: str, town: str) -> None:
    [site] = first(f"Société;SIREN;{headers}", f"Forge;{A};{row}").sites
    assert (site.address, site.postal_code, site.town) == (address, code, town)


@pytest.mark.parametrize("end", ["\nFRANCE", ", France", " (France)", ""])
def test_the_country_behind_the_town_is_none_of_it(end: str) -> None:
    assert split_address(f"ZI Nord\n42000 SAINT ETIENNE{end}") == ("ZI Nord", "42000", "SAINT ETIENNE")


def test_the_likely_sheet_is_the_one_that_tells_most_of_members() -> None:
    members = [["Raison sociale", "SIREN", "Ville"], ["Forge", A, "Lyon"]]
    issues = [["Société", "Remontée", "Date remontée", "Type", "Urgence", "Suite donnée"]]
    issues += [["Forge", "Prix", "05/03/2024", "Besoin", "haute", "Vu"]]
    file = workbook(("Remontées", issues), ("Adhérents", members))
    assert recognise_list(file).grid.sheet == "Adhérents"


@pytest.mark.parametrize(
    ("header", "cell", "column"),
    [
        ("Effectifs 2024", "49", "headcount"),
        ("Turnover (k€)", "1200", "turnover"),
        ("Cd postal", "42000", "postal_code"),
        ("Bureau distrib.", "Lyon", "town"),
        ("Enseigne / ex-nom", "Forges d'Ana", "other_names"),
        ("Site", "forge.example", "website"),
    ],
)
def test_headers_of_usual_lists_are_known(header: str, cell: str, column: str) -> None:
    listing = recognise_list(f"Société;SIREN;{header}\nForge;{A};{cell}\nCâbles;{B};{cell}\n".encode())
    assert listing.mapping[2].value == column


@pytest.mark.parametrize("text", ["120 sal.", "120 sal", "~120", "120 pers.", "env. 120 salariés"])
def test_a_number_of_employees_may_say_what_it_counts(text: str) -> None:
    assert headcount_of(text) == 120


def test_a_day_may_be_the_number_that_a_spreadsheet_keeps() -> None:
    assert (day_of("43831"), day_of("43831.0"), day_of("1500"), day_of("82000")) == (
        date(2020, 1, 1), date(2020, 1, 1), None, None,
    )  # fmt: skip


@pytest.mark.parametrize("odd", [0, 1])
def test_lines_of_two_encodings_are_each_read_in_theirs_and_it_is_said(odd: int) -> None:
    lines = ["Société;Ville", "Forêt;Saint-Étienne", "Métal;Orléans"]
    rows = [line.encode("utf-8" if (i == 1) == bool(odd) else "cp1252") for i, line in enumerate(lines)]
    decoded = decode(b"\n".join(rows))
    assert (decoded.text.split("\n"), len(decoded.notes)) == (lines, 1)
