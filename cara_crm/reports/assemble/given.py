"""What a federation has been given: the key under which a figure is found again, and whether a new one may stand
beside what it keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from cara_crm.reports.material import Head, Material, Released

History = Mapping[str, tuple[Released, ...]]
"""What this federation was given under each key, the oldest first."""
HEARD = "heard"
NOTE, POLL = "note", "poll"
COUNT = "count"
AMOUNTS = ("jobs", "euros", "days", "units", "employees")
ALONE = ("employees",)
SUM = "-sum"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure about to be released, under its stable key, with who stands behind it; ``on``: the day that it is of
    when it repeats an earlier one."""

    key: str
    value: int | None
    groups: frozenset[str]
    on: date | None = None


def cell_key(head: Head, table: str, row: str, column: str) -> str:
    """Under which a figure is found again in the federation's next report."""
    return ":".join((scope_key(head), table, row, column))


def scope_key(head: Head) -> str:
    """The sectors that a report is about."""
    return "+".join(sorted(sector.code for sector in head.sectors))


def nearest(given: tuple[Released, ...], groups: frozenset[str], k: int) -> Released | None:
    """What to compare a new figure with: the latest that fewer than k groups part from it, else the latest of all.

    Not only the latest: a federation keeps all its reports, and may lay any two of them side by side.
    """
    near = [earlier for earlier in given if len(earlier.groups ^ groups) < k]
    return next(reversed(near or given), None)


def held_back(cell: Cell, history: History, k: int) -> Released | None:
    """An earlier figure when fewer than k groups differ from those behind it and it says something else, else None."""
    earlier = nearest(history.get(cell.key, ()), cell.groups, k)
    if earlier is None or len(earlier.groups ^ cell.groups) >= k or earlier.value == cell.value:
        return None
    return earlier


def settled(material: Material, cell: Cell) -> tuple[Cell, date | None]:
    """The cell, or the earlier one with its day when too few groups changed since; withheld where it would stand
    beside a figure of a flash note, or is one of a note that would stand beside any other."""
    k, history = material.head.threshold, dict(material.released)
    cell = replace(cell, groups=material.same.apart(cell.groups))
    earlier = held_back(cell, history, k)
    if earlier:
        return Cell(cell.key, earlier.value, earlier.groups, earlier.on), earlier.on
    return (Cell(cell.key, None, cell.groups) if _stands_beside(cell, history, k) else cell), None


def _stands_beside(cell: Cell, history: History, k: int) -> bool:
    """Do fewer than k groups part it from another figure about the same, which this federation has?

    The issues that a note counts are those that positions and reports count too, chosen anew: who lays both side by
    side would read off what the few between them said. What was told before in the same way may be told again.
    """
    if any(was.value == cell.value and was.groups == cell.groups for was in history.get(cell.key, ())):
        return False
    subject, is_note = subject_of(cell.key), cell.key.startswith(f"{NOTE}:")
    everybody = is_note or subject in ALONE or subject.endswith(SUM)
    others = [
        one
        for key, figures in history.items()
        if (everybody or key.startswith(f"{NOTE}:")) and key != cell.key and subject_of(key) == subject
        for one in figures
    ]
    near = (one for one in others if one.value is not None and len(one.groups ^ cell.groups) < k)
    return cell.value is not None and any((one.groups, one.value) != (cell.groups, cell.value) for one in near)


def subject_of(key: str) -> str:
    """What a figure tells of its groups: how many they are, what they declared together, what else."""
    first, last = key.partition(":")[0], key.rpartition(":")[2]
    if last in AMOUNTS:
        return last
    if first == POLL and last.endswith(SUM):
        return last
    return key if first in (POLL, "relay") or f":{POLL}-" in key else COUNT
