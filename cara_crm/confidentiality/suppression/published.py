"""What a reader was given before: nobody learns what one firm did by laying two reports side by side.

A figure changes only when at least k groups differ between what stood behind it and what stands behind it now (those
who came and those who went both count); else the earlier figure is repeated with its date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cara_crm.confidentiality.sameness import Sameness
from cara_crm.confidentiality.suppression.tables import Place, SafeTable, Table

AS_NAMED = Sameness()


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell as it was given: the number (None when withheld), the groups that it counted, and its day."""

    shown: int | None
    groups: frozenset[str]
    on: date


@dataclass(frozen=True, slots=True)
class Published:
    """A table as a reader has it. Keep it with the frozen report, inside: it says which groups were counted."""

    id: str
    figures: Mapping[Place, Figure]

    def to_data(self) -> list[list[object]]:
        """Plain lists for a JSON column: row, column, number or null, ISO day, group keys."""
        return [
            [row, column, figure.shown, figure.on.isoformat(), sorted(figure.groups)]
            for (row, column), figure in sorted(self.figures.items())
        ]

    @classmethod
    def from_data(cls, id: str, data: Iterable[tuple[str, str, int | None, str, list[str]]]) -> "Published":
        """The inverse of `to_data`; `id` is the table's."""
        return cls(
            id,
            {
                (row, column): Figure(shown, frozenset(groups), date.fromisoformat(on))
                for row, column, shown, on, groups in data
            },
        )


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier figures mean for a new table.

    `known` are unchanged and were shown. `moved` were shown and changed by too few groups: the earlier number. `closed`
    were withheld and changed by too few groups.
    """

    known: frozenset[Place] = frozenset()
    moved: Mapping[Place, int] = field(default_factory=dict)
    closed: frozenset[Place] = frozenset()

    @property
    def repeated(self) -> frozenset[Place]:
        """The places where the earlier number is given again."""
        return self.known | frozenset(self.moved)


def past_of(table: Table, earlier: Published | None, k: int, same: Sameness) -> Past:
    """Compare a table with what was given before; raises ValueError when it does not say which groups it counts."""
    if earlier is None or table.public:
        return Past()
    if table.groups is None:
        raise ValueError(f"table {table.id} was given before: it must say which groups it counts")
    known, moved, closed = set(), {}, set()
    for place, figure in earlier.figures.items():
        if place not in table.values:
            continue
        differ = len(same.apart(figure.groups) ^ same.apart(table.groups[place]))
        if differ >= k:
            continue
        if figure.shown is None:
            closed.add(place)
        elif differ or figure.shown != table.values[place]:
            moved[place] = figure.shown
        else:
            known.add(place)
    return Past(frozenset(known), moved, frozenset(closed))


def remember(table: Table, safe: SafeTable, on: date, earlier: Published | None = None) -> Published:
    """What to keep of a table that was given on a day, for the next report.

    A figure that was repeated, or stays withheld over too small a change, keeps the groups that it once counted, so
    that small changes add up until they are k.
    """
    if table.groups is None:
        raise ValueError(f"table {table.id} does not say which groups it counts")
    figures = {}
    for place in table.places():
        shown, groups = safe.value(*place), AS_NAMED.apart(table.groups[place])
        before = earlier.figures.get(place) if earlier else None
        stays = before is not None and (place in safe.dates or (shown is None and place in safe.closed))
        figures[place] = before if before is not None and stays else Figure(shown, groups, on)
    return Published(table.id, figures)
