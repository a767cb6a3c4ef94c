"""XLSX, ODS and XLS workbooks into grids, within limits: an archive can promise more than a machine holds."""

import io
import marshal
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from flask_babel import gettext as _

from cara_crm.files.archives import DAMAGED
from cara_crm.members.spreadsheet import formulas
from cara_crm.members.spreadsheet.formulas import blanked
from cara_crm.members.spreadsheet.grid import Cells, Grid, Unreadable

MOST_BYTES = 400 * 1024 * 1024  # of one unpacked workbook
MOST_TIMES = 200  # unpacked to packed; spreadsheets of text reach 30
SMALL = 5 * 1024 * 1024  # below this no ratio is dangerous
MOST_CELLS = 20_000_000  # of the rectangle that holds all filled cells of a sheet
CHUNK = 1 << 20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how XLSX and ODS, and how XLS begin
VBA = "_VBA_PROJECT".encode("utf-16-le")  # the storage of macros in XLS ([MS-OVBA] 2.2.1)
PROGRAM = Path(__file__).with_name("calamine.py")
PATIENCE_SECONDS = 120
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that a workbook may use of ZIP (ECMA-376 part 2, annex B)
ENCRYPTED = 0x1  # a flag of a ZIP entry
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>')


def read_workbook(data: bytes, sheet: str | None = None) -> Iterator[Grid]:
    """The grids of the workbook's visible sheets, or of the one called `sheet`. Raises Unreadable."""
    unknown: dict[str, Cells] = {}
    if data.startswith(ZIP):
        unknown = _refuse_bombs(data)
    elif VBA in data:
        raise _with_macros()
    names, sheets = _opened(data, sheet)
    if sheet is not None and sheet not in names:
        raise Unreadable(_("There is no sheet “%(sheet)s” in this workbook.", sheet=sheet))
    for name, rows in sheets.items():
        if rows is None:
            raise Unreadable(_("The sheet “%(sheet)s” is damaged: save the workbook again.", sheet=name))
        cells = unknown.get(name, {})
        yield Grid(blanked(rows, cells), _kind(data), sheet=name, sheets=names, unknown=cells)


def _kind(data: bytes) -> str:
    if data.startswith(OLE):
        return "xls"
    return "ods" if b"opendocument" in data[:200] else "xlsx"  # its kind is the first part of the archive (ODF 1.3)


def _opened(data: bytes, sheet: str | None) -> tuple[tuple[str, ...], dict[str, list[list[str]] | None]]:
    """The names of the sheets and their rows (None where a sheet is damaged), read in a process of its own."""
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(PROGRAM)],
            input=marshal.dumps((data, sheet)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise _locked() if data.startswith(OLE) else _damaged() from error
    names, sheets = marshal.loads(done.stdout)  # noqa: S302  (of our own program)
    return tuple(names), sheets


def _with_macros() -> Unreadable:
    return Unreadable(_("There are macros in this workbook: save it as XLSX, without macros, and import that."))


def _locked() -> Unreadable:
    return Unreadable(
        _("This workbook is damaged or has a password: save it without a password, as XLSX or CSV, and import that.")
    )


def _damaged() -> Unreadable:
    return Unreadable(_("This workbook is damaged: open it in your spreadsheet program and save it again."))


def _refuse_bombs(data: bytes) -> dict[str, Cells]:
    """Sheet → its formulas without values, of an archive that promises no more than it may."""
    calculated: list[zipfile.ZipInfo] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            promised = sum(part.file_size for part in archive.infolist())
            if promised > MOST_BYTES or (promised > SMALL and promised > MOST_TIMES * len(data)):
                raise Unreadable(_("This workbook unpacks to far more than it should: it is not read."))
            for part in archive.infolist():
                if part.flag_bits & ENCRYPTED or part.compress_type not in PACKED:
                    raise _damaged()
                if part.filename.lower().endswith("vbaproject.bin"):
                    raise _with_macros()
                if re.search(r"worksheets/[^/]+\.xml$", part.filename) and _refuse_vast(archive, part):
                    calculated.append(part)
            return formulas.in_xlsx(archive, calculated) if calculated else formulas.in_ods(archive)
    except DAMAGED as error:
        raise _damaged() from error


def _refuse_vast(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """A single cell far outside makes a rectangle that no memory holds; what a sheet declares is not believed. Are
    there formulas in it?"""
    rows = columns = 0
    rest, has_formulas = b"", False
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            for match in CELL.finditer(text):
                rows = max(rows, int(match.group(2)))
                columns = max(columns, _column_number(match.group(1)))
            has_formulas = has_formulas or bool(formulas.FORMULA.search(text))
            rest = text[-200:]
    if rows * columns > MOST_CELLS:
        raise Unreadable(
            _(
                "The cells of a sheet are spread over %(rows)s rows and %(columns)s columns: "
                "delete what lies far outside the table and save again.",
                rows=rows,
                columns=columns,
            )
        )
    return has_formulas


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
