"""Files that are no list, or more than a list: refused with a sentence, and nobody waits for them."""

import io
import zipfile

import pytest

from cara_crm.members.spreadsheet import Unreadable, read_list, recognise_list, refuse_misnamed
from cara_crm.members.spreadsheet.workbook import OLE, VBA
from tests.members.lists import A, B, workbook

LIST = workbook(("Liste", [["Nom", "SIREN"], ["Forge", A]]))


def with_part(data: bytes, name: str) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, b"Attribute VB_Name")
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        with_part(LIST, "xl/vbaProject.bin"),
        OLE + bytes(512) + VBA,
        b"Nom;SIREN\nFor\x00ge;1\n",
        (";".join(f"Colonne {n}" for n in range(1_200)) + "\nForge\n").encode(),
        workbook(("Liste", [["Nom", *[str(n) for n in range(1_200)]], ["Forge"]])),
    ],
    ids=["macros", "macros in an old workbook", "zero bytes", "columns", "columns of a workbook"],
)
def test_it_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        recognise_list(data)
    assert str(refused.value).endswith(".")


def test_empty_columns_far_to_the_right_are_nothing() -> None:
    header = "Nom;SIREN" + ";" * 3_000
    listing = recognise_list(f"{header}\nForge;{A}{';' * 3_000}\n".encode())
    assert listing.header.cells == ("Nom", "SIREN")


@pytest.mark.parametrize(
    ("name", "data"), [("liste.csv", LIST), ("liste.XLSX", b"Nom\nForge\n"), ("liste.ods", b"Nom\nForge\n")]
)
def test_a_name_that_promises_something_else_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable):
        refuse_misnamed(name, data)


@pytest.mark.parametrize(("name", "data"), [("liste.xlsx", LIST), ("liste.csv", b"Nom\n"), ("liste", LIST)])
def test_a_name_that_says_what_is_there_is_fine(name: str, data: bytes) -> None:
    refuse_misnamed(name, data)
    assert recognise_list(data).header.cells[0] == "Nom"


def test_a_formula_is_no_name() -> None:
    text = f'Nom;SIREN\n"=HYPERLINK(""http://x.example"";""y"")";{A}\nForge;{B}\n+33 Conseil;\n'
    _listing, parsed, found = read_list(text.encode(), {})
    assert [one.name for one in found] == ["Forge", "+33 Conseil"]
    assert [problem.row for problem in parsed.refused] == [2]
