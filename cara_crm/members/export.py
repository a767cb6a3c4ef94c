"""Rows into files that a spreadsheet program opens without running anything: CSV, XLSX, JSON."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import xlsxwriter

Rows = Iterable[Mapping[str, Any]]
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
#: A cell that begins so, spaces apart, is a formula to a spreadsheet program (OWASP, CSV injection), in full width too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
WIDE, USUAL = 40, 16


def write(kind: str, rows: Rows, headers: Mapping[str, str]) -> bytes:
    """The file of kind "csv", "xlsx" or "json"; `headers`: column → heading, in order (JSON keeps the columns)."""
    writers: dict[str, Callable[[Rows, Mapping[str, str]], bytes]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}
    return writers[kind](rows, headers)


def harmless(value: object) -> object:
    """Text that cannot be taken for a formula: an apostrophe goes before it."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" \u00a0").startswith(FORMULA) else value


def _csv(rows: Rows, headers: Mapping[str, str]) -> bytes:
    """UTF-8 with mark and semicolons, as French spreadsheet programs open it at once."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headers.values())
    writer.writerows([harmless(_plain(row[column])) for column in headers] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


def _xlsx(rows: Rows, headers: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("members")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, len(headers) - 1, USUAL)
        bold = book.add_format({"bold": True})
        for index, header in enumerate(headers.values()):
            sheet.write_string(0, index, header, bold)
        for number, row in enumerate(rows, start=1):
            for index, column in enumerate(headers):
                _write_cell(sheet, number, index, row[column])
    return out.getvalue()


def _write_cell(sheet: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value))


def _json(rows: Rows, headers: Mapping[str, str]) -> bytes:
    kept = [{column: row[column] for column in headers} for row in rows]
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()
