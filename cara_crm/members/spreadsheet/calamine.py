"""The program that opens a workbook, apart from the server: `python -I calamine.py < (file, sheet) > (names, sheets)`.

Calamine aborts its whole process at some damaged files (it reserves as many strings as a part promises) and panics
at others. A process of its own, with bounded memory, may die of that; the server says that the file is damaged.
It imports nothing of the application, so that it starts in a moment.
"""

import contextlib
import datetime as dt
import io
import marshal
import resource
import sys

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

MOST_MEMORY = 3 << 30  # bytes of addresses; a sheet of 20 million cells needs a third of it
MOST_SHEETS = 30
LARGEST_WHOLE = 1e15  # beyond it a spreadsheet itself rounds


def main() -> None:
    """Standard input and output are marshalled: bytes and a sheet's name or None; names and {name: rows or None}."""
    with contextlib.suppress(ValueError, OSError):  # a system that bounds no addresses, or bounds them closer
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    data, wanted = marshal.load(sys.stdin.buffer)  # noqa: S302  (from the server, that started this)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = [meta.name for meta in book.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet][:MOST_SHEETS]
    marshal.dump((names, {name: _rows(book, name) for name in names if wanted in (None, name)}), sys.stdout.buffer)


def _rows(book: CalamineWorkbook, name: str) -> list[list[str]] | None:
    try:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError):
        return None
    texts = [[_text(cell) for cell in row] for row in rows]
    _fill_down(texts, sheet.merged_cell_ranges or [])
    while texts and not any(texts[-1]):
        texts.pop()
    return texts


def _fill_down(texts: list[list[str]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """A cell merged over several rows is said in each: a company beside its people, a header over two rows."""
    for (top, column), (bottom, _last) in merged:
        if top < len(texts) and column < len(texts[top]):
            for row in texts[top + 1 : bottom + 1]:
                if column < len(row) and not row[column]:
                    row[column] = texts[top][column]


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


if __name__ == "__main__":
    main()
