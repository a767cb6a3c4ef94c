"""Formulas that tell nothing: a program wrote them and nobody calculated them since, or they give an error.

A spreadsheet program keeps what a formula gave last beside it (ECMA-376 part 1, 18.3.1.40 and 18.3.1.96; ODF 1.3 part
3, 19.386). Programs that only write leave it out, or write 0 and ask for a calculation when the workbook is opened.
"""

import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from typing import IO

from cara_crm.core.told import ngettext
from cara_crm.members.spreadsheet.grid import Cells, Grid, Problem

CHUNK = 1 << 20
#: A formula is the first thing in its cell.
FORMULA = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>\s*<(?:\w+:)?f\b')
END = re.compile(rb"</(?:\w+:)?c>")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
ASKS = re.compile(rb'<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad="(?:1|true)"')
SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"[^>]*?\bid="([^"]*)"')
TARGET = re.compile(r"<Relationship\b[^>]*>")
#: What a spreadsheet program shows of a formula that fails, in English and French (and LibreOffice's numbers).
ERROR = re.compile(
    r"#(N/A|REF!|VALUE!|VALEUR!|NAME\?|NOM\s?\?|DIV/0\s?!|NUM!|NOMBRE!|NULL!|NUL!|SPILL!|PROPAGATION!|CALC!|GETTING_DATA)"
    r"|Err:\d{3}",
    re.IGNORECASE,
)
STARTS = frozenset("#Ee")
OF_ODS = re.compile(
    r'<table:table\b[^>]*?table:name="(?P<sheet>[^"]*)"|<table:table-row\b(?P<row>[^>]*)>'
    r"|<table:(?:covered-)?table-cell\b(?P<cell>[^>]*)>"
)
REPEATED = re.compile(r'table:number-(?:rows|columns)-repeated="(\d+)"')


def in_xlsx(archive: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo]) -> dict[str, Cells]:
    """Sheet → its cells without values, of these parts of a workbook."""
    of = _sheets(archive)
    asks = bool(ASKS.search(_part(archive, "xl/workbook.xml")))
    found = {}
    for part in parts:
        with archive.open(part) as stream:
            cells = _without_values(_blocks(stream), asks=asks)
        if cells and part.filename in of:
            found[of[part.filename]] = cells
    return found


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the archive → name of the sheet that it holds."""
    told = _part(archive, "xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for one in TARGET.findall(told):
        marks = dict(re.findall(r'(\w+)="([^"]*)"', one))
        target = marks.get("Target", "")
        targets[marks.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    book = _part(archive, "xl/workbook.xml").decode("utf-8", "replace")
    return {targets[id]: unescape(name) for name, id in SHEET.findall(book) if id in targets}


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Whole rows, a part of the sheet at a time."""
    rest = b""
    while chunk := stream.read(CHUNK):
        text = rest + chunk
        cut = text.rfind(b"row>") + 1
        yield text[:cut]
        rest = text[cut:]
    yield rest


def _without_values(blocks: Iterable[bytes], *, asks: bool) -> Cells:
    found: dict[int, set[int]] = defaultdict(set)
    for block in blocks:
        for one in FORMULA.finditer(block):
            end = END.search(block, one.end())
            value = VALUE.search(block, one.end(), end.start() if end else len(block))
            if value is None or value[1].startswith(b"#") or (asks and value[1] == b"0"):
                found[int(one[2]) - 1].add(_index(one[1]))
    return {row: frozenset(columns) for row, columns in found.items()}


def _index(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def in_ods(archive: zipfile.ZipFile) -> dict[str, Cells]:
    """Sheet → its cells without values."""
    text = _part(archive, "content.xml").decode("utf-8", "replace")
    if "table:formula=" not in text:
        return {}
    found: dict[str, dict[int, frozenset[int]]] = defaultdict(dict)
    sheet, row, column, many = "", -1, 0, 1
    for one in OF_ODS.finditer(text):
        if one["sheet"] is not None:
            sheet, row, many = unescape(one["sheet"]), -1, 1
        elif one["row"] is not None:
            row, column, many = row + many, 0, _times(one["row"])
        else:
            if "table:formula=" in one["cell"] and "office:value" not in one["cell"]:
                found[sheet][row] = found[sheet].get(row, frozenset()) | {column}
            column += _times(one["cell"])
    return dict(found)


def _times(marks: str) -> int:
    repeated = REPEATED.search(marks)
    return int(repeated[1]) if repeated else 1


def blanked(rows: list[list[str]], cells: Cells) -> list[list[str]]:
    """The rows without what stands for values that nobody calculated; blank ones at the end are there."""
    rows.extend([] for _row in range(len(rows), max(cells, default=-1) + 1))
    for row, columns in cells.items():
        for column in columns & set(range(len(rows[row]))):
            rows[row][column] = ""
    return rows


def without_errors(grid: Grid) -> Grid:
    """The grid with blanks where a formula gave an error, in files that keep its words."""
    found: dict[int, set[int]] = defaultdict(set)
    for row, told in enumerate(grid.rows):
        for column, cell in enumerate(told):
            if cell[:1] in STARTS and ERROR.fullmatch(cell.strip()):
                found[row].add(column)
                told[column] = ""
    if not found:
        return grid
    rows = found.keys() | grid.unknown.keys()
    return replace(grid, unknown={row: grid.unknown.get(row, frozenset()) | found.get(row, set()) for row in rows})


def problems(cells: Cells, headers: Sequence[str], wanted: Iterable[int]) -> list[Problem]:
    """One for each column that is read (`wanted`, indexes), with how many of its cells and where they begin."""
    counts = Counter(column for columns in cells.values() for column in columns)
    told = []
    for column in sorted(set(wanted) & counts.keys()):
        rows = sorted(row + 1 for row, columns in cells.items() if column in columns)
        told.append(Problem(rows[0], headers[column], sentence(len(rows))))
    return told


def sentence(n: int) -> str:
    """What is said of formulas that tell nothing, and what to do."""
    return ngettext(
        "A formula tells nothing: it was saved without its value or gives an error such as #N/A. It is read as blank, "
        "and a blank changes nothing. Open the list in your spreadsheet program, save it there and import that.",
        "%(num)d formulas tell nothing: they were saved without their values or give errors such as #N/A. They are "
        "read as blank, and a blank changes nothing. Open the list in your spreadsheet program, save it there and "
        "import that.",
        n,
    )
