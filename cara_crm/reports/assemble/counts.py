"""Tables of groups: counted, protected together, compared with what earlier reports showed, and put in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cara_crm.confidentiality.suppression import TOTAL, Figure, Published, SafeTable, count_table, one_each, suppress
from cara_crm.reports.assemble.elsewhere import Told
from cara_crm.reports.assemble.given import Cell, cell_key
from cara_crm.reports.document import Caveat, Number, Table
from cara_crm.reports.material import Head, Material, Organisation, Released
from cara_crm.reports.words import day, words

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Axis:
    """One way to break organisations down: which rows there are, in which order, and what they are called; in which
    coarser row each of them, or of those of other reports, is contained."""

    id: str
    row_head: str
    names: Mapping[str, str]
    row_of: Callable[[Organisation], str]
    coarser: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """A table before protection: the groups in each inner cell, out of the population's groups in the same cells.

    ``figure`` is the key of the figure that says the same as the table's total; ``asked`` tells a question that members
    answered from any other, whenever it is put.
    """

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
    figure: str = ""
    asked: str = ""

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows that somebody could stand in, in the axis's order."""
        used = {row for row, _ in (*self.cells, *self.population)}
        return tuple(code for code in self.axis.names if code in used)


@dataclass(frozen=True, slots=True)
class Protected:
    """Tables as they may leave, the caveats that came of it, and the figures to remember."""

    tables: tuple[Table, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    cells: tuple[Cell, ...] = ()


def with_margins(cells: Mapping[Place, frozenset[str]]) -> dict[Place, frozenset[str]]:
    """The groups of every place and of the margins."""
    full: dict[Place, frozenset[str]] = {}
    for (row, column), groups in cells.items():
        for place in {(row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)}:
            full[place] = full.get(place, frozenset()) | groups
    return full


def homes(organisations: Iterable[Organisation], axis: Axis, columns: Mapping[str, str]) -> dict[str, Place]:
    """The one cell of each group: the row, and the column, where it has most of its organisations.

    To be asked of all who could stand in the table, never of who spoke. A group that stood in two rows would show by
    what the rows have more than their total.
    """
    everybody = list(organisations)
    row = one_each(((one.group, axis.row_of(one)) for one in everybody), tuple(axis.names))
    if not columns:
        return {group: (code, TOTAL) for group, code in row.items()}
    inside = ((one.group, code) for one in everybody for code in columns if code in one.sectors)
    column = one_each(inside, tuple(columns))
    return {group: (code, column[group]) for group, code in row.items() if group in column}


def group_cells(groups: Iterable[str], home: Mapping[str, Place]) -> dict[Place, frozenset[str]]:
    """These groups, each in its cell."""
    found: dict[Place, set[str]] = {}
    for group in groups:
        found.setdefault(home[group], set()).add(group)
    return {place: frozenset(inside) for place, inside in found.items()}


def protect(counted: list[Counted], material: Material) -> Protected:
    """Withhold what must be withheld, over all tables of the report at once, and repeat what may not change yet."""
    head, same = material.head, material.same
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
    before = {table.id: _given_before(table, material) for table in counted if not table.public}
    earlier = [_published(id, given) for id, given in before.items()]
    safe_tables = suppress(raw, head.threshold, earlier=earlier, same=same)
    parts = [
        _finish(table, safe, material, before.get(table.id, {}))
        for table, safe in zip(counted, safe_tables, strict=True)
    ]
    return Protected(
        tuple(table for part in parts for table in part.tables),
        tuple(caveat for part in parts for caveat in part.caveats),
        tuple(cell for part in parts for cell in part.cells),
    )


def _published(table_id: str, given: Mapping[Place, Released]) -> Published:
    return Published(table_id, {place: Figure(was.value, was.groups, was.on) for place, was in given.items()})


def _given_before(table: Counted, material: Material) -> dict[Place, Released]:
    """What each place of this table is to be compared with."""
    told = Told(material, table.id, coarser=table.axis.coarser, key=table.key, figure=table.figure, asked=table.asked)
    groups = with_margins(table.cells)
    found: dict[Place, Released] = {}
    for row, column in ((row, column) for row in (*table.rows, TOTAL) for column in (*table.columns, TOTAL)):
        here = groups.get((row, column), frozenset())
        before = told.before(row, column, Released(len(here), material.same.apart(here), material.head.dated))
        if before is not None:
            found[row, column] = before
    return found


def _shared_keys(table: Counted) -> dict[Place, tuple[str, str]]:
    """Margins that say the same in several tables of the report (all heard, all heard in one sector)."""
    if table.public or not table.key:
        return {}
    return {(TOTAL, column): (table.key, column) for column in (*table.columns, TOTAL)}


def _finish(table: Counted, safe: SafeTable, material: Material, before: Mapping[Place, Released]) -> Protected:
    head, groups = material.head, with_margins(table.cells)
    names = {**table.axis.names, **table.columns, TOTAL: str(words(head.language)["total"])}
    rows: list[tuple[Number | None, ...]] = []
    cells: list[Cell] = []
    repeated: dict[date, list[str]] = {}
    for row, line in zip(safe.rows, safe.cells, strict=True):
        values: list[Number | None] = []
        for column, value in zip(safe.columns, line, strict=True):
            cell = Cell(
                cell_key(head, table.id, row, column), value, material.same.apart(groups.get((row, column), ()))
            )
            if (row, column) in safe.dates or (row, column) in safe.closed:
                earlier = before[row, column]
                if earlier.value is not None and (earlier.value, earlier.groups) != (
                    len(groups.get((row, column), ())),
                    cell.groups,
                ):
                    repeated.setdefault(earlier.on, []).append(_place_in_words(row, column, names))
                cell = Cell(cell.key, value, earlier.groups, earlier.on)
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


def _place_in_words(row: str, column: str, names: Mapping[str, str]) -> str:
    """The row and the column, but for a total where the other says enough."""
    said = [names[one] for one in (row, column) if one != TOTAL]
    return ", ".join(said) or names[TOTAL].lower()


def repeated_caveat(about: str, on: date, cells: list[str], head: Head) -> Caveat:
    """Says which figures are repeated, and from when they are."""
    said = words(head.language)["text"]["repeated"]
    text = said.format(k=head.threshold, day=day(on, head.language), cells=" ; ".join(dict.fromkeys(cells)))
    return Caveat(about, text)
