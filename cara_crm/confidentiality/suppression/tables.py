"""Tables of counts of distinct groups, or of sums over groups, before and after withholding."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from cara_crm.confidentiality.threshold import Amount, dominates

TOTAL = "total"
V = TypeVar("V")
G = TypeVar("G", bound=Hashable)
L = TypeVar("L", bound=Hashable)

Place = tuple[str, str]
"""A cell by the labels of its row and column; a margin has TOTAL for one, the grand total for both."""


@dataclass(frozen=True)
class Table:
    """One table with its margins, complete, as nobody outside may see it.

    `values` holds every place, margins included. `contributors` says how many distinct groups stand behind each.
    `population` is how many could have (the public count of groups or members of that cell); a place that it does not
    know never shows a zero. `keys` names the cells that stand in several tables of one report: places with the same
    key hold the same figure and are withheld together. `secret` are places withheld for a reason of their own.
    `groups` says whom each place counts, which is needed once it was published before. A `public` table counts the
    membership itself and is shown whole.
    """

    id: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Mapping[Place, int]
    contributors: Mapping[Place, int]
    population: Mapping[Place, int] = field(default_factory=dict)
    keys: Mapping[Place, Hashable] = field(default_factory=dict)
    secret: frozenset[Place] = frozenset()
    public: bool = False
    sums: bool = False
    groups: Mapping[Place, frozenset[Hashable]] | None = None

    def __post_init__(self) -> None:
        for labels in (self.rows, self.columns):
            if len(set(labels)) != len(labels) or TOTAL in labels:
                raise ValueError(f"table {self.id}: labels are distinct and none is {TOTAL!r}")
        missing = [place for place in self.places() if place not in self.values]
        if missing:
            raise ValueError(f"table {self.id}: no value for {missing[0]}")
        stray = [total for total, cells in self.lines() if self.values[total] != sum(self.values[c] for c in cells)]
        if stray:
            raise ValueError(f"table {self.id}: {stray[0]} is not what its cells add up to: each group stands in one")

    def places(self) -> list[Place]:
        """Every place in reading order; a table without columns has its total column only, and so for rows."""
        return [(row, column) for row in self.all_rows for column in self.all_columns]

    def lines(self) -> Iterator[tuple[Place, list[Place]]]:
        """Every total with the cells that it sums; a table of one way has one line."""
        if self.rows and self.columns:
            yield from (((row, TOTAL), [(row, column) for column in self.columns]) for row in self.all_rows)
            yield from (((TOTAL, column), [(row, column) for row in self.rows]) for column in self.all_columns)
        elif self.rows or self.columns:
            yield (TOTAL, TOTAL), [place for place in self.places() if place != (TOTAL, TOTAL)]

    @property
    def all_rows(self) -> tuple[str, ...]:
        return (*self.rows, TOTAL)

    @property
    def all_columns(self) -> tuple[str, ...]:
        return (*self.columns, TOTAL)


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A table as it may leave: `cells` row by row, margins last, None where a figure is withheld.

    `dates` gives the day of each figure that is repeated from an earlier report; `closed` the places that stay
    withheld because too few groups changed.
    """

    id: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    public: bool = False
    dates: Mapping[Place, date] = field(default_factory=dict)
    closed: frozenset[Place] = frozenset()

    def value(self, row: str, column: str) -> int | None:
        """The figure at a place, None when it is withheld; raises ValueError for labels that the table lacks."""
        return self.cells[self.rows.index(row)][self.columns.index(column)]

    @property
    def withheld(self) -> frozenset[Place]:
        """The places without a figure."""
        return frozenset(
            (row, column)
            for row, line in zip(self.rows, self.cells, strict=True)
            for column, cell in zip(self.columns, line, strict=True)
            if cell is None
        )


def one_each(said: Iterable[tuple[G, L]], order: Sequence[L]) -> dict[G, L]:
    """The one label of each group: that of most of its pairs, of several such the first in this order."""
    rank = {label: at for at, label in enumerate(order)}
    first: dict[G, tuple[int, int]] = {}
    for (group, label), many in Counter(said).items():
        place = (-many, rank[label])
        if group not in first or place < first[group]:
            first[group] = place
    return {group: order[at] for group, (_, at) in first.items()}


def count_table(
    id: str,
    rows: Iterable[str],
    columns: Iterable[str],
    cells: Mapping[Place, Iterable[Hashable]],
    *,
    population: Mapping[Place, int] | None = None,
    keys: Mapping[Place, Hashable] | None = None,
    secret: Iterable[Place] = (),
    public: bool = False,
) -> Table:
    """A table of distinct groups: `cells` gives the group keys of each cell; a missing cell is empty.

    Margins are unions of the cells. Raises ValueError when a group stands in two of them (`one_each`): what the rows
    have more than their total would tell how many do.
    """
    rows, columns = tuple(rows), tuple(columns)
    groups = _with_margins(rows, columns, {place: frozenset(found) for place, found in cells.items()})
    counts = {place: len(found) for place, found in groups.items()}
    return Table(
        id,
        rows,
        columns,
        counts,
        counts,
        dict(population or {}),
        dict(keys or {}),
        frozenset(secret),
        public,
        groups=groups,
    )


def plain_table(
    id: str,
    rows: Iterable[str],
    columns: Iterable[str],
    counts: Mapping[Place, int],
    *,
    population: Mapping[Place, int] | None = None,
    keys: Mapping[Place, Hashable] | None = None,
    public: bool = False,
) -> Table:
    """A table of counts already made; margins that are not given are the sums of their cells."""
    rows, columns = tuple(rows), tuple(columns)
    full = _with_sums(rows, columns, counts)
    return Table(id, rows, columns, full, full, dict(population or {}), dict(keys or {}), public=public)


def sum_table(
    id: str,
    rows: Iterable[str],
    columns: Iterable[str],
    amounts: Mapping[Place, Mapping[Hashable, Amount]],
    *,
    population: Mapping[Place, int] | None = None,
    keys: Mapping[Place, Hashable] | None = None,
    secret: Iterable[Place] = (),
) -> Table:
    """A table of sums (jobs, euros, days): `amounts` gives what each group contributed to each cell.

    A margin adds what a group contributed in all its cells. A sum that one group dominates is secret.
    """
    rows, columns = tuple(rows), tuple(columns)
    whole = _with_added(rows, columns, amounts)
    values = {place: round(sum(float(part) for part in parts.values())) for place, parts in whole.items()}
    given = {place: frozenset(g for g, part in parts.items() if part) for place, parts in whole.items()}
    hidden = frozenset(secret) | {place for place, parts in whole.items() if dominates(parts)}
    return Table(
        id,
        rows,
        columns,
        values,
        {place: len(found) for place, found in given.items()},
        dict(population or {}),
        dict(keys or {}),
        hidden,
        sums=True,
        groups=given,
    )


def _margins_of(place: Place) -> list[Place]:
    row, column = place
    return [target for target in {(row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)} if target != place]


def _with_margins(
    rows: tuple[str, ...], columns: tuple[str, ...], cells: Mapping[Place, frozenset[Hashable]]
) -> dict[Place, frozenset[Hashable]]:
    full = _blank(rows, columns, cells, frozenset[Hashable]())
    for place, groups in cells.items():
        full[place] |= groups
        for margin in _margins_of(place):
            full[margin] |= groups
    return full


def _with_sums(rows: tuple[str, ...], columns: tuple[str, ...], counts: Mapping[Place, int]) -> dict[Place, int]:
    full = _blank(rows, columns, counts, 0)
    inner = {place: counts.get(place, 0) for place in full if TOTAL not in place}
    if not rows or not columns:
        inner = {place: counts.get(place, 0) for place in full if place != (TOTAL, TOTAL)}
    for place, count in inner.items():
        full[place] = count
        for margin in _margins_of(place):
            full[margin] += count
    full.update({place: count for place, count in counts.items() if place not in inner})
    return full


def _with_added(
    rows: tuple[str, ...], columns: tuple[str, ...], amounts: Mapping[Place, Mapping[Hashable, Amount]]
) -> dict[Place, dict[Hashable, Amount]]:
    full: dict[Place, dict[Hashable, Amount]] = {place: {} for place in _blank(rows, columns, amounts, 0)}
    for place, parts in amounts.items():
        for target in [place, *_margins_of(place)]:
            for group, amount in parts.items():
                before = full[target].get(group, 0)
                full[target][group] = float(before) + float(amount)
    return full


def _blank(rows: tuple[str, ...], columns: tuple[str, ...], given: Iterable[Place], empty: V) -> dict[Place, V]:
    full = {(row, column): empty for row in (*rows, TOTAL) for column in (*columns, TOTAL)}
    stray = [place for place in given if place not in full]
    if stray:
        raise ValueError(f"no such cell: {stray[0]}")
    return full
