"""Lists as files: text stays text, numbers numbers, and the memory the same whatever the length."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from cara_crm.members import export, workbook
from cara_crm.members.spreadsheet.delimited import read_delimited

HEADERS = {"name": "Name", "n": "Number", "is_there": "There"}
SHEET = "xl/worksheets/sheet1.xml"


def written(kind: str, *rows: list[Any]) -> bytes:
    return b"".join(export.made(kind, rows, HEADERS))


def of_sheet(*rows: list[Any]) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx", *rows))).get_sheet_by_index(0).to_python()


def test_a_workbook_keeps_text_numbers_and_truth_apart() -> None:
    rows = of_sheet(["Forge Églantine & fils <SAS>", 12, True], ["  012345678", None, False], [None, 0.5, None])
    assert rows[0] == ["Name", "Number", "There"]
    assert rows[1:] == [["Forge Églantine & fils <SAS>", 12.0, True], ["  012345678", "", False], ["", 0.5, ""]]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+33 1", "-5"])
def test_a_workbook_has_no_formula(text: str) -> None:
    assert of_sheet([text, None, None])[1][0] == text
    sheet = ZipFile(io.BytesIO(written("xlsx", [text, None, None]))).read(SHEET).decode()
    assert "<f>" not in sheet


@pytest.mark.parametrize("text", ["a\x0bb", "a\x00b", "\uffff", "_x0041_", "a\nb", "]]>", '"quoted"'])
def test_a_workbook_says_again_what_xml_cannot_hold(text: str) -> None:
    content = written("xlsx", [text, None, None])
    found = ElementTree.fromstring(ZipFile(io.BytesIO(content)).read(SHEET))
    cell = [one.text for one in found.iter() if one.tag.endswith("}t")][-1]
    plain = {"a\x0bb": "a_x000B_b", "a\x00b": "a_x0000_b", "\uffff": "_xFFFF_", "_x0041_": "_x005F_x0041_"}
    assert cell == plain.get(text, text)


def test_a_cell_holds_what_a_spreadsheet_program_allows() -> None:
    assert len(of_sheet(["x" * 40_000, None, None])[1][0]) == workbook.LONGEST


def test_an_empty_list_is_a_file_too() -> None:
    assert written("json") == b"[]\n"
    assert written("csv").decode("utf-8-sig") == "Name;Number;There\r\n"
    assert of_sheet() == [["Name", "Number", "There"]]


def test_json_keeps_the_names_of_the_columns() -> None:
    assert json.loads(written("json", ["Été", 1, True], ["=1", None, False])) == [
        {"name": "Été", "n": 1, "is_there": True},
        {"name": "=1", "n": None, "is_there": False},
    ]


@pytest.mark.parametrize("text", ["=1+1", " \u00a0=1", "\t=1", "\uff1d1", "-1"])
def test_a_csv_runs_nothing(text: str) -> None:
    assert written("csv", [text, 1, True]).decode("utf-8-sig").split("\r\n")[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("text", ["005520135", "00552013500018", "55201350000018", "01000", "01"])
def test_figures_that_a_spreadsheet_program_would_change_stay_in_a_csv_and_are_read_back(text: str) -> None:
    content = written("csv", [text, 1, True])
    assert content.decode("utf-8-sig").split("\r\n")[1] == f'"=""{text}""";1;1'
    assert read_delimited(content).rows[1] == [text, "1", "1"]
    assert of_sheet([text, 1, True])[1][0] == text
    assert json.loads(written("json", [text, 1, True]))[0]["name"] == text


@pytest.mark.parametrize("text", ["552013500", "12", "0", "0,5", "01 02", "²0123456789012", "0=1"])
def test_others_stand_as_they_are(text: str) -> None:
    assert written("csv", [text, 1, True]).decode("utf-8-sig").split("\r\n")[1] == f"{text};1;1"


@pytest.mark.parametrize("kind", list(export.MEDIA))
def test_the_memory_does_not_grow_with_the_rows(kind: str) -> None:
    def rows(n: int) -> Iterator[list[Any]]:
        return ([f"Atelier {i} de la vallée", i, True] for i in range(n))

    def peak(n: int) -> int:
        tracemalloc.start()
        for _piece in export.made(kind, rows(n), HEADERS):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(20_000) < peak(2_000) + 300_000
