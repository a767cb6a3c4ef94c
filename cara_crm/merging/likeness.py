"""Which records may be one, and why. Pure: no database. Members are compared by `members.pairing`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz

from cara_crm.members.matching import DEFAULT, Known, Rules
from cara_crm.members.pairing import CROWD, pairs

CLOSE_PERSON = 88


@dataclass(frozen=True)
class ContactSide:
    """A person as it is compared: folded names, phones as they are kept, and where it has or had a function."""

    id: int
    first_name: str
    last_name: str
    domain: str = ""
    phones: frozenset[str] = frozenset()
    places: frozenset[tuple[str, int]] = frozenset()

    @property
    def words(self) -> str:
        """The whole name in any order."""
        return " ".join(sorted(f"{self.first_name} {self.last_name}".split()))


@dataclass(frozen=True)
class Likely:
    """Two that may be one: `left` is the smaller id, `alike` of 100, `reasons` codes that the pages put in words."""

    left: int
    right: int
    alike: int
    reasons: tuple[str, ...]


def alike_members(sides: Sequence[Known], rules: Rules = DEFAULT) -> list[Likely]:
    """Pairs of members, the likest first."""
    found = pairs(sides, [], rules, least=rules.list)
    return [Likely(min(p.left, p.right), max(p.left, p.right), p.alike, p.reasons) for p in found]


def alike_contacts(sides: Sequence[ContactSide]) -> list[Likely]:
    """Pairs of persons, the likest first."""
    by_id = {side.id: side for side in sides}
    marked = _sharing(sides, lambda one: [("name", one.words)] if one.words else [])
    marked |= _sharing(sides, lambda one: [("phone", phone) for phone in one.phones])
    marked |= _sharing(sides, lambda one: [(*place, one.last_name[:3]) for place in one.places], most=40)
    return _sorted(_contacts(by_id[a], by_id[b]) for a, b in marked)


def _contacts(left: ContactSide, right: ContactSide) -> Likely | None:
    same, close = left.words == right.words, _close_persons(left, right)
    if not same and not close:
        return None
    told = [
        ("same_person_name", same),
        ("close_person_name", not same),
        ("same_organisation", bool(left.places & right.places)),
        ("domain", bool(left.domain) and left.domain == right.domain),
        ("phone", bool(left.phones & right.phones)),
    ]
    reasons = tuple(reason for reason, holds in told if holds)
    unknown = same and not (left.places and right.places and left.domain and right.domain)
    alike = (80 if same else 62) + 8 * (len(reasons) - 1) if len(reasons) > 1 else 55 if unknown else 0
    return Likely(min(left.id, right.id), max(left.id, right.id), min(alike, 99), reasons) if alike else None


def are_nearly(left: ContactSide, right: ContactSide) -> bool:
    """Are two persons' names the same, or close, both with a first name?"""
    return bool(left.first_name and right.first_name) and (left.words == right.words or _close_persons(left, right))


def _close_persons(left: ContactSide, right: ContactSide) -> bool:
    """A wrong letter, one first name that is only an initial, or one last name that is a part of the other."""
    if left.first_name and left.first_name == right.first_name:
        here, there = set(left.last_name.split()), set(right.last_name.split())
        if here and there and (here < there or there < here):
            return True
    if left.last_name == right.last_name and left.first_name and right.first_name:
        short = min(left.first_name, right.first_name, key=len)
        if len(short) == 1:
            return left.first_name[0] == right.first_name[0]
    if left.last_name == right.last_name and not (left.first_name and right.first_name):
        return True
    return fuzz.ratio(left.words, right.words) >= CLOSE_PERSON


def _sharing(sides: Sequence[Any], marks: Callable[[Any], Iterable[Any]], most: int = CROWD) -> set[tuple[int, int]]:
    """Ids (smaller, larger) of those that share a mark which few have."""
    blocks: dict[Any, set[int]] = defaultdict(set)
    for side in sides:
        for mark in marks(side):
            blocks[mark].add(side.id)
    few = (sorted(block) for block in blocks.values() if 1 < len(block) <= most)
    return {pair for block in few for pair in combinations(block, 2)}


def _sorted(found: Iterator[Likely | None] | Iterable[Likely | None]) -> list[Likely]:
    return sorted((one for one in found if one), key=lambda one: (-one.alike, one.left, one.right))
