"""Reading somebody's list of organisations: CSV in any usual writing, or XLSX.

`read_list` does all of it without a database: bytes → grid → header → columns → rows → drafts of members.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from cara_crm.members.spreadsheet.columns import SAMPLES, recognise
from cara_crm.members.spreadsheet.delimited import read_delimited
from cara_crm.members.spreadsheet.folding import UNDECIDED, Draft, fold_rows
from cara_crm.members.spreadsheet.formulas import without_errors
from cara_crm.members.spreadsheet.grid import Grid, NoMembers, Problem, Unreadable
from cara_crm.members.spreadsheet.header import Header, find_header, header_at
from cara_crm.members.spreadsheet.row import Parsed, Row
from cara_crm.members.spreadsheet.rows import parse_rows
from cara_crm.members.spreadsheet.wishes import with_wishes
from cara_crm.members.spreadsheet.wordings import Column
from cara_crm.members.spreadsheet.workbook import OLE, ZIP, read_workbook

__all__ = [
    "Column",
    "Draft",
    "Grid",
    "Listing",
    "NoMembers",
    "Options",
    "Problem",
    "Row",
    "Unreadable",
    "read_list",
    "recognise_list",
    "refuse_misnamed",
]

#: How files begin that are no list, with what to do instead.
PDF = b"%PDF"
MOST_ROWS = 200_000
MOST_COLUMNS = 1000  # with something in them
OF_TEXT, OF_WORKBOOKS = {"csv", "tsv", "txt"}, {"xlsx", "xls", "ods", "xlsm", "xlsb"}  # endings of names


@dataclass(frozen=True)
class Options:
    """What a person says against what was recognised; `mapping` is {header: field}, `header_row` counts from 1;
    `sectors` are the folded words of those that the register has."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    sectors: Container[str] = ()


@dataclass(frozen=True)
class Listing:
    """A list with its header found and its columns recognised."""

    grid: Grid
    header: Header
    mapping: dict[int, Column]

    @property
    def has_members(self) -> bool:
        """Is there a column that can name a member?"""
        return bool({Column.NAME, Column.SIREN, Column.SIRET} & set(self.mapping.values()))

    @property
    def tells(self) -> tuple[int, int]:
        """How many columns are of members themselves, then how many in all: what says most of members is the list."""
        return sum(not column.is_beside for column in self.mapping.values()), len(self.mapping)

    @property
    def unknown(self) -> dict[int, int]:
        """Index of column → how many of its formulas tell nothing."""
        return Counter(column for columns in self.grid.unknown.values() for column in columns)

    @property
    def left_out(self) -> list[str]:
        """The headers of columns that hold something and are not read."""
        cells = enumerate(self.header.cells)
        return [header for index, header in cells if index not in self.mapping and self.samples(index, 1)]

    def samples(self, index: int, most: int = 3) -> list[str]:
        """The first different values of a column."""
        cells = (row[index].strip() for row in self.grid.rows[self.header.until :] if index < len(row))
        found: dict[str, None] = {}
        for cell in cells:
            if cell:
                found[" ".join(cell.split())[:80]] = None
            if len(found) == most:
                break
        return list(found)


def recognise_list(data: bytes, options: Options | None = None) -> Listing:
    """Encoding, delimiter, sheet, header row and columns of a file. Raises Unreadable."""
    options = options or Options()
    filled = [_recognised(without_errors(grid), options) for grid in _grids(data, options) if grid.rows]
    if not filled:
        raise Unreadable(_("This file is empty."))
    listing, misfit = max(filled, key=lambda one: (one[0].has_members, one[1] is None, *one[0].tells))
    if misfit:
        raise misfit
    return listing


def read_list(
    data: bytes,
    departments: dict[str, str],
    options: Options | None = None,
    *,
    spend: bool = False,
    decided: Mapping[int, str] = UNDECIDED,
) -> tuple[Listing, Parsed, list[Draft]]:
    """The whole way from bytes to drafts of members; `departments` is folded name → code, `decided` row → what
    a person said of it (`fold_rows`). Raises Unreadable.

    `spend`: nothing but the drafts is kept of the rows, so that a long list is in memory once.
    """
    listing = recognise_list(data, options)
    if not listing.has_members:
        raise NoMembers(_("No column with a name, a SIREN or a SIRET was recognised: say which it is."))
    parsed = parse_rows(listing.grid, listing.header, listing.mapping, departments, spend=spend)
    folded = fold_rows(parsed.rows if spend else list(parsed.rows), decided)
    parsed = replace(parsed, warnings=(*parsed.warnings, *folded.warnings), doubts=folded.doubts)
    return listing, parsed, folded.drafts


def _grids(data: bytes, options: Options) -> Iterator[Grid]:
    if not data.strip():
        raise Unreadable(_("This file is empty."))
    if data.startswith((ZIP, OLE)):
        yield from read_workbook(data, options.sheet)
        return
    _refuse_other(data)
    yield read_delimited(data, encoding=options.encoding, delimiter=options.delimiter)


def every_row(data: bytes) -> Iterator[list[str]]:
    """The cells of each row of each sheet, whatever is in them. Raises Unreadable."""
    for grid in _grids(data, Options()):
        yield from grid.rows


def refuse_misnamed(name: str, data: bytes) -> None:
    """Raises Unreadable when the ending of the file's name promises something else than what is in it."""
    ending = name.rpartition(".")[2].lower()
    is_workbook = data.startswith((ZIP, OLE))
    if (ending in OF_TEXT and is_workbook) or (ending in OF_WORKBOOKS and not is_workbook and data.strip()):
        raise Unreadable(
            _(
                "The name ends in .%(ending)s, but what is in the file is something else: "
                "save the list again as XLSX or CSV.",
                ending=ending,
            )
        )


def _refuse_other(data: bytes) -> None:
    if data.startswith(PDF):
        raise Unreadable(_("This is a PDF document: a list can be read from XLSX or CSV."))
    if data.lstrip()[:200].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise Unreadable(_("This is a web page or XML document: save the list as XLSX or CSV."))
    if data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"GIF8", b"\x1f\x8b\x08\x00", b"7z\xbc\xaf"):
        raise Unreadable(_("This is not a list: a list can be read from XLSX or CSV."))


def _width(rows: list[list[str]]) -> int:
    """Columns up to the last that holds something; empty ones beyond it are taken away where there are very many."""
    if max(map(len, rows), default=0) <= MOST_COLUMNS:
        return 0
    width = max((i + 1 for row in rows for i in range(len(row) - 1, -1, -1) if row[i].strip()), default=0)
    for row in rows:
        del row[max(width, 1) :]
    return width


def _recognised(grid: Grid, options: Options) -> tuple[Listing, Unreadable | None]:
    """A sheet as it reads, and why the person's header row or mapping does not fit it: they are said of one sheet."""
    if len(grid.rows) > MOST_ROWS:
        raise Unreadable(_("More than %(most)s rows: cut the list into several files.", most=MOST_ROWS))
    if _width(grid.rows) > MOST_COLUMNS:
        raise Unreadable(_("More than %(most)s columns: this is no list of members.", most=MOST_COLUMNS))
    at, misfit = options.header_row, None
    if at is not None and not 0 < at <= len(grid.rows):
        at, misfit = None, Unreadable(_("There is no row %(row)s.", row=at))
    header = header_at(grid.rows, at - 1) if at else find_header(grid.rows)
    found = recognise(header.cells, grid.rows[header.until : header.until + SAMPLES], grid.sheet, options.sectors)
    try:
        found = with_wishes(found, header, options.mapping)
    except Unreadable as error:
        misfit = misfit or error
    return Listing(grid, header, found), misfit
