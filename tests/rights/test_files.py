"""Lists that were imported: which of them hold a person."""

import io

import pytest
import xlsxwriter

from cara_crm.extensions import db
from cara_crm.files.services import store
from cara_crm.imports.models import MemberImport
from cara_crm.rights.services.files import empty_import_files
from cara_crm.rights.words import Words
from tests import factories

JEANNE = Words(frozenset({("Jeanne", "Inventée")}), frozenset({"jeanne@forge.example"}), frozenset())
BOM = "\ufeff"


def workbook(*rows: tuple[str, ...], hidden: tuple[str, ...] = ()) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet, second = book.add_worksheet(), book.add_worksheet()
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
        second.write_row(0, 0, hidden)
        second.hide()
    return made.getvalue()


def kept(content: bytes) -> bool:
    file = store("liste", "application/octet-stream", content)
    factories.add(MemberImport(file=file))
    empty_import_files(JEANNE)
    db.session.flush()
    return file.size > 0


@pytest.mark.parametrize(
    "content",
    [
        workbook(("Jeanne", "Autre"), ("Forge", "INVENTEE", "x", "Jeanne")),
        workbook(("Forge", "Paul"), hidden=("jeanne@forge.example",)),
        f"{BOM}Nom;Prénom\nInventée;Jeanne\n".encode("utf-16-le"),
        "Nom\tPrénom\nInventée\tJeanne\n".encode("cp1252"),
        b"Nom;Mail\nAutre;Jeanne@Forge.example\n",
        b"PK\x03\x04 damaged since",
    ],
    ids=["cells apart", "hidden sheet", "utf-16", "cp1252", "address", "damaged"],
)
def test_a_list_that_holds_her_goes(db, content):
    assert not kept(content)


@pytest.mark.parametrize(
    "content",
    [workbook(("Jeanne", "Autre"), ("Paul", "Inventée")), b"Nom;Prenom\nInventeel;Jeanne\n"],
    ids=["two people", "a longer name"],
)
def test_a_list_of_others_stays(db, content):
    assert kept(content)
