"""Which records may be one, and why. Pure: no database.

Names decide; a shared domain, place, phone or number supports them. Two companies with different SIRENs are two, unless
their names are the very same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz

from cara_crm.members import matching
from cara_crm.members.matching import Known, telling_keys

CROWD = 6  # records that share a mark; a more frequent one tells nothing
CLOSE, CLOSE_PERSON, CONTAINED = 75, 88, 85

#: Where anybody has a mailbox.
OPEN_DOMAINS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.fr",
        "hotmail.com",
        "hotmail.fr",
        "live.fr",
        "live.com",
        "msn.com",
        "yahoo.fr",
        "yahoo.com",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "sfr.fr",
        "laposte.net",
        "bbox.fr",
        "numericable.fr",
        "neuf.fr",
        "icloud.com",
        "me.com",
        "proton.me",
        "protonmail.com",
        "gmx.fr",
        "gmx.com",
        "aol.com",
    ]
)


@dataclass(frozen=True)
class MemberSide:
    """A member as it is compared: `places` are folded addresses with postal code, `numbers` SIRENs of its SIRETs."""

    known: Known
    domains: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @property
    def id(self) -> int:
        return self.known.id


@dataclass(frozen=True)
class ContactSide:
    """A person as it is compared: folded names, and where it has or had a function."""

    id: int
    first_name: str
    last_name: str
    domain: str = ""
    phone: str = ""
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


def alike_members(sides: Sequence[MemberSide]) -> list[Likely]:
    """Pairs of members, the likest first."""
    by_id = {side.id: side for side in sides}
    named = {(p.left, p.right): p.alike for p in matching.pairs([side.known for side in sides], [])}
    marked = _sharing(sides, lambda one: [*_marks(one), *_beginnings(one), *(("siren", n) for n in _numbers(one))])
    asked = {tuple(sorted(key)) for key in named} | marked
    found = (_members(by_id[a], by_id[b]) for a, b in asked)
    return _sorted(found)


def alike_contacts(sides: Sequence[ContactSide]) -> list[Likely]:
    """Pairs of persons, the likest first."""
    by_id = {side.id: side for side in sides}
    marked = _sharing(sides, lambda one: [("name", one.words)] if one.words else [])
    marked |= _sharing(sides, lambda one: [("phone", one.phone)] if one.phone else [])
    marked |= _sharing(sides, lambda one: [(*place, one.last_name[:3]) for place in one.places], most=40)
    return _sorted(_contacts(by_id[a], by_id[b]) for a, b in marked)


def domain_of(written: str) -> str:
    """The domain of a website or an e-mail address that tells a company; "" for none and for open mailboxes."""
    host = written.rpartition("@")[2].lower().partition("://")[2] or written.rpartition("@")[2].lower()
    host = host.split("/")[0].split(":")[0].split("?")[0].strip().removeprefix("www.")
    return host if "." in host and host not in OPEN_DOMAINS else ""


def _members(left: MemberSide, right: MemberSide) -> Likely | None:
    names, reasons = _alike_names(left.known, right.known)
    shared = _shared(left, right)
    alike = _weight(left, right, names, shared, is_part="part_name" in reasons)
    if "number" in shared:
        alike = 98
    return Likely(min(left.id, right.id), max(left.id, right.id), alike, (*reasons, *shared)) if alike else None


def _weight(left: MemberSide, right: MemberSide, names: int, shared: list[str], *, is_part: bool) -> int:
    """Of 100, 0 for two that are not one."""
    both_numbered = bool(left.known.siren and right.known.siren)
    apart = _apart(left.known.departments, right.known.departments)
    more = 3 * len(shared)
    if both_numbered:
        return min(70 + more - (15 if apart else 0), 85) if names == 100 else 0
    if apart:
        return min(names - 25 + 2 * more, 90) if names >= matching.ALIKE and (shared or names == 100) else 0
    if names >= matching.ALIKE:
        return min(names - 5 + more, 99)
    if names >= CLOSE and shared:
        return min(names + more, 89)
    if is_part and left.known.departments & right.known.departments:
        return 70
    return 60 + more if {"domain", "place"} <= set(shared) else 0


def _alike_names(left: Known, right: Known) -> tuple[int, list[str]]:
    here, there = telling_keys(left.names), telling_keys(right.names)
    if here & there:
        return 100, ["same_name"]
    best = int(max((fuzz.token_sort_ratio(a, b) for a in here for b in there), default=0))
    glued = int(max((fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")) for a in here for b in there), default=0))
    best = max(best, glued) if _same_figures(here, there) else 0
    if best < matching.ALIKE and any(_contains(a.split(), b.split()) for a in here for b in there):
        return CONTAINED, ["part_name"]
    return best, ["close_name"] if best >= CLOSE else []


def _contains(one: list[str], other: list[str]) -> bool:
    """Does the longer name begin with the whole shorter one, of two words at least?"""
    short, long = sorted((one, other), key=len)
    return len(short) > 1 and long[: len(short)] == short


def _same_figures(here: Iterable[str], there: Iterable[str]) -> bool:
    """ "Atelier 2" is not "Atelier 3"."""
    return any(_figures(a) == _figures(b) for a in here for b in there)


def _figures(key: str) -> set[str]:
    return {word for word in key.split() if word.isdigit()}


def _shared(left: MemberSide, right: MemberSide) -> list[str]:
    told = [
        ("number", left.known.siren in right.numbers or right.known.siren in left.numbers),
        ("domain", bool(left.domains & right.domains)),
        ("place", bool(left.places & right.places)),
        ("phone", bool(left.phones & right.phones)),
    ]
    return [reason for reason, holds in told if holds]


def _marks(one: MemberSide) -> list[tuple[str, str]]:
    kinds = (("domain", one.domains), ("place", one.places), ("phone", one.phones))
    return [(kind, value) for kind, values in kinds for value in values]


def _beginnings(one: MemberSide) -> list[tuple[str, str]]:
    """Whole names, wherever they are, and their first two words."""
    keys = telling_keys(one.known.names)
    return [("name", key) for key in keys] + [("start", " ".join(key.split()[:2])) for key in keys if " " in key]


def _numbers(one: MemberSide) -> set[str]:
    return set(one.numbers) | ({one.known.siren} if one.known.siren else set())


def _contacts(left: ContactSide, right: ContactSide) -> Likely | None:
    same, close = left.words == right.words, _close_persons(left, right)
    if not same and not close:
        return None
    told = [
        ("same_person_name", same),
        ("close_person_name", not same),
        ("same_organisation", bool(left.places & right.places)),
        ("domain", bool(left.domain) and left.domain == right.domain),
        ("phone", bool(left.phone) and left.phone == right.phone),
    ]
    reasons = tuple(reason for reason, holds in told if holds)
    unknown = same and not (left.places and right.places and left.domain and right.domain)
    alike = (80 if same else 62) + 8 * (len(reasons) - 1) if len(reasons) > 1 else 55 if unknown else 0
    return Likely(min(left.id, right.id), max(left.id, right.id), min(alike, 99), reasons) if alike else None


def _close_persons(left: ContactSide, right: ContactSide) -> bool:
    """A wrong letter, or one first name that is only an initial."""
    if left.last_name == right.last_name and left.first_name and right.first_name:
        short = min(left.first_name, right.first_name, key=len)
        if len(short) == 1:
            return left.first_name[0] == right.first_name[0]
    if left.last_name == right.last_name and not (left.first_name and right.first_name):
        return True
    return fuzz.ratio(left.words, right.words) >= CLOSE_PERSON


def _apart(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left and right and not left & right)


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
