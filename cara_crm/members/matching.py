"""Which member of the register a list speaks of, and which members may be the same. Pure: no database.

`Known` is the register as matching sees it; drafts come from `members.spreadsheet`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from cara_crm.members.names import name_key, tells_something

ALIKE = 90  # of 100; below it, names of the same trade resemble each other too often
COMMON = 60  # members that share a word; a more frequent one tells nothing
SHORTEST_START = 5


@dataclass(frozen=True)
class Known:
    """One side of a comparison: its names (legal, usual, former) and departments. `id` is what the caller counts by."""

    id: int
    siren: str | None
    names: tuple[str, ...]
    departments: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """Two that may be one member, with how much their names are alike (0 to 100)."""

    left: int
    right: int
    alike: int


@dataclass
class Register:
    """The known members by SIREN and by name key."""

    known: Sequence[Known]
    by_siren: dict[str, Known] = field(init=False)
    by_key: dict[str, list[Known]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_siren = {member.siren: member for member in self.known if member.siren}
        self.by_key = defaultdict(list)
        for member in self.known:
            for key in telling_keys(member.names):
                self.by_key[key].append(member)

    def find(self, siren: str | None, names: Iterable[str], department: str | None) -> Known | None:
        """By SIREN; else the one member of a same name whose department agrees and whose SIREN does not differ.

        Raises Ambiguous when several bear the name.
        """
        if siren and siren in self.by_siren:
            return self.by_siren[siren]
        fitting = {
            known.id: known
            for key in telling_keys(names)
            for known in self.by_key.get(key, ())
            if not (siren and known.siren) and _agree(known, department, sure=siren is not None)
        }
        if len(fitting) > 1:
            fitting = {i: known for i, known in fitting.items() if department in known.departments} or fitting
        if len(fitting) > 1:
            raise Ambiguous(tuple(fitting.values()))
        return next(iter(fitting.values()), None)


class Ambiguous(Exception):
    """Several members of the register bear the name."""

    def __init__(self, members: tuple[Known, ...]) -> None:
        super().__init__(members)
        self.members = members


def telling_keys(names: Iterable[str]) -> set[str]:
    """The keys of names that tell one company from another; "SAS" alone does not."""
    return {key for key in map(name_key, names) if tells_something(key)}


def _agree(known: Known, department: str | None, *, sure: bool) -> bool:
    """Same department; where one side does not know its own, only a list without company numbers is believed."""
    if department and known.departments:
        return department in known.departments
    return not sure


def pairs(fresh: Sequence[Known], others: Sequence[Known]) -> list[Pair]:
    """Pairs of a fresh one with another fresh one or with one of `others` whose names are alike; the likest first.

    Two with different SIRENs are two companies unless their names are the very same. Compared are only names that
    share a rare word or a beginning, so that ten thousand against ten thousand take a second.
    """
    found: dict[tuple[int, int], Pair] = {}
    everyone = [*fresh, *others]
    for a, b in _candidates(everyone, len(fresh)):
        left, right = everyone[a], everyone[b]
        alike = _likeness(left, right)
        if alike >= ALIKE:
            key = (left.id, right.id)
            found[key] = Pair(left.id, right.id, alike)
    return sorted(found.values(), key=lambda pair: (-pair.alike, pair.left, pair.right))


def _likeness(left: Known, right: Known) -> int:
    both_numbered = bool(left.siren and right.siren)
    if both_numbered and left.siren == right.siren:
        return 0
    if left.departments and right.departments and not left.departments & right.departments and not both_numbered:
        return 0
    keys_left, keys_right = telling_keys(left.names), telling_keys(right.names)
    if keys_left & keys_right:
        return 100
    if both_numbered:
        return 0
    best = max((_score(a, b) for a in keys_left for b in keys_right), default=0.0)
    return int(best)


def _score(a: str, b: str) -> float:
    """Alike in spelling; and where numbers stand in the names, the same numbers."""
    if {word for word in a.split() if word.isdigit()} != {word for word in b.split() if word.isdigit()}:
        return 0.0
    return max(fuzz.token_sort_ratio(a, b), fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")))


def _candidates(everyone: Sequence[Known], fresh: int) -> Iterator[tuple[int, int]]:
    """Indexes (fresh, other) that share a block; each once."""
    seen: set[tuple[int, int]] = set()
    for block in _blocks(everyone).values():
        if not 1 < len(block) <= COMMON:
            continue
        for i, a in enumerate(block):
            if a >= fresh:
                break
            for b in block[i + 1 :]:
                if (a, b) not in seen:
                    seen.add((a, b))
                    yield a, b


def _blocks(everyone: Sequence[Known]) -> Mapping[str, list[int]]:
    """Word or beginning → ascending indexes of those whose names have it."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(everyone):
        for mark in {mark for key in telling_keys(one.names) for mark in _marks(key)}:
            blocks[mark].append(index)
    return blocks


def _marks(key: str) -> set[str]:
    whole = key.replace(" ", "")
    marks = {word for word in key.split() if len(word) > 2}
    return marks | {f"={key}", f"^{whole[:SHORTEST_START]}", f"{whole[-SHORTEST_START:]}$"}
