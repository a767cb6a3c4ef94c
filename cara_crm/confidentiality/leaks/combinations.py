"""Attributes that name nobody alone but give somebody away together: a role, a place, a size, a product. A product that
a single group has does so alone, as a town where a single one has sites."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations, product

from cara_crm.confidentiality.leaks.departments import ADJECTIVES, is_department
from cara_crm.confidentiality.leaks.folding import Token, fold
from cara_crm.confidentiality.leaks.inflections import root
from cara_crm.confidentiality.leaks.register import RegisterEntry
from cara_crm.confidentiality.leaks.vocabulary import Vocabulary
from cara_crm.confidentiality.threshold import group_key

Said = tuple[str, str]
"""An attribute's kind and its folded phrase."""

_LONGEST_NAME = 5  # words of a region's or department's name
_KINDS = ("roles", "departments", "regions", "sizes", "products")
#: What is put together, one of each: a department lies in its region, so a place is one or the other.
_AXES = (("roles",), ("departments", "regions"), ("sizes",), ("products",))


class Attributes:
    """Which members, and so which groups, share which attributes."""

    def __init__(self, members: Iterable[RegisterEntry], k: int, vocabulary: Vocabulary) -> None:
        self.k, self.vocabulary = k, vocabulary
        self.group_of: dict[Hashable, Hashable] = {}
        self.owners: dict[Said, set[Hashable]] = defaultdict(set)
        self.phrases: dict[str, set[Said]] = defaultdict(set)
        self.numbers: dict[str, set[Said]] = defaultdict(set)
        for entry in members:
            self.group_of[entry.id] = group_key(entry.id, entry.group)
            for kind in _KINDS:
                for phrase in map(fold, getattr(entry, kind)):
                    self.owners[kind, phrase].add(entry.id)
                    self.phrases[_roots(phrase.split())].add((kind, phrase))
            for place in map(fold, entry.departments):
                for adjective in ADJECTIVES.get(place, ()):
                    self.phrases[_roots(adjective.split())].add(("departments", place))
                for number in map(fold, entry.department_numbers):
                    self.numbers[number].add(("departments", place))
        self.longest = max((phrase.count(" ") + 1 for phrase in self.phrases), default=0)

    def mentions(self, text: str, words: list[Token]) -> dict[Said, tuple[int, int]]:
        """Each attribute that the words mention, with the first place where they do.

        The longest phrase counts: "Centre-Val de Loire" and "Haute-Loire" do not mention the department of Loire.
        """
        found: dict[Said, tuple[int, int]] = {}
        first = 0
        while first < len(words):
            length, attributes = self._phrase_at(text, words, first)
            for said in attributes:
                found.setdefault(said, (words[first].start, words[first + length - 1].end))
            first += length
        return found

    def _phrase_at(self, text: str, words: list[Token], first: int) -> tuple[int, frozenset[Said]]:
        """How many words the longest known phrase takes from here (1 when none is known), and what it mentions."""
        for length in range(min(self._most_words, len(words) - first), 0, -1):
            here = words[first : first + length]
            said = self.phrases.get(_roots([word.text for word in here]), set())
            meant = frozenset(one for one in said if length > 1 or self._is_meant(text, here[0], one))
            if meant or (length > 1 and "".join(word.text for word in here) in self.vocabulary.phrases):
                return length, meant
        if words[first].text in self.numbers and is_department(text, words, first):
            return 1, frozenset(self.numbers[words[first].text])
        return 1, frozenset()

    @staticmethod
    def tells_its_name(together: Iterable[Said]) -> bool:
        """May a member that agreed to be named be recognised by it? By what it is and where, not by what it makes."""
        return all(kind != "products" for kind, _ in together)

    @property
    def _most_words(self) -> int:
        return max(self.longest, _LONGEST_NAME)

    def _is_meant(self, text: str, word: Token, said: Said) -> bool:
        """ "cher" is dear, "Cher" a department; "ain" and "allier" likewise."""
        is_name = said == ("departments", word.text)
        return not is_name or not self.vocabulary.is_common(word.text) or text[word.start].isupper()

    def telling(self, said: Mapping[Said, tuple[int, int]]) -> Iterator[tuple[tuple[Said, ...], frozenset[Hashable]]]:
        """The smallest combinations of attributes that 1 to k-1 groups share, and their members: one of each kind, two
        products, or a product of a single group alone."""
        told: list[frozenset[Said]] = []
        for together in _together(sorted(said)):
            here = frozenset(together)
            if any(smaller <= here for smaller in told):
                continue
            owners = frozenset(set.intersection(*(self.owners[one] for one in together)))
            groups = len({self.group_of[owner] for owner in owners})
            if 1 <= groups < self.k and (len(together) > 1 or self._tells_alone(together[0], groups)):
                told.append(here)
                yield together, owners

    def _tells_alone(self, said: Said, groups: int) -> bool:
        """A product that a single group has, but for ordinary words: "maintenance" is nobody's."""
        kind, phrase = said
        is_own = kind == "products" and groups == 1
        return is_own and not all(self.vocabulary.is_ordinary(word) for word in phrase.split())


def _together(said: list[Said]) -> Iterator[tuple[Said, ...]]:
    """One after the other what may tell together, the fewer first: each alone, two products, one of each axis."""
    yield from ((one,) for one in said)
    yield from combinations([one for one in said if one[0] == "products"], 2)
    by_axis = [[one for one in said if one[0] in kinds] for kinds in _AXES]
    by_axis = [ones for ones in by_axis if ones]
    for size in range(2, len(by_axis) + 1):
        for axes in combinations(by_axis, size):
            yield from product(*axes)


def _roots(words: list[str]) -> str:
    return " ".join(map(root, words))
