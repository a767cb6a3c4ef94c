import io
import zipfile
from dataclasses import replace

from python_calamine import CalamineWorkbook

from cara_crm.reports.document import ReportDocument
from cara_crm.reports.workbook import render_workbook
from tests.reports.sample import DOCUMENT, FURNACES


def opened(document: ReportDocument = DOCUMENT) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(document)))


def test_one_sheet_a_table_beside_positions_and_method():
    names = opened().sheet_names
    assert {"Entendus par catégorie", "Adhérents par catégorie", "Positions", "Méthode et définitions"} <= set(names)


def test_numbers_are_numbers_and_withheld_cells_are_the_word():
    rows = opened().get_sheet_by_name("Entendus par catégorie").to_python()
    assert rows[1][:4] == ["Micro-entreprise", 9.0, 5.0, 14.0]
    assert rows[3][:4] == ["ETI", "retenu", "retenu", "retenu"]


def test_a_withheld_cell_is_explained_under_its_table():
    rows = opened().get_sheet_by_name("Entendus par catégorie").to_python()
    assert any("moins de 5 groupes" in str(row[0]) for row in rows)


def test_no_text_becomes_a_formula():
    hostile = replace(FURNACES, statement='=HYPERLINK("http://a.example")', request="+1+cmd|' /C calc'!A0")
    with zipfile.ZipFile(io.BytesIO(render_workbook(replace(DOCUMENT, positions=(hostile,))))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_a_signal_is_without_figures():
    rows = opened().get_sheet_by_name("Ce que cela représente").to_python()
    assert all(row[0] != "CARA-PFA-2026-3-02" for row in rows)


def test_the_same_document_gives_the_same_bytes():
    assert render_workbook(DOCUMENT) == render_workbook(replace(DOCUMENT))


def test_long_titles_still_make_distinct_sheets():
    twin = replace(DOCUMENT.tables[0], id="a" * 40)
    names = opened(replace(DOCUMENT, tables=(twin, replace(twin, id="a" * 41)))).sheet_names
    assert len(names) == len(set(names))
