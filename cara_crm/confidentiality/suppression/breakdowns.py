"""A table as breakdowns, each with its own total, that a reader who replays the rules can tell nothing of.

In a table of two ways each column is a breakdown (of one row: the row), and no group is in two. A total over several
breakdowns is shown only where all that it sums is, so that it adds nothing to what they tell.
"""

from collections.abc import Collection

from cara_crm.confidentiality.suppression.replay import replay_of
from cara_crm.confidentiality.suppression.tables import TOTAL, Place, Table


def replayed(table: Table, small: Collection[Place], given: Collection[Place], k: int) -> set[Place]:
    """The places to be withheld, of which `small` are for themselves and `given` were shown in an earlier report."""
    across = len(table.rows) > 1 and bool(table.columns)
    lines = [(total, cells) for total, cells in table.lines() if _is_breakdown(table, total, across)]
    found = set[Place]().union(*(_withheld(table, total, sorted(cells), small, given, k) for total, cells in lines))
    totals = {total for total, _ in lines}
    for total, cells in table.lines():
        parts = totals if total == (TOTAL, TOTAL) else set(cells)
        if total not in totals and found & parts:
            found.add(total)
    return found - set(given)


def _is_breakdown(table: Table, total: Place, across: bool) -> bool:
    if not table.rows or not table.columns:
        return True
    row, column = total
    return (row == TOTAL and column != TOTAL) if across else (column == TOTAL and row != TOTAL)


def _withheld(
    table: Table, total: Place, cells: list[Place], small: Collection[Place], given: Collection[Place], k: int
) -> set[Place]:
    people = [table.population.get(cell) for cell in cells]
    known = tuple(None if n is None else max(n, table.values[cell]) for n, cell in zip(people, cells, strict=True))
    fixed = frozenset(number for number, cell in enumerate(cells) if cell in given)
    counts = tuple(table.values[cell] for cell in cells)
    rows, with_sum = replay_of(known, table.population.get(total), fixed, k).withheld(
        counts, with_sum=total not in small
    )
    return {cells[number] for number in rows} | (set() if with_sum else {total})
