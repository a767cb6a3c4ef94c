"""Brute force: every table of whole numbers that fits what is shown, without any of the product's own reasoning."""

from collections.abc import Callable, Iterator
from itertools import product
from math import prod

Cells = list[list[int]]
Shown = tuple[tuple[int | None, ...], ...]
AddsUp = Callable[[int, list[int]], bool]
MOST_TABLES = 100_000


class TooMany(Exception):
    """The table is too open to try everything."""


def fitting(shown: Shown, most: int, adds_up: AddsUp) -> Iterator[Cells]:
    """Every table with margins last that agrees with `shown`, hidden figures from 0 to `most`.

    `adds_up(total, cells)` says whether a total is possible over its cells.
    """
    by_row = [list(_rows(line, most, adds_up)) for line in shown]
    if prod(map(len, by_row)) > MOST_TABLES:
        raise TooMany
    for rows in product(*by_row[:-1]):
        columns = list(zip(*rows, strict=True))
        for last in by_row[-1]:
            if all(adds_up(total, list(cells)) for total, cells in zip(last, columns, strict=True)):
                yield [*map(list, rows), list(last)]


def _rows(line: tuple[int | None, ...], most: int, adds_up: AddsUp) -> Iterator[tuple[int, ...]]:
    choices = [range(most + 1) if cell is None else (cell,) for cell in line]
    for row in product(*choices):
        if adds_up(row[-1], list(row[:-1])):
            yield row


def distinct(total: int, cells: list[int]) -> bool:
    """Every group stands in one cell."""
    return total == sum(cells)


def possible(shown: Shown, most: int, adds_up: AddsUp) -> dict[tuple[int, int], set[int]]:
    """For each hidden place every value that some fitting table gives it."""
    hidden = [(r, c) for r, line in enumerate(shown) for c, cell in enumerate(line) if cell is None]
    found: dict[tuple[int, int], set[int]] = {place: set() for place in hidden}
    for table in fitting(shown, most, adds_up):
        for r, c in hidden:
            found[r, c].add(table[r][c])
    return found
