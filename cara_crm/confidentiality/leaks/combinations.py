"""Attributes that name nobody alone but give somebody away together: a role, a department, a size, a product."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations, product

from cara_crm.confidentiality.leaks.folding import Token, fold
from cara_crm.confidentiality.leaks.register import RegisterEntry
from cara_crm.confidentiality.threshold import group_key

Said = tuple[str, str]
"""An attribute's kind and its folded phrase."""

_KINDS = ("roles", "departments", "sizes", "products")


class Attributes:
    """Which groups share which attributes."""

    def __init__(self, members: Iterable[RegisterEntry], k: int) -> None:
        self.k = k
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
        self.beginnings = {phrase.partition(" ")[0] for phrase in self.phrases}

    def mentions(self, words: list[Token]) -> dict[Said, tuple[int, int]]:
        """Each attribute that the words mention, with the first place where they do."""
        found: dict[Said, tuple[int, int]] = {}
        forms = [_singular(token.text) for token in words]
        for first, form in enumerate(forms):
            if form in self.beginnings:
                for last in range(first, min(len(words), first + self.longest)):
                    for said in self.phrases.get(" ".join(forms[first : last + 1]), ()):
                        found.setdefault(said, (words[first].start, words[last].end))
        return found

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
