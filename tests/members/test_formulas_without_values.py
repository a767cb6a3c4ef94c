"""Workbooks whose formulas nobody calculated: it is said where they are, and nothing is taken for what it is not."""

import io
import zipfile

import pytest
import xlsxwriter

from cara_crm.members import imports
from cara_crm.members.imports.plan import Plan
from cara_crm.members.imports.write import carry_out
from cara_crm.members.spreadsheet import recognise_list
from tests import factories
from tests.members.lists import A, B
from tests.members.test_other_workbooks import HEAD, cell, ods, row

pytestmark = pytest.mark.usefixtures("db", "request_context")


def workbook(*rows: tuple[object, ...], value: object = "", sheet: str = "Adhérents & co") -> bytes:
    """Formulas ("=…") with `value` beside them; "" leaves it out, as programs do that only write."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet(sheet)
        for at, cells in enumerate(rows):
            for column, told in enumerate(cells):
                if str(told).startswith("="):
                    page.write_formula(at, column, str(told), None, value)
                else:
                    page.write(at, column, told)
    return file.getvalue()


def rewritten(data: bytes, part: str, *changes: tuple[bytes, bytes]) -> bytes:
    """The workbook with these words changed in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            text = old.read(one)
            for before, after in changes if one.filename == part else ():
                assert before in text
                text = text.replace(before, after)
            new.writestr(one.filename, text)
    return out.getvalue()


def plan_of(data: bytes) -> Plan:
    return imports.check(data)


HEADERS = ("Société", "SIREN", "Effectif")


@pytest.mark.parametrize("value", ["", 0])
def test_cells_without_values_are_blank_and_it_is_said_where_they_are(value: object) -> None:
    plan = plan_of(workbook(HEADERS, ("Forge", A, "=10+2"), ("Câbles", B, "=D3*2"), value=value))
    assert [draft.headcount for draft in plan.creations] == [None, None]
    (told,) = plan.warnings
    assert (told.row, told.column, told.reason[:10]) == (2, "Effectif", "2 formulas")
    assert "save it there" in told.reason


@pytest.mark.parametrize("value", ["", 0])
def test_they_never_take_the_place_of_what_the_register_knows(value: object) -> None:
    carry_out(plan_of(workbook(HEADERS, ("Forge", A, 120))), by=factories.actor())
    plan = plan_of(workbook(HEADERS, ("Forge", A, "=100+50"), value=value))
    assert (plan.updates, plan.kept, plan.unchanged) == ((), (), 1)


def test_values_that_were_calculated_are_read() -> None:
    plan = plan_of(workbook(HEADERS, ("Forge", A, "=10+2"), value=12))
    assert (plan.creations[0].headcount, plan.warnings) == (12, ())


def test_a_nought_that_a_spreadsheet_program_calculated_is_one() -> None:
    data = workbook(HEADERS, ("Forge", A, "=10-10"), value=0)
    plan = plan_of(rewritten(data, "xl/workbook.xml", (b' fullCalcOnLoad="1"', b"")))
    assert (plan.creations[0].headcount, plan.warnings) == (0, ())


def test_a_row_whose_name_nobody_calculated_is_refused_and_not_the_company_above() -> None:
    plan = plan_of(workbook(("Société", "Contact"), ("Forge", "Ada Exemple"), ("=Feuil2!A3", "Bob Exemple")))
    assert [(one.row, "formula" in one.reason) for one in plan.refused] == [(3, True)]
    assert [person.first_name for draft in plan.creations for person in draft.beside.people] == ["Ada"]


def test_a_sheet_of_nothing_but_formulas_is_not_read_as_empty() -> None:
    plan = plan_of(workbook(("Société", "SIREN"), ("=X!A1", "=X!B1"), ("=X!A2", "=X!B2")))
    assert (plan.rows, len(plan.refused)) == (2, 2)
    assert [(one.row, one.column) for one in plan.warnings] == [(2, "Société"), (2, "SIREN")]


def test_a_known_number_is_enough_where_only_the_name_is_a_formula() -> None:
    factories.member("Forge Églantine", siren=A)
    plan = plan_of(workbook(HEADERS, ("=X!A1", A, 3)))
    assert (plan.refused, len(plan.updates), plan.updates[0].name) == ((), 1, "Forge Églantine")


def test_parts_of_other_programs_are_understood() -> None:
    """Prefixes, as OpenXML programs write them; a target from the root of the archive."""
    data = workbook(HEADERS, ("Forge", A, "=IF(1>0,2,3)"))
    data = rewritten(data, "xl/_rels/workbook.xml.rels", (b'"worksheets/', b'"/xl/worksheets/'))
    changes = ((b"<c r=", b"<x:c r="), (b"</c>", b"</x:c>"), (b"<f>", b"<x:f>"), (b"</f>", b"</x:f>"))
    data = rewritten(data, "xl/worksheets/sheet1.xml", *changes)
    from cara_crm.members.spreadsheet import formulas

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [one for one in archive.infolist() if "worksheets/" in one.filename]
        assert formulas.in_xlsx(archive, parts) == {"Adhérents & co": {1: frozenset({2})}}


def test_formulas_of_another_sheet_are_none_of_this_one() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Calculs").write_formula(0, 0, "=1+1", None, "")
        page = book.add_worksheet("Liste")
        page.write_row(0, 0, HEADERS)
        page.write_row(1, 0, ("Forge", A, 5))
    assert plan_of(file.getvalue()).warnings == ()


def test_a_formula_far_below_is_no_endless_sheet() -> None:
    data = workbook(HEADERS, ("Forge", A, 5), *[()] * 900, ("=A1", "", ""))
    plan = plan_of(data)
    assert (len(plan.creations), [one.row for one in plan.refused]) == (1, [903])


def test_opendocument_without_values() -> None:
    formula = '<table:table-cell table:formula="of:=[.A1]"/>'
    repeated = '<table:table-cell table:number-columns-repeated="2"/>'
    data = ods(HEAD + row(cell("Forge"), cell("000000018"), formula) + row(repeated, formula, more=""))
    listing = recognise_list(data)
    assert listing.grid.unknown == {1: frozenset({2}), 2: frozenset({2})}
    assert [(one.row, one.column) for one in plan_of(data).warnings] == [(2, "Ville")]


def test_the_page_of_columns_says_it_too() -> None:
    listing = recognise_list(workbook(HEADERS, ("Forge", A, "=1"), ("Câbles", B, "=2")))
    assert listing.unknown == {2: 2}


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALEUR!", "#NOM?", "#DIV/0!", "Err:502"])
def test_an_error_is_no_name_and_no_value(error: str) -> None:
    plan = imports.check(f"Société;Ville;Effectif\nForge;Lyon;{error}\n{error};Tours;5\n".encode())
    assert ([draft.name for draft in plan.creations], plan.creations[0].headcount) == (["Forge"], None)
    assert [(one.row, "formula" in one.reason) for one in plan.refused] == [(3, True)]
    assert {(one.row, one.column) for one in plan.warnings} == {(3, "Société"), (2, "Effectif")}


def test_errors_of_a_workbook_are_said_too() -> None:
    plan = plan_of(workbook(HEADERS, ("Forge", A, "=1/0"), value="#DIV/0!"))
    assert [(one.row, one.column) for one in plan.warnings] == [(2, "Effectif")]


def test_a_name_that_begins_so_is_one() -> None:
    plan = imports.check("Société;Ville\n#Roulebille;Lyon\nErratum;Lyon\n".encode())
    assert [draft.name for draft in plan.creations] == ["#Roulebille", "Erratum"]
