"""Figures of positions between which issues moved, and of members and others of one position: beside what a federation
has already, none may tell what fewer than k groups said."""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from cara_crm.reports.assemble.given import Cell, History
from cara_crm.reports.assemble.positions import MANY, MEASURES, Said
from cara_crm.reports.assemble.sizes import OTHERS
from cara_crm.reports.layout import GROUPS
from cara_crm.reports.material import Material, Released, Wording

FEW_SUMS = 2000
TOGETHER = 2  # figures that a reader adds up, on either side; beside these all of a family are

Pairs = list[tuple[Wording, Said]]
Side = tuple["Shown", ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that a reader has: under its key, the number and the groups behind it."""

    key: str
    value: int
    groups: frozenset[str]


def kept_apart(material: Material, said: Pairs) -> Pairs:
    """The positions without the figures that may not stand beside what the federation was given.

    The breakdown of a report into positions may change, and who counts as a member with the sectors that it is about:
    sums of parts are compared, not only each figure with itself.
    """
    history, k = dict(material.released), material.head.threshold
    cells = [cell for _, one in said for cell in one.cells]
    closed = set[str]()
    for codes in {frozenset((wording.code, *wording.kin)) for wording, _ in said}:
        for names in ((GROUPS, OTHERS), *((measure,) for measure in MEASURES)):
            keys = {f"{code}:{name}" for code in codes for name in names}
            own = [cell for cell in cells if cell.key in keys]
            if any(key in history for key in keys):
                closed |= _too_near(own, {key: history[key] for key in sorted(keys & history.keys())}, k, names)
    return [(wording, _without(wording, one, closed)) for wording, one in said]


def _too_near(cells: Collection[Cell], history: History, k: int, names: Sequence[str]) -> set[str]:
    """The keys of new figures that fewer than k groups part from what is known, alone or added up."""
    known = {key: list(dict.fromkeys(_shown(key, figures))) for key, figures in history.items()}
    now = [Shown(cell.key, cell.value, cell.groups) for cell in cells if cell.value is not None]
    closed = set[str]()
    while near := next(_near(known, [one for one in now if one.key not in closed], k, names), None):
        closed.add(min(near, key=lambda one: (len(one.groups), one.key)).key)
    return closed


def _shown(key: str, figures: Iterable[Released]) -> Iterator[Shown]:
    return (Shown(key, one.value, one.groups) for one in figures if one.value is not None)


def _near(known: dict[str, list[Shown]], now: list[Shown], k: int, names: Sequence[str]) -> Iterator[Side]:
    """The new figures of each sum that may not be told."""
    before = list(_known_together(known))
    for together in _subsets(now):
        new = tuple(one for one in together if one not in known.get(one.key, ()))
        if new and any(_tells(earlier, together, k, counts=GROUPS in names) for earlier in before):
            yield new


def _subsets(shown: Sequence[Shown]) -> Iterator[Side]:
    for n in range(1, min(TOGETHER, len(shown)) + 1):
        yield from combinations(shown, n)
    if len(shown) > TOGETHER:
        yield tuple(shown)


def _known_together(known: dict[str, list[Shown]]) -> Iterator[Side]:
    """Figures of so many keys, any report's of each, of all where these are few sums; and the last of all."""
    keys = [key for key, figures in known.items() if figures]
    sums = math.prod(len(known[key]) + 1 for key in keys)
    for n in range(1, min(len(keys) if sums <= FEW_SUMS else TOGETHER, len(keys)) + 1):
        for some in combinations(keys, n):
            yield from product(*(known[key] for key in some))
    if len(keys) > TOGETHER:
        yield tuple(known[key][-1] for key in keys)


def _tells(earlier: Side, now: Side, k: int, *, counts: bool) -> bool:
    """Would the difference of both sums be that of fewer than k groups?"""
    parted = len(_groups(earlier) ^ _groups(now))
    apart = abs(sum(one.value for one in earlier) - sum(one.value for one in now))
    if parted or not counts:
        return parted < k and (apart > 0 or parted > 0)
    return 0 < apart < k  # the same groups, some of them in two of the parts


def _groups(side: Side) -> frozenset[str]:
    return frozenset[str]().union(*(one.groups for one in side))


def _without(wording: Wording, said: Said, closed: Collection[str]) -> Said:
    """The position without these figures, and without how many declared something beside one of them."""
    own = {cell.key for cell in said.cells if cell.key in closed}
    if not own:
        return said
    is_who = bool({f"{wording.code}:{GROUPS}", f"{wording.code}:{OTHERS}"} & own)
    many = {
        cell.key for cell in said.cells if cell.key.endswith(MANY) and (is_who or cell.key.removesuffix(MANY) in own)
    }
    figures = tuple(
        replace(
            figure,
            value=None if f"{wording.code}:{figure.id}" in own else figure.value,
            n=None if {f"{wording.code}:{figure.id}", f"{wording.code}:{figure.id}{MANY}"} & (own | many) else figure.n,
            as_of=None if f"{wording.code}:{figure.id}" in own else figure.as_of,
        )
        for figure in said.position.figures
        if not (figure.id == OTHERS and f"{wording.code}:{OTHERS}" in own)
    )
    cells = tuple(replace(cell, value=None) if cell.key in own | many else cell for cell in said.cells)
    return replace(said, position=replace(said.position, figures=figures), cells=cells)
