"""Where the table begins: the row of headers is not always the first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet.columns import EXACT, SAMPLES, by_content, by_header
from cara_crm.members.spreadsheet.crosses import OF_GROUP, is_cross
from cara_crm.members.spreadsheet.wordings import Column

SEARCHED = 40  # rows; a preamble is shorter
LONGEST_HEADER = 90  # characters; beyond it a cell is a sentence
PERSONS = re.compile(r"(contact|interlocut|dirigeant|referent|correspondant|personne|representa|person\b|people\b)")
GROUPS = re.compile(
    PERSONS.pattern + r"|(entreprise|societe|organis|company|adherent|siege|coordonnees|cotisation|fees?\b)"
)
BEGINNINGS_OF_TWO = {"raison", "n", "no", "code", "date", "chiffre", "tranche", "e", "adresse", "forme", "numero"}


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
    while until < len(scores) and (scores[until] >= max(2.0, best / 2) or _goes_on(rows[at], rows[until])):
        until += 1
    return Header(at, until, _named(_whole(rows, at, until)))


def header_at(rows: Sequence[Sequence[str]], at: int) -> Header:
    """The header somebody pointed at."""
    return Header(at, at + 1, _named(_whole(rows, at, at + 1)))


def _goes_on(above: Sequence[str], below: Sequence[str]) -> bool:
    """Cells merged over both rows say the same twice; or the row below has only headers, under those of a group."""
    told = [(i, cell) for i, cell in enumerate(below) if cell.strip()]
    if any(i < len(above) and above[i] == cell and by_header(cell)[1] == EXACT for i, cell in told):
        return True
    parts = "".join("." if cell.strip() else " " for cell in above).ljust(len(below) + 1)
    return bool(told) and all(by_header(cell)[1] and " " in parts[i : i + 2] for i, cell in told)


def _whole(rows: Sequence[Sequence[str]], at: int, until: int) -> list[str]:
    """The words over each column, where they stand in two rows."""
    if until > at + 1 and not all(rows[at]):
        return _ticked(_joined(rows[at], rows[at + 1]), rows, at, until)
    if at and _names_groups(rows[at - 1]):
        return _ticked(_joined(rows[at - 1], rows[at]), rows, at - 1, until)
    return list(rows[at])


def _names_groups(row: Sequence[str]) -> bool:
    """Does the row above the headers belong to them? A title and a date do not."""
    filled = [cell for cell in row if cell.strip()]
    known = [cell for cell in filled if GROUPS.match(fold(cell)) or by_header(cell)[1] or _begins_one(cell)]
    return len(known) > 1 and len(known) > len(filled) / 2


def _begins_one(cell: str) -> bool:
    return fold(cell) in BEGINNINGS_OF_TWO


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """A word above stands over the columns until the next ("Contact" over "Nom", "Mail"), or begins the header below
    it ("Raison" over "sociale")."""
    told, group = [], ""
    for index in range(max(len(above), len(below))):
        over, own = (row[index].strip() if index < len(row) else "" for row in (above, below))
        group = over or group
        alone = (
            not (index + 1 < len(below) and below[index + 1].strip()) or "".join(above[index + 1 : index + 2]).strip()
        )
        told.append(_of_two(over, own, group, is_alone=bool(alone)))
    return told


def _ticked(told: list[str], rows: Sequence[Sequence[str]], at: int, until: int) -> list[str]:
    """Under "Filières", a column of crosses is called by both words: "Filières: Vélo"."""
    group, below = "", rows[at + 1]
    for index in range(len(told)):
        over, own = (row[index].strip() if index < len(row) else "" for row in (rows[at], below))
        group = over or group
        cells = [row[index] for row in rows[until : until + SAMPLES] if index < len(row) and row[index].strip()]
        if own and own != group and cells and all(map(is_cross, cells)) and by_header(group)[0] is Column.SECTORS:
            told[index] = f"{group}{OF_GROUP}{own}"
    return told


def _of_two(over: str, own: str, group: str, *, is_alone: bool) -> str:
    """`is_alone`: the word above stands over this column only; a group's word says nothing of one of its columns."""
    if not own or own == over:
        return over or own
    sure = by_header(own)[1]
    if over and sure < EXACT and by_header(f"{over} {own}")[1] == EXACT:
        return f"{over} {own}"
    if PERSONS.match(fold(group)) and by_header(f"{own} {group}")[1]:
        return f"{own} {group}"
    if not sure and own.strip().isdigit() and by_header(f"{group} {own}")[1]:
        return f"{group} {own}"
    is_groups = not is_alone and GROUPS.match(fold(over))
    return own if sure or not over or is_groups or not by_header(over)[1] else over


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
