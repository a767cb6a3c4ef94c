"""A past issue has the day that the list tells, the beginning of what it tells, or none; never that of the import."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.languages import date_format, in_words, short_day
from cara_crm.issues.models import Issue
from cara_crm.members.spreadsheet import read_list
from tests.imports.test_mixed_sheets import bring
from tests.members.lists import A

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.mark.parametrize(
    ("column", "told", "on", "words"),
    [
        ("Date", "T2 2025", date(2025, 4, 1), "T2 2025"),
        ("Date", "2e trimestre 2025", date(2025, 4, 1), "2e trimestre 2025"),
        ("Date", "2025 S2", date(2025, 7, 1), "2025 S2"),
        ("Date", "mars 2024", date(2024, 3, 1), "mars 2024"),
        ("Date", "au printemps", date(1900, 1, 1), "au printemps"),
        ("Date", "", date(1900, 1, 1), ""),
    ],
)
def test_a_day_that_is_not_exact_is_kept_with_its_words(db: Any, column: str, told: str, on: date, words: str) -> None:
    bring(f"Société;SIREN;Remontée;{column}\nForge;{A};Prix du gaz;{told}\nForge;{A};Normes;05/03/2024\n")
    issue = db.session.scalars(sa.select(Issue).where(Issue.what_happens == "Prix du gaz")).one()
    assert issue.submitted_at.astimezone(clock.PARIS).date() == on
    assert (words or "The list tells no day.") in issue.transitions[0].reason


def test_the_year_of_the_header_dates_what_no_column_does() -> None:
    text = f"Société;SIREN;Remontées 2025;Remontées 2024\nForge;{A};Prix;Normes\n"
    _listing, parsed, [draft] = read_list(text.encode(), {})
    told = [(one.text, one.on, one.unsure) for one in draft.beside.past]
    assert told == [("Prix", date(2025, 1, 1), "2025"), ("Normes", date(2024, 1, 1), "2024")]
    assert [(one.row, one.column) for one in parsed.warnings] == [(2, "Remontées 2025"), (2, "Remontées 2024")]


@pytest.mark.parametrize("said", ["RAS", "R.A.S.", "Pas de remontée", "néant", "-", "Rien à signaler", "Aucune"])
def test_who_has_nothing_to_say_said_nothing(said: str) -> None:
    _listing, parsed, [draft] = read_list(f"Société;SIREN;Remontée\nForge;{A};{said}\n".encode(), {})
    assert (draft.beside.past, parsed.warnings) == ((), ())


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ("idem;;;;", "Remontée", "idem"),
        (";05/03/2024;;;", "Date remontée", "05/03/2024"),
        (";;Clos;;", "Suite donnée", "Clos"),
        (";;;;10/12/2025", "Date relais", "10/12/2025"),
    ],
)
def test_what_belongs_to_nothing_that_was_said_is_told(row: str, column: str, text: str) -> None:
    headers = "Société;SIREN;Remontée;Date remontée;Suite donnée;Relais;Date relais"
    other = "Câbles;;Prix;05/03/2024;Vu;Note;06/03/2024"
    _listing, parsed, drafts = read_list(f"{headers}\nForge;{A};{row}\n{other}\n".encode(), {})
    assert drafts[0].beside.past == ()
    assert [(one.row, one.column, text in one.reason) for one in parsed.warnings] == [(2, column, True)]


def test_what_has_no_day_is_shown_so() -> None:
    shown = (short_day(clock.UNDATED), in_words(clock.UNDATED), date_format(clock.UNDATED, "d MMM"))
    assert shown == ("no date",) * 3
