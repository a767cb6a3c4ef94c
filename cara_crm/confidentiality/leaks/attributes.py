"""What the register tells of its members that several share, and by which words a text says it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from cara_crm.confidentiality.leaks.areas import ALSO_CALLED, AREAS
from cara_crm.confidentiality.leaks.departments import ADJECTIVES
from cara_crm.confidentiality.leaks.folding import fold
from cara_crm.confidentiality.leaks.inflections import root
from cara_crm.confidentiality.leaks.register import RegisterEntry
from cara_crm.confidentiality.leaks.terms import town_form
from cara_crm.confidentiality.leaks.usual_words import CODES, USUAL_WORDS, code_of
from cara_crm.confidentiality.leaks.vocabulary import Vocabulary
from cara_crm.confidentiality.threshold import group_key

What = TypeVar("What", bound=Hashable)
Band = tuple[int, int | None]
Said = tuple[str, str]
"""An attribute's kind and its folded phrase."""

_AS_WRITTEN = ("roles", "departments", "regions", "products", "sector_names")
_WITH_SITES = " (sites)"
#: What the decree 2008-1354 says of the turnover of a category, where none is known.
_EXPECTED: dict[str, Band] = {
    "micro": (0, 2 * 10**6),
    "sme": (0, 50 * 10**6),
    "midcap": (2 * 10**6, 1500 * 10**6),
    "large": (50 * 10**6, None),
}


class Holders:
    """Which members, and so which groups, share which attributes. Sets of members are numbers, one bit a member."""

    def __init__(self, members: Iterable[RegisterEntry], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.ids: list[Hashable] = []
        self.group_of: list[Hashable] = []
        self.phrases: dict[str, set[Said]] = defaultdict(set)
        self.numbers: dict[str, set[Said]] = defaultdict(set)
        having, present, ever, sized = _Ranks[Said](), _Ranks[str](), _Ranks[str](), _Ranks[tuple[str, Band]]()
        for rank, entry in enumerate(members):
            self.ids.append(entry.id)
            self.group_of.append(group_key(entry.id, entry.group))
            self._read(entry, rank, having)
            present.add(rank, entry.present_sectors)
            ever.add(rank, entry.sectors)
            sized.add(rank, _sizes(entry))
        self.of, self.sized = having.sets(), sized.sets()
        self.present, self.ever = present.sets(), ever.sets()
        self._add_usual_words()
        self._add_areas()
        self._add_towns()
        self.longest = max((phrase.count(" ") + 1 for phrase in self.phrases), default=0)

    def members(self, several: int) -> frozenset[Hashable]:
        """The ids of a set of members."""
        return frozenset(self.ids[rank] for rank in _ranks(several))

    def groups(self, several: int, most: int) -> int:
        """How many groups they are; at `most` so many are counted."""
        found: set[Hashable] = set()
        for rank in _ranks(several):
            found.add(self.group_of[rank])
            if len(found) >= most:
                break
        return len(found)

    def of_size(self, kind: str, least: int, most: int | None) -> int:
        """The members that may have so many employees, or declared such turnovers; where nobody did, those of which
        nothing is known but their category."""
        found = 0
        for (one, (fewest, highest)), members in self.sized.items():
            if one == kind and (highest is None or least <= highest) and (most is None or fewest <= most):
                found |= members
        return self.of_size("expected", least, most) if kind == "turnovers" and not found else found

    def _read(self, entry: RegisterEntry, rank: int, having: "_Ranks[Said]") -> None:
        for kind, phrases in zip(_AS_WRITTEN, _as_written(entry), strict=True):
            for phrase in map(fold, phrases):
                self._holds(having, rank, (kind, phrase), phrase)
        for size in entry.sizes:
            code = code_of(size)
            having["sizes", code].append(rank)
            if code not in CODES:
                self.phrases[roots(fold(size).split())].add(("sizes", code))
        for place in map(fold, (*entry.departments, *entry.site_departments)):
            self._holds(having, rank, ("departments", place + _WITH_SITES), place)
        for place in map(fold, entry.departments):
            for number in map(fold, entry.department_numbers):
                self.numbers[number] |= {("departments", place), ("departments", place + _WITH_SITES)}
        having.add(rank, [("towns", town_form(town)) for town in entry.towns])

    def _holds(self, having: "_Ranks[Said]", rank: int, said: Said, phrase: str) -> None:
        if said not in having:
            self.phrases[roots(phrase.split())].add(said)
        having[said].append(rank)

    def _add_usual_words(self) -> None:
        """What sizes and kinds are called; a word with several readings may mean each of them."""
        for words, readings in USUAL_WORDS.items():
            for codes in readings:
                said = ("sizes", " or ".join(sorted(codes)))
                for code in codes:
                    self.of[said] |= self.of.get(("sizes", code), 0)
                if self.of[said]:
                    self.phrases[roots(words.split())].add(said)

    def _add_areas(self) -> None:
        """Inhabitants and other names of a department stand for it; a part of one, for as many of it as there are."""
        names = [(name, place) for place, several in ADJECTIVES.items() for name in several]
        for name, place in (*names, *ALSO_CALLED.items()):
            known = {said for said in self._places(place) if self.of.get(said)}
            if known:
                self.phrases[roots(name.split())] |= known
        for area, departments in AREAS.items():
            holders = 0
            for place in departments:
                holders |= self.of.get(("departments", place + _WITH_SITES), 0)
            if holders:
                self.of["areas", area] = holders
                self.phrases[roots(area.split())].add(("areas", area))

    @staticmethod
    def _places(department: str) -> tuple[Said, Said]:
        return ("departments", department), ("departments", department + _WITH_SITES)

    def _add_towns(self) -> None:
        """A town where several groups have sites; that of a single one is marked whatever stands beside it."""
        for kind, town in [said for said in self.of if said[0] == "towns"]:
            is_ordinary_name = town.replace(" ", "") in self.vocabulary.phrases
            if len(town) > 1 and not is_ordinary_name and self.groups(self.of[kind, town], 2) > 1:
                for form in {town, town.replace("saint", "st", 1)}:
                    self.phrases[roots(form.split())].add((kind, town))


def _as_written(entry: RegisterEntry) -> tuple[tuple[str, ...], ...]:
    return entry.roles, entry.departments, entry.regions, entry.products, entry.sector_names


def _sizes(entry: RegisterEntry) -> Iterator[tuple[str, Band]]:
    if entry.employees:
        yield "employees", entry.employees
    if entry.turnovers:
        yield "turnovers", entry.turnovers
    else:
        yield from (("expected", _EXPECTED[size]) for size in entry.sizes if size in _EXPECTED)


class _Ranks(defaultdict[What, list[int]]):
    """The places of the members that have something."""

    def __init__(self) -> None:
        super().__init__(list)

    def add(self, rank: int, several: Iterable[What]) -> None:
        for one in several:
            self[one].append(rank)

    def sets(self) -> dict[What, int]:
        """The same as numbers; of what nobody has, 0. To add a bit at a time copies the whole number each time."""
        found: dict[What, int] = defaultdict(int)
        for what, ranks in self.items():
            bits = bytearray(max(ranks) // 8 + 1)
            for rank in ranks:
                bits[rank >> 3] |= 1 << (rank & 7)
            found[what] = int.from_bytes(bits, "little")
        return found


def roots(words: Iterable[str]) -> str:
    """The roots of folded words, by which phrases are compared."""
    return " ".join(map(root, words))


def _ranks(several: int) -> Iterator[int]:
    while several:
        lowest = several & -several
        yield lowest.bit_length() - 1
        several ^= lowest
