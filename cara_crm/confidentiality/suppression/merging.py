"""Small sectors: cells merge before they are withheld (departments into regions, bands into classes)."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from cara_crm.confidentiality.threshold import K_DEFAULT, checked_k, is_small

SMALL_SECTOR = 100  # members; below, a report gives one breakdown, by region, over rolling twelve months


@dataclass(frozen=True, slots=True)
class Merged:
    """A breakdown after merging: the labels that are left, the groups under each, and which label went where."""

    labels: tuple[str, ...]
    groups: Mapping[str, frozenset[Hashable]]
    population: Mapping[str, int]
    into: Mapping[str, str]


def is_small_sector(members: int) -> bool:
    """Does the stricter rule for sectors of fewer than 100 members apply?"""
    return members < SMALL_SECTOR


def coarsen(
    labels: Iterable[str],
    groups: Mapping[str, Iterable[Hashable]],
    population: Mapping[str, int],
    coarser: Mapping[str, str],
) -> Merged:
    """Merge every label into its coarser one (department -> region); labels that `coarser` lacks stay themselves."""
    return _merged(labels, groups, population, {label: coarser.get(label, label) for label in labels})


def merge_small(
    labels: Iterable[str],
    groups: Mapping[str, Iterable[Hashable]],
    population: Mapping[str, int],
    coarser: Mapping[str, str],
    *,
    members: int,
    k: int = K_DEFAULT,
) -> Merged:
    """Merge where the rule for small sectors asks for it, or where a label would be withheld.

    In a sector of fewer than 100 `members` every label merges. In a larger one a coarser label replaces all of its
    finer ones when any of them could not be shown; the others stay as they are.
    """
    checked_k(k)
    labels = tuple(labels)
    if is_small_sector(members):
        return coarsen(labels, groups, population, coarser)
    counts = {label: len(frozenset(groups.get(label, ()))) for label in labels}
    small = {
        coarser.get(label, label)
        for label, count in counts.items()
        if is_small(count, k) or (count == 0 and population.get(label, 0) < k)
    }
    into = {label: coarser.get(label, label) for label in labels}
    return _merged(labels, groups, population, {fine: to if to in small else fine for fine, to in into.items()})


def _merged(
    labels: Iterable[str],
    groups: Mapping[str, Iterable[Hashable]],
    population: Mapping[str, int],
    into: Mapping[str, str],
) -> Merged:
    found: dict[str, frozenset[Hashable]] = {}
    people: dict[str, int] = {}
    for label in labels:
        target = into[label]
        found[target] = found.get(target, frozenset()) | frozenset(groups.get(label, ()))
        people[target] = people.get(target, 0) + population.get(label, 0)
    return Merged(tuple(found), found, people, dict(into))
