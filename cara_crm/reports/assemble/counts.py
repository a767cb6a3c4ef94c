"""Tables of groups: counted, protected together, compared with what earlier reports showed, and put in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cara_crm.confidentiality.suppression import TOTAL, Figure, Published, SafeTable, count_table, suppress
from cara_crm.reports.document import Caveat, Number, Table
from cara_crm.reports.material import Head, Organisation, Released
from cara_crm.reports.words import day, words

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Axis:
    """One way to break organisations down: which rows there are, in which order, and what they are called."""

    id: str
    row_head: str
    names: Mapping[str, str]
    row_of: Callable[[Organisation], str]


@dataclass(frozen=True, slots=True)
class Counted:
    """A table before protection: the groups in each inner cell, out of the population's groups in the same cells."""

    id: str
    title: str
    axis: Axis
    columns: Mapping[str, str]
    cells: Mapping[Place, frozenset[str]]
    population: Mapping[Place, frozenset[str]]
    about: str = "heard"
    key: str = ""
    public: bool = False
    compared_to: str = ""

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows that somebody could stand in, in the axis's order."""
        used = {row for row, _ in (*self.cells, *self.population)}
        return tuple(code for code in self.axis.names if code in used)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure about to be released, under its stable key, with the groups behind it."""

    key: str
    value: int | None
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Protected:
    """Tables as they may leave, the caveats that came of it, and the figures to remember."""

    tables: tuple[Table, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    cells: tuple[Cell, ...] = ()


def with_margins(cells: Mapping[Place, frozenset[str]]) -> dict[Place, frozenset[str]]:
    """The groups of every place, margins as unions: a group in two columns counts once in the total."""
    full: dict[Place, frozenset[str]] = {}
    for (row, column), groups in cells.items():
        for place in {(row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)}:
            full[place] = full.get(place, frozenset()) | groups
    return full


def group_cells(
    organisations: Iterable[tuple[Organisation, frozenset[str]]], axis: Axis, columns: Mapping[str, str]
) -> dict[Place, frozenset[str]]:
    """Distinct groups by (row, column); without columns everyone stands in the total column."""
    found: dict[Place, set[str]] = {}
    for organisation, sectors in organisations:
        for column in (sectors & columns.keys()) if columns else (TOTAL,):
            found.setdefault((axis.row_of(organisation), column), set()).add(organisation.group)
    return {place: frozenset(groups) for place, groups in found.items()}


def protect(counted: list[Counted], head: Head, released: Mapping[str, Released]) -> Protected:
    """Withhold what must be withheld, over all tables of the report at once, and repeat what may not change yet."""
    k = head.threshold
    raw = [
        count_table(
            table.id,
            table.rows,
            tuple(table.columns),
            table.cells,
            population={place: len(groups) for place, groups in with_margins(table.population).items()},
            keys=_shared_keys(table),
            public=table.public,
        )
        for table in counted
    ]
    earlier = [_published(table, head, released) for table in counted if not table.public]
    safe_tables = suppress(raw, k, earlier=earlier)
    parts = [_finish(table, safe, head, released) for table, safe in zip(counted, safe_tables, strict=True)]
    return Protected(
        tuple(table for part in parts for table in part.tables),
        tuple(caveat for part in parts for caveat in part.caveats),
        tuple(cell for part in parts for cell in part.cells),
    )


def _published(table: Counted, head: Head, released: Mapping[str, Released]) -> Published:
    """What the federation was last given for each place of this table."""
    places = [(row, column) for row in (*table.rows, TOTAL) for column in (*table.columns, TOTAL)]
    found = {place: released.get(cell_key(head, table.id, *place)) for place in places}
    return Published(
        table.id, {place: Figure(was.value, was.groups, was.on) for place, was in found.items() if was is not None}
    )


def _shared_keys(table: Counted) -> dict[Place, tuple[str, str]]:
    """Margins that say the same in several tables of the report (all heard, all heard in one sector)."""
    if table.public or not table.key:
        return {}
    return {(TOTAL, column): (table.key, column) for column in (*table.columns, TOTAL)}


def _finish(table: Counted, safe: SafeTable, head: Head, released: Mapping[str, Released]) -> Protected:
    groups = with_margins(table.cells)
    names = {**table.axis.names, **table.columns, TOTAL: str(words(head.language)["total"])}
    rows: list[tuple[Number | None, ...]] = []
    cells: list[Cell] = []
    repeated: dict[date, list[str]] = {}
    for row, line in zip(safe.rows, safe.cells, strict=True):
        values: list[Number | None] = []
        for column, value in zip(safe.columns, line, strict=True):
            cell = Cell(cell_key(head, table.id, row, column), value, groups.get((row, column), frozenset()))
            if (row, column) in safe.dates or (row, column) in safe.closed:
                earlier = released[cell.key]
                if earlier.value is not None and earlier.groups != cell.groups:
                    repeated.setdefault(earlier.on, []).append(f"{names[row]}, {names[column]}")
                cell = Cell(cell.key, value, earlier.groups)
            values.append(cell.value)
            cells.append(cell)
        rows.append(tuple(values))
    made = Table(
        id=table.id,
        title=table.title,
        public=table.public,
        rows=safe.rows,
        columns=safe.columns,
        cells=tuple(rows),
        row_names=tuple(names[row] for row in safe.rows),
        column_names=tuple(names[column] for column in safe.columns),
        about=table.about,
        row_head=table.axis.row_head,
        population=table.compared_to,
    )
    caveats = tuple(repeated_caveat(table.id, on, cells_said, head) for on, cells_said in sorted(repeated.items()))
    return Protected((made,), caveats, () if table.public else tuple(cells))


def cell_key(head: Head, table: str, row: str, column: str) -> str:
    """Under which a figure is found again in the federation's next report."""
    return ":".join(("+".join(sorted(sector.code for sector in head.sectors)), table, row, column))


def held_back(cell: Cell, released: Mapping[str, Released], k: int) -> Released | None:
    """The earlier figure when fewer than k groups differ from those behind it and it says something else, else None."""
    earlier = released.get(cell.key)
    if earlier is None or len(earlier.groups ^ cell.groups) >= k or earlier.value == cell.value:
        return None
    return earlier


def repeated_caveat(about: str, on: date, cells: list[str], head: Head) -> Caveat:
    """Says which figures are repeated, and from when they are."""
    said = words(head.language)["text"]["repeated"]
    text = said.format(k=head.threshold, day=day(on, head.language), cells=" ; ".join(dict.fromkeys(cells)))
    return Caveat(about, text)
