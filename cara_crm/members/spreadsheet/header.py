"""Where the table begins: the row of headers is not always the first."""

from collections.abc import Sequence
from dataclasses import dataclass

from cara_crm.members.spreadsheet.columns import by_content, by_header

SEARCHED = 40  # rows; a preamble is shorter
LONGEST_HEADER = 90  # characters; beyond it a cell is a sentence


@dataclass(frozen=True)
class Header:
    """`at` is the index of the header's row, None when the list has none; `until` that of the first row of data."""

    at: int | None
    until: int
    cells: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str]]) -> Header:
    """The row that says most about its columns; rows below it that say the same again belong to it."""
    scores = [_score(row) for row in rows[:SEARCHED]]
    best = max(scores, default=0.0)
    if best <= 0:
        return _without(rows)
    at = scores.index(best)
    until = at + 1
    while until < len(scores) and scores[until] >= max(2.0, best / 2):
        until += 1
    return Header(at, until, _named(rows[at]))


def header_at(rows: Sequence[Sequence[str]], at: int) -> Header:
    """The header somebody pointed at."""
    return Header(at, at + 1, _named(rows[at]))


def _score(row: Sequence[str]) -> float:
    """How much a row looks like headers: words that we know count, cells of data count against."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return 0.0
    known = sum(by_header(cell)[1] for cell in filled if len(cell) <= LONGEST_HEADER) / 3
    data = sum(any(c.isdigit() for c in cell) and by_header(cell)[0] is None for cell in filled)
    return known - 0.5 * data if len(filled) > 1 or known >= 1 else 0.0


def _without(rows: Sequence[Sequence[str]]) -> Header:
    """No words that we know: when a company number stands in the first filled row there are only data."""
    first = next((i for i, row in enumerate(rows) if sum(bool(c.strip()) for c in row) > 1), 0)
    if first < len(rows) and not any(by_content([cell.strip()]) for cell in rows[first] if cell.strip()):
        return header_at(rows, first)
    width = max((len(row) for row in rows), default=0)
    return Header(None, first, tuple(str(i + 1) for i in range(width)))


def _named(row: Sequence[str]) -> tuple[str, ...]:
    """Headers on one line each; an empty one is called by its number, a second of the same word gets it behind."""
    names: list[str] = []
    for index, cell in enumerate(row):
        name = " ".join(cell.split()) or str(index + 1)
        names.append(f"{name} ({index + 1})" if name in names else name)
    return tuple(names)
