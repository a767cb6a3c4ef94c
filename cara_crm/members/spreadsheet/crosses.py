"""Columns of crosses: one a sector, that a cross below it means. Pure."""

import re
from collections.abc import Container, Mapping, Sequence

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet.answers import answers, is_no
from cara_crm.members.spreadsheet.wordings import Column

OF_GROUP = ": "  # between a group of columns and the word of one of them, as `header` writes it
PREFIX = re.compile(
    r"^(?:filières?|secteurs?|marchés?|sectors?|markets?|segments?)\s*(?::|-|–|/)?\s*"
    r"(?:(?:de la|de l['’]|du|des|d['’])\s*)?",
    re.IGNORECASE,
)
ASIDE = re.compile(r"\s*(?:\([^()]*\)|\?)\s*$")  # "Auto (O/N)", "Rail ?"
#: What stands for a cross besides: how important it is.
RANKS = frozenset({"2", "3", "principal", "principale", "secondaire", "main", "secondary", "p", "s", "prioritaire"})


def is_cross(cell: str) -> bool:
    return answers(cell) or fold(cell) in RANKS


def word_of(header: str) -> str:
    """The sector that a header names: "Vélo" of "Filières: Vélo", "Filière vélo" and "Vélo (O/N)"."""
    own = header.partition(OF_GROUP)[2] or header
    return ASIDE.sub("", PREFIX.sub("", ASIDE.sub("", own).strip())).strip()


def names_sector(header: str, cells: Sequence[str], sectors: Container[str]) -> bool:
    """Is a column one of crosses below a sector's name? `sectors` are the folded words of the register's."""
    return bool(cells) and fold(word_of(header)) in sectors and all(map(is_cross, cells))


def crossed(headers: Sequence[str], rows: Sequence[Sequence[str]], mapping: Mapping[int, Column]) -> dict[int, str]:
    """Index of column → the sector that a cross in it means, of those taken for sectors that hold only crosses."""
    found: dict[int, str] = {}
    for index in (index for index, column in mapping.items() if column is Column.SECTORS):
        cells = [row[index] for row in rows if index < len(row) and row[index].strip()]
        if cells and all(map(is_cross, cells)) and word_of(headers[index]):
            found[index] = word_of(headers[index])
    return found


def say(rows: Sequence[list[str]], data: Sequence[int], words: Mapping[int, str]) -> None:
    """A cross below a sector is its name."""
    for index in data if words else ():
        for column, word in words.items():
            cell = rows[index][column] if column < len(rows[index]) else ""
            if cell.strip():
                rows[index][column] = "" if is_no(cell) else word
