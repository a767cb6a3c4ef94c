"""Tables of groups: counted, protected together, compared with what earlier reports showed, and put in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from cara_crm.confidentiality.suppression import TOTAL, Figure, Published, SafeTable, count_table, one_each, suppress
from cara_crm.reports.assemble.given import (
    COUNT,
    HEARD,
    NOTE,
    POLL,
    Cell,
    History,
    cell_key,
    nearest,
    scope_key,
    subject_of,
)
from cara_crm.reports.assemble.sizes import BEYOND, BEYOND_PARTS
from cara_crm.reports.document import Caveat, Number, Table
from cara_crm.reports.material import Head, Material, Organisation, Released
from cara_crm.reports.words import day, words

Place = tuple[str, str]
WHOLE = (TOTAL, TOTAL)


@dataclass(frozen=True, slots=True)
class Axis:
    """One way to break organisations down: which rows there are, in which order, and what they are called."""

    id: str
    row_head: str
    names: Mapping[str, str]
    row_of: Callable[[Organisation], str]


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
    head, history, k = material.head, dict(material.released), material.head.threshold
    groups = with_margins(table.cells)
    others = {key: figures for key, figures in history.items() if _is_other_scope(key, table, head)}
    elsewhere = [one for figures in others.values() for one in figures]
    found: dict[Place, Released] = {}
    for place in ((row, column) for row in (*table.rows, TOTAL) for column in (*table.columns, TOTAL)):
        now = Released(len(groups.get(place, ())), material.same.apart(groups.get(place, ())), head.dated)
        here = now.groups
        own = nearest(_under(table, head, place, history), here, k)
        if own is None or len(own.groups ^ here) >= k:
            own = _parted(elsewhere, now, k) or (_added_up(others, now, k) if place == WHOLE else None) or own
        if own is not None:
            found[place] = own
    return found


def _under(table: Counted, head: Head, place: Place, history: History) -> tuple[Released, ...]:
    """Every figure that said what this place says: under its own key, its figure's, or as two rows now merged."""
    given = history.get(cell_key(head, table.id, *place), ())
    if place == (TOTAL, TOTAL) and table.figure:
        return (*history.get(table.figure, ()), *given)
    if place[0] != BEYOND:
        return given
    parts = [history.get(cell_key(head, table.id, row, place[1]), ()) for row in BEYOND_PARTS]
    return (*(_merged(several) for several in zip(*parts, strict=False)), *given)


def _merged(parts: tuple[Released, ...]) -> Released:
    values = [part.value for part in parts]
    whole = None if None in values else sum(value or 0 for value in values)
    return Released(whole, frozenset[str]().union(*(part.groups for part in parts)), max(part.on for part in parts))


def _is_other_scope(key: str, table: Counted, head: Head) -> bool:
    """Is it a figure about the same in another way: who was heard, of a report about other sectors or of a flash note;
    the answers to the same question of another consultation?"""
    scope, _, rest = key.partition(":")
    if table.asked:  # the same question, put to the members another time
        return f":{POLL}-{table.asked}-" in key and f":{table.id}:" not in key
    others = table.key == HEARD and rest.startswith(HEARD) and scope != scope_key(head)
    return (others or scope == NOTE) and subject_of(key) == COUNT


def _parted(others: list[Released], now: Released, k: int) -> Released | None:
    """A shown figure that says something else, and that fewer than k groups part from this: beside it nothing may be
    said here."""
    near = [one for one in others if one.value is not None and len(one.groups ^ now.groups) < k]
    close = [one for one in near if (one.value, one.groups) != (now.value, now.groups)]
    return Released(None, close[-1].groups, close[-1].on) if close else None


def _added_up(others: History, now: Released, k: int) -> Released | None:
    """A figure of other sectors that, with one of others still, tells of fewer than k groups: that they are missing
    from the sum, or that they are in two of its parts."""
    wholes = {
        key: [one for one in figures if one.value is not None] for key, figures in others.items() if _is_whole(key)
    }
    for one, other in combinations(sorted(wholes), 2):
        for first, second in product(wholes[one], wholes[other]):
            a, b, c = first, second, now
            if any(_tells(*parts, k) for parts in ((a, b, c), (a, c, b), (b, c, a))):
                return Released(None, now.groups, second.on)
    return None


def _is_whole(key: str) -> bool:
    return key.endswith(f":{TOTAL}:{TOTAL}")


def _tells(part: Released, other: Released, whole: Released, k: int) -> bool:
    """Do two parts and their whole tell that fewer than k groups are in both, or in one alone?"""
    missing = len((part.groups | other.groups) ^ whole.groups)
    left_over = abs((part.value or 0) + (other.value or 0) - (whole.value or 0))
    return 0 < missing < k or (missing == 0 and 0 < left_over < k)


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
