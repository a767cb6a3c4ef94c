"""Attributes that name nobody alone but give somebody away together: a role, a department, a size, a product."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations, product

from cara_crm.confidentiality.leaks.folding import Token, fold
from cara_crm.confidentiality.leaks.register import RegisterEntry
from cara_crm.confidentiality.leaks.vocabulary import Vocabulary
from cara_crm.confidentiality.threshold import group_key

Said = tuple[str, str]
"""An attribute's kind and its folded phrase."""

_LONGEST_NAME = 5  # words of a region's or department's name
_KINDS = ("roles", "departments", "sizes", "products")


class Attributes:
    """Which groups share which attributes."""

    def __init__(self, members: Iterable[RegisterEntry], k: int, vocabulary: Vocabulary) -> None:
        self.k, self.vocabulary = k, vocabulary
        self.groups: dict[Said, set[Hashable]] = defaultdict(set)
        self.owners: dict[Said, set[Hashable]] = defaultdict(set)
        self.phrases: dict[str, set[Said]] = defaultdict(set)
        for entry in members:
            group = group_key(entry.id, entry.group)
            for kind in _KINDS:
                for phrase in map(fold, getattr(entry, kind)):
                    said = (kind, phrase)
                    self.groups[said].add(group)
                    self.owners[said].add(entry.id)
                    self.phrases[" ".join(map(_singular, phrase.split()))].add(said)
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
            said = self.phrases.get(" ".join(_singular(word.text) for word in here), set())
            meant = frozenset(one for one in said if length > 1 or self._is_meant(text, here[0], one))
            if meant or (length > 1 and "".join(word.text for word in here) in self.vocabulary.phrases):
                return length, meant
        return 1, frozenset()

    @property
    def _most_words(self) -> int:
        return max(self.longest, _LONGEST_NAME)

    def _is_meant(self, text: str, word: Token, said: Said) -> bool:
        """ "cher" is dear, "Cher" a department; "ain" and "allier" likewise."""
        return said[0] != "departments" or not self.vocabulary.is_common(word.text) or text[word.start].isupper()

    def telling(self, said: Mapping[Said, tuple[int, int]]) -> Iterator[tuple[tuple[Said, ...], frozenset[Hashable]]]:
        """The smallest combinations of attributes of different kinds that 1 to k-1 groups share, and their members."""
        by_kind = [[one for one in sorted(said) if one[0] == kind] for kind in _KINDS]
        by_kind = [ones for ones in by_kind if ones]
        told: list[frozenset[Said]] = []
        for size in range(2, len(by_kind) + 1):
            for kinds in combinations(by_kind, size):
                for together in product(*kinds):
                    if any(smaller <= set(together) for smaller in told):
                        continue
                    groups = set.intersection(*(self.groups[one] for one in together))
                    if 1 <= len(groups) < self.k:
                        told.append(frozenset(together))
                        yield together, frozenset(set.intersection(*(self.owners[one] for one in together)))


def _singular(word: str) -> str:
    """A word without its plural ending, so that "equipementiers" mentions the role of "equipementier"."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
