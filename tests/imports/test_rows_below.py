"""Rows that leave name and SIREN blank belong to the company right above when they bring something beside it."""

import pytest

from cara_crm.members.spreadsheet import Draft, read_list
from cara_crm.members.spreadsheet.row import Parsed
from tests.members.lists import A

HEADERS = "Société;SIREN;Contact;E-mail;Cotisation 2025;Payé le"


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


def read(*rows: str) -> tuple[Parsed, list[Draft]]:
    _listing, parsed, drafts = read_list("\n".join([HEADERS, *rows, ""]).encode(), {})
    return parsed, drafts


@pytest.mark.parametrize("company", [f"Forge Églantine;{A}", "Forge Églantine;"])
def test_other_people_below_a_company_are_its_people(company: str) -> None:
    parsed, drafts = read(
        f"{company};Anne Fictive;;;", ";;Jean Rond;j.rond@f.example;;", ";;Zoé Carré;;850;03/02/2025", "Câbles;;;;;"
    )
    assert [draft.rows for draft in drafts] == [(2, 3, 4), (5,)]
    assert [person.last_name for person in drafts[0].beside.people] == ["Fictive", "Rond", "Carré"]
    assert [(fee.year, fee.euros) for fee in drafts[0].beside.fees] == [(2025, 850)]
    assert parsed.refused == ()
    assert [(one.row, one.reason) for one in parsed.warnings] == [
        (3, "2 rows without a name were taken for the company above them.")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("Forge;;Anne Fictive;;850;", ";;;;850;"),  # a total
        ("Forge;;Anne Fictive;;850;", "TOTAL;;;;850;", ";;Jean Rond;;;"),
        (";;Jean Rond;;;", "Forge;;Anne Fictive;;850;"),
        ("Forge;;Anne Fictive;;850;", ";;;;;", ";;Jean Rond;;;"),  # a blank row between
    ],
)
def test_totals_and_rows_below_nobody_stay_refused(rows: tuple[str, ...]) -> None:
    parsed, drafts = read(*rows)
    assert len(drafts) == 1
    assert [person.last_name for person in drafts[0].beside.people] == ["Fictive"]
    assert parsed.refused
    assert parsed.warnings == ()
