"""How downward relays were received, as it may be told: three counts of one relay are one table.

A count is told from k groups on, and only beside counts from which no group, or at least k, part it: of 12 for whom it
was meant and 11 whom it reached, one would be left over. From report to report it changes as every figure does.
"""

from dataclasses import dataclass
from datetime import date

from cara_crm.reports.assemble.counts import repeated_caveat
from cara_crm.reports.assemble.given import Cell, settled
from cara_crm.reports.document import Caveat, Downward
from cara_crm.reports.material import Material, Reception

ABOUT = "downward"


@dataclass(frozen=True, slots=True)
class Received:
    """The relays as they may be told, the figures to remember, and which of them are repeated from before."""

    relays: tuple[Downward, ...]
    cells: tuple[Cell, ...]
    caveats: tuple[Caveat, ...]


def received(material: Material) -> Received:
    """Every relay of the period."""
    relays: list[Downward] = []
    cells: list[Cell] = []
    repeated: dict[date, list[str]] = {}
    for one in material.downward:
        told = _told(material, one)
        relays.append(Downward(one.kind, one.title, one.sent_on, *(cell.value for cell, _ in told)))
        cells += [cell for cell, _ in told]
        for day in {on for cell, on in told if on and cell.value is not None}:
            repeated.setdefault(day, []).append(one.title)
    caveats = tuple(repeated_caveat(ABOUT, on, titles, material.head) for on, titles in sorted(repeated.items()))
    return Received(tuple(relays), tuple(cells), caveats)


def _told(material: Material, one: Reception) -> list[tuple[Cell, date | None]]:
    """The three counts in the order of the table: what would tell of too few beside an earlier one is withheld."""
    k = material.head.threshold
    shown: list[tuple[Cell, date | None]] = []
    for stage, groups in (("targeted", one.targeted), ("reached", one.reached), ("acknowledged", one.acknowledged)):
        key = f"relay:{one.relay_id}:{stage}"
        value = len(groups) if len(groups) >= k else None
        cell, on = settled(material, Cell(key, value, groups))
        if any(_parts(cell, other, k) for other, _ in shown):
            cell, on = Cell(key, None, cell.groups), None
        shown.append((cell, on))
    return shown


def _parts(cell: Cell, other: Cell, k: int) -> bool:
    """Do some groups, but fewer than k, stand between two counts that would be shown side by side?"""
    if cell.value is None or other.value is None:
        return False
    return 0 < len(cell.groups ^ other.groups) < k or 0 < abs(cell.value - other.value) < k
