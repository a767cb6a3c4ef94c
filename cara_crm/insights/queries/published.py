"""What was shown last: nobody learns what one firm said by looking at the figures today and tomorrow."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cara_crm.confidentiality.suppression import TOTAL, Published, SafeTable
from cara_crm.insights.queries.heard import Heard, Span, Step, heard
from cara_crm.insights.queries.opinions import ALL, COLUMNS
from cara_crm.issues.models import IssueKind
from cara_crm.sectors.models import Sector
from cara_crm.settings.queries import THRESHOLD, threshold_in, values

KEY = "insights.heard"


@dataclass(frozen=True)
class Shown:
    """The figures as they are shown, with the groups behind them, which stay inside. `k` is the threshold then."""

    k: int
    on: date
    table: Published
    spans: dict[Step, Span | None]
    opinions: Published | None = None

    def to_data(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        spans = {
            step.value: [span.days, sorted(span.groups), span.on.isoformat()] if span else None
            for step, span in self.spans.items()
        }
        return {"k": self.k, "on": self.on.isoformat(), "table": self.table.to_data(), "spans": spans} | (
            {"opinions": self.opinions.to_data()} if self.opinions else {}
        )

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Shown":
        """The inverse of `to_data`."""
        spans = {
            Step(step): Span(given[0], frozenset(given[1]), date.fromisoformat(given[2])) if given else None
            for step, given in data["spans"].items()
        }
        table = Published.from_data("heard", data["table"])
        told = data.get("opinions")  # what an earlier release made has none
        opinions = Published.from_data("opinions", told) if told else None
        return cls(data["k"], date.fromisoformat(data["on"]), table, spans, opinions)


def shown() -> tuple[int, Shown | None]:
    """The threshold, and what was shown last under it: figures of another threshold are not compared."""
    decided = values(THRESHOLD, KEY)
    k, data = threshold_in(decided), decided.get(KEY)
    return k, Shown.from_data(data) if data and data["k"] == k else None


def heard_as_shown(sectors: list[Sector], k: int, last: Shown | None) -> Heard:
    """The figures for a page: as the clock last made them, else (in the first minute of a new house) as they are."""
    if last is None:
        return heard(sectors, k)
    return Heard(_table(last), {step: span.days if span else None for step, span in last.spans.items()})


def opinions_as_shown(last: Shown | None) -> dict[str, int | None] | None:
    """Groups by opinion, `silent` and TOTAL, None where withheld; None until the clock has made them."""
    if last is None or last.opinions is None:
        return None
    return {column: last.opinions.figures[ALL, column].shown for column in (*COLUMNS, TOTAL)}


def _table(last: Shown) -> SafeTable:
    figures = last.table.figures
    rows = (*dict.fromkeys(row for row, _ in figures if row != TOTAL), TOTAL)
    columns = (*(kind.value for kind in IssueKind), TOTAL)
    cells = tuple(tuple(figures[row, column].shown for column in columns) for row in rows)
    dates = {place: was.on for place, was in figures.items() if was.shown is not None and was.on < last.on}
    return SafeTable("heard", rows, columns, cells, dates=dates)
