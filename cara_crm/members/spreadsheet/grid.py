"""A spreadsheet as it stands: rows of text cells, whatever file they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cara_crm.core import told

LARGEST_CELL = 32_767  # characters; what a spreadsheet program holds in one cell


class Unreadable(Exception):
    """The file cannot be read at all. `str(error)` is a translated sentence for who chose it."""


class NoMembers(Unreadable):
    """No column names an organisation: somebody has to say which column is which."""


Cells = Mapping[int, frozenset[int]]
"""Index of row → indexes of columns."""


@dataclass(frozen=True)
class Grid:
    """`rows` holds every row in order, empty ones too; `broken` says, by index of row, why one cannot be trusted;
    `unknown` are cells whose formula tells nothing, which are blank."""

    rows: list[list[str]]
    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    broken: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unknown: Cells = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """One thing to tell about one row, numbered from 1 as a spreadsheet program does. `column` is the header's text,
    None for the whole row; `reason` is a sentence of `core.told`."""

    row: int
    column: str | None
    reason: str

    def as_dict(self) -> dict[str, object]:
        return {"row": self.row, "column": self.column, "reason": self.reason}

    def kept(self) -> dict[str, object]:
        """As it is kept for readers of other languages."""
        return {**self.as_dict(), "said": told.kept(self.reason)}
