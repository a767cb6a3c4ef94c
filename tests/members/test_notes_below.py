"""Lines under a table, numbers from abroad, and what is said of one sheet of several."""

import pytest

from cara_crm.members.spreadsheet import Column, Options, Unreadable, read_list, recognise_list
from cara_crm.members.spreadsheet.rows import Parsed
from tests.members.lists import A, B, workbook

pytestmark = pytest.mark.usefixtures("request_context")

MEMBERS: list[list[object]] = [["Nom", "SIREN", "Commentaires"], ["Forge", A, "Fidèle"], ["Câbles", B, ""]]


def parsed(text: str) -> Parsed:
    return read_list(text.encode(), {})[1]


@pytest.mark.parametrize(
    "note",
    [
        "* cotisations HT",
        "NB : liste non exhaustive",
        "N.B. liste provisoire",
        "Source : CARA",
        "Légende : en rouge, les impayés",
        "Mise à jour : mars 2025",
        "Mise à jour le 12/03/2025",
        "(1) hors groupe",
        "Note interne",
        "Liste arrêtée au 31/12/2024",
        "Les montants sont ceux de l'appel de cotisation.",
    ],
)
def test_a_note_under_the_table_is_no_member(note: str) -> None:
    result = parsed(f"Nom;Ville;Effectif\nForge;Lyon;10\nCâbles;Lyon;12\n{note};;\n")
    assert [row.name for row in result.rows] == ["Forge", "Câbles"]
    assert [(p.row, p.reason) for p in result.refused] == [(4, f"A note under the table: “{note}”.")]


def test_what_a_blank_row_or_totals_part_from_the_table_is_a_note() -> None:
    assert len(parsed("Nom;Ville\nForge;Lyon\n\nMerci de compléter;\n").rows) == 1
    assert len(parsed("Nom;Effectif\nForge;10\nTotal;10\nHors groupe;\n").rows) == 1


def test_a_name_alone_is_a_member() -> None:
    result = parsed("Nom;Ville\nNouvelle;\n* Étoile;\nForge;Lyon\nSourcing Fictif;\nNotule;\nAutre;\n")
    assert len(result.rows) == 6


def test_a_list_of_names_only_keeps_its_rows() -> None:
    names = ["Forge", "Source Vive", "* Câbles", "Note Bleue", "NB Conseil", "(1) Usine"]
    result = parsed("Nom\n" + "\n".join(names) + "\n\nDernière\nSource : CARA\n")
    assert [row.name for row in result.rows] == [*names, "Dernière"]
    assert len(result.refused) == 1


def test_blank_rows_within_a_list_part_nothing() -> None:
    assert len(parsed("Nom;Ville\nForge;Lyon\n\nCâbles;Lyon\n\nUsine;\n").rows) == 3


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("Allemagne", "DE123456789"),
        ("", "DE 123 456 789"),
        ("Suisse", "CHE-123.456.789 TVA"),
        ("Italie", "12345678901"),
    ],
)
def test_a_company_abroad_is_read_without_siren(country: str, number: str) -> None:
    result = parsed(f"Nom;Pays;N° TVA;CP\nSchmiede;{country};{number};69115\nForge;France;FR47{A};69003\n")
    assert [(row.name, row.siren, row.department) for row in result.rows] == [
        ("Schmiede", None, None),
        ("Forge", A, "69"),
    ]
    assert result.refused == ()
    assert [(p.row, p.column, "not kept" in p.reason) for p in result.warnings] == [(2, "N° TVA", True)]


def test_a_wrong_number_here_stays_refused() -> None:
    assert len(parsed("Nom;Pays;SIREN\nForge;France;123456789\nUsine;;12\n").refused) == 2


@pytest.mark.parametrize("second", [[], [["Divers"], ["x"]], [["Nom", "Ville"], ["Usine", "Lyon"]]])
@pytest.mark.parametrize("wish", [{"Commentaires": "description"}, {"3": "description"}])
def test_a_mapping_is_of_the_sheet_that_is_chosen(second: list[list[object]], wish: dict[str, str]) -> None:
    listing = recognise_list(workbook(("Adhérents", MEMBERS), ("Feuil2", second)), Options(mapping=wish))
    assert (listing.grid.sheet, listing.mapping[2]) == ("Adhérents", Column.DESCRIPTION)


def test_a_mapping_that_fits_no_sheet_is_refused() -> None:
    data = workbook(("Adhérents", MEMBERS), ("Feuil2", [["Divers"], ["x"]]))
    with pytest.raises(Unreadable, match="Comentaires"):
        recognise_list(data, Options(mapping={"Comentaires": "description"}))
    with pytest.raises(Unreadable, match="row 7"):
        recognise_list(data, Options(header_row=7))


def test_a_header_row_is_of_the_sheet_that_is_chosen() -> None:
    data = workbook(("Adhérents", [["Liste"], [], *MEMBERS]), ("Feuil2", [["Divers"], ["x"]]))
    assert recognise_list(data, Options(header_row=3)).grid.sheet == "Adhérents"
