"""One row of a list while it is read: its cells by column, and what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.members.spreadsheet import values
from cara_crm.members.spreadsheet.grid import Problem
from cara_crm.members.spreadsheet.wordings import Column

#: What to say of a cell that its column does not explain, without the stop.
NOT_UNDERSTOOD: dict[Column, Callable[[], str]] = {
    Column.HEADCOUNT_BAND: lambda: _("This band of headcount is not known"),
    Column.CATEGORY: lambda: _("This category is not known"),
    Column.YEAR: lambda: _("This is not a year"),
    Column.ACTIVITY: lambda: _("This is not an activity code (29.32Z)"),
    Column.HEADCOUNT: lambda: _("This is not a number of employees"),
    Column.TURNOVER: lambda: _("This is not an amount in euros"),
    Column.STATUS: lambda: _("This status is not known"),
    Column.MEMBER_SINCE: lambda: _("This is not a day until today: 12/03/2015, or a year"),
    Column.PHONE: lambda: _("This is not a phone number"),
    Column.EMAIL: lambda: _("This is not an e-mail address"),
    Column.DEPARTMENT: lambda: _("This department is not known"),
}


@dataclass
class Reading:
    """One row while it is read."""

    number: int
    headers: Mapping[Column, str]
    cells: Mapping[Column, str]
    refused: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def text(self, column: Column) -> str:
        return " ".join(self.cells.get(column, "").split())

    def refuse(self, column: Column | None, reason: str) -> None:
        self.refused.append(Problem(self.number, self.headers.get(column) if column else None, reason))

    def warn(self, column: Column, reason: str) -> None:
        self.warnings.append(Problem(self.number, self.headers.get(column), reason))

    def value(self, column: Column, parse: Callable[[str], Any]) -> Any:
        """The cell's value, or None with a warning when it is not understood."""
        text = self.text(column)
        found = parse(text) if text else None
        if found is None and fold(text) not in values.NOTHING_FOLDED:
            self.warn(column, _("%(reason)s: “%(text)s”.", reason=NOT_UNDERSTOOD[column](), text=text[:40]))
        return found
