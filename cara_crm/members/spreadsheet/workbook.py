"""XLSX workbooks into grids, within limits: an archive can promise more than a machine holds."""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from flask_babel import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from cara_crm.members.spreadsheet.grid import Grid, Unreadable

MOST_BYTES = 400 * 1024 * 1024  # of one unpacked workbook
MOST_TIMES = 200  # unpacked to packed; spreadsheets of text reach 30
SMALL = 5 * 1024 * 1024  # below this no ratio is dangerous
MOST_CELLS = 20_000_000  # of the rectangle that holds all filled cells of a sheet
MOST_SHEETS = 30
LARGEST_WHOLE = 1e15  # beyond it a spreadsheet itself rounds
CHUNK = 1 << 20
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that a workbook may use of ZIP (ECMA-376 part 2, annex B)
ENCRYPTED = 0x1  # a flag of a ZIP entry
#: What zipfile raises at a damaged archive beside its own error: a stream that does not inflate or ends early, a place
#: before the file or a name that is no UTF-8 (ValueError), a version or a flag of its entries that it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError)
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>')


def read_workbook(data: bytes, sheet: str | None = None) -> Iterator[Grid]:
    """The grids of the workbook's visible sheets, or of the one called `sheet`. Raises Unreadable."""
    _refuse_bombs(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError) as error:
        raise _damaged() from error
    names = [meta.name for meta in book.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet][:MOST_SHEETS]
    if sheet is not None and sheet not in names:
        raise Unreadable(_("There is no sheet “%(sheet)s” in this workbook.", sheet=sheet))
    for name in names if sheet is None else [sheet]:
        yield _grid(book, name, tuple(names))


def _grid(book: CalamineWorkbook, name: str, names: tuple[str, ...]) -> Grid:
    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise Unreadable(_("The sheet “%(sheet)s” is damaged: save the workbook again.", sheet=name)) from error
    texts = [[_text(cell) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    return Grid(texts, "xlsx", sheet=name, sheets=names)


def _text(cell: object) -> str:
    """A cell as text: whole numbers without ".0", days as ISO 8601, so that 86650041.0 is a company number again."""
    match cell:
        case str():
            return cell.replace("\x00", "").replace("_x000D_", "").strip()
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer() and abs(cell) < LARGEST_WHOLE:
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.date() | dt.datetime():
            return cell.isoformat()
        case _:
            return "" if cell is None else str(cell)


def _damaged() -> Unreadable:
    return Unreadable(_("This workbook is damaged: open it in your spreadsheet program and save it again."))


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            promised = sum(part.file_size for part in archive.infolist())
            if promised > MOST_BYTES or (promised > SMALL and promised > MOST_TIMES * len(data)):
                raise Unreadable(_("This workbook unpacks to far more than it should: it is not read."))
            for part in archive.infolist():
                if part.flag_bits & ENCRYPTED or part.compress_type not in PACKED:
                    raise _damaged()
                if re.search(r"worksheets/[^/]+\.xml$", part.filename):
                    _refuse_vast(archive, part)
    except DAMAGED as error:
        raise _damaged() from error


def _refuse_vast(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A single cell far outside makes a rectangle that no memory holds; what a sheet declares is not believed."""
    rows = columns = 0
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            for match in CELL.finditer(text):
                rows = max(rows, int(match.group(2)))
                columns = max(columns, _column_number(match.group(1)))
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


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
