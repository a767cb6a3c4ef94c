"""One draft beside one member, as far as they are compared."""

from dataclasses import dataclass, field
from typing import Any

from cara_crm.members.imports.decisions import FILE, Decisions
from cara_crm.members.imports.plan import Change
from cara_crm.members.imports.references import References
from cara_crm.members.imports.snapshot import Record
from cara_crm.members.spreadsheet import Draft, Problem
from cara_crm.members.spreadsheet.folding import SiteDraft


@dataclass
class Comparison:
    """What is found out about one member while it is compared."""

    draft: Draft
    record: Record
    references: References
    this_year: int
    source: str
    decisions: Decisions
    columns: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    site_columns: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_sites: list[SiteDraft] = field(default_factory=list)
    head_site: SiteDraft | None = None
    warnings: list[Problem] = field(default_factory=list)

    @property
    def year(self) -> int:
        return self.draft.year or self.this_year

    def set(self, column: str, value: Any, shown: str | None = None) -> None:
        """The list's value from now on; `shown` is what people read of it."""
        old = self.record.columns[column]
        if value in (None, "") or value == old:
            return
        self.columns[column] = value
        self.changes.append(self._change(column, old, value, shown))

    def _change(self, column: str, old: Any, value: Any, shown: str | None) -> Change:
        names = {"department_id": self.references.department_of, "network_id": self.references.network_names}
        known = names[column].get(old, "") if column in names else old
        return Change(column, "" if known is None else str(known), str(value) if shown is None else shown)

    def offer(self, column: str, value: Any, *, old: Any, year: int | None = None, shown: str | None = None) -> None:
        """The list's value for a column whose `old` one (of `year`, None for what has no date) counts as known."""
        if value in (None, "") or value == self.record.columns[column]:
            return
        if self.replaces(column, old, year):
            self.set(column, value, shown)
        elif not self.draft.name_to_confirm:
            self.kept.append(self._change(column, self.record.columns[column], value, shown))

    def replaces(self, name: str, old: Any, year: int | None = None) -> bool:
        """Does the list's value go before the register's?"""
        wanted = self.decisions.side(self.record.id, name)
        if wanted:
            return wanted == FILE
        if old in (None, ""):
            return True
        if self.draft.name_to_confirm or (year is None and self.decisions.is_cautious):
            return False
        return self.year >= (year or 0)
