"""Rows that leave their company blank because it stands in the row above: its other people, years, what it said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cara_crm.core.told import ngettext
from cara_crm.members.spreadsheet.beside import Beside, read
from cara_crm.members.spreadsheet.grid import Problem
from cara_crm.members.spreadsheet.past import Cell
from cara_crm.members.spreadsheet.row import Row
from cara_crm.members.spreadsheet.wordings import Column

NAMING = (Column.NAME, Column.SIREN, Column.SIRET, Column.SITE_NAME, Column.USUAL_NAME)


@dataclass
class Above:
    """The company of the last row, at `index`; `taken` are the numbers of rows that were taken for it."""

    row: Row | None = None
    index: int = -1
    taken: list[int] = field(default_factory=list)

    def name(self, index: int, told: dict[Column, str], beside: Sequence[Cell]) -> dict[Column, str]:
        """What a row says, with the name and SIREN of the company right above where it leaves them blank and brings
        something beside its company."""
        if self.row is None or self.index != index - 1 or any(told.get(column, "").strip() for column in NAMING):
            return told
        if not says_more(read(beside, index + 1, None, 0)):
            return told
        self.taken.append(index + 1)
        return {**told, Column.NAME: self.row.name, Column.SIREN: self.row.siren or ""}

    def is_now(self, index: int, row: Row | None) -> None:
        """Below this row there may be more of it; nothing is below a refused one."""
        self.row = row if row is not None and (row.name or row.siren) else None
        self.index = index

    def problems(self, headers: Mapping[Column, str]) -> list[Problem]:
        """Said once."""
        if not self.taken:
            return []
        reason = ngettext(
            "%(num)d row without a name was taken for the company above it.",
            "%(num)d rows without a name were taken for the company above them.",
            len(self.taken),
        )
        return [Problem(self.taken[0], headers.get(Column.NAME) or headers.get(Column.SIREN), reason)]


def says_more(found: Beside) -> bool:
    """Somebody, something said or relayed, or a year with its day or college; a bare amount is a total."""
    return bool(found.people or found.past or any(fee.college or fee.called_on or fee.is_paid for fee in found.fees))
