"""Long lists as an XLSX workbook: the frame is XlsxWriter's, the rows are written into it as they come.

XlsxWriter takes ten times as long for a cell as its text needs, which counts from a million cells on. The cells are as
it writes them itself with `constant_memory`: inline strings, numbers, booleans (ECMA-376, part 1, 18.3.1.4).
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

SHEET = "xl/worksheets/sheet1.xml"
END = "</sheetData>"
WIDE, USUAL = 40, 16
LONGEST = 32_767  # characters that a cell holds
#: What XML cannot hold, and what a reader would take for the writing of it ("_x0041_" is "A").
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write(rows: Iterable[Sequence[Any]], headings: Sequence[str], out: IO[bytes]) -> None:
    """A sheet with a line of headings that stays in sight; text stays text, whatever it begins with."""
    with ZipFile(_frame(headings)) as frame, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=3) as book:
        for entry in frame.infolist():
            if entry.filename != SHEET:
                book.writestr(entry.filename, frame.read(entry))
        before, after = re.sub("<dimension [^>]*/>", "", frame.read(SHEET).decode()).split(END)
        with book.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(before.encode())
            for line in _lines(rows, [xl_col_to_name(column) for column in range(len(headings))]):
                sheet.write(line.encode())
            sheet.write((END + after).encode())


def _frame(headings: Sequence[str]) -> IO[bytes]:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, len(headings) - 1, USUAL)
        bold = book.add_format({"bold": True})
        for index, heading in enumerate(headings):
            sheet.write_string(0, index, heading, bold)
    return out


def _lines(rows: Iterable[Sequence[Any]], letters: Sequence[str]) -> Iterator[str]:
    for n, row in enumerate(rows, start=2):
        cells = "".join(
            [_cell(f"{letter}{n}", value) for letter, value in zip(letters, row, strict=True) if value is not None]
        )
        yield f'<row r="{n}">{UNWRITABLE.sub(_written, cells)}</row>'


def _cell(place: str, value: Any) -> str:
    if isinstance(value, str):
        text = value[:LONGEST].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _written(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"
