"""Names that are almost the ones of the register: one letter more, less, other or swapped."""

from collections import defaultdict
from collections.abc import Iterable

_SHORTEST = 7


class Lookalikes:
    """Long terms by their halves: a single slip leaves one half of the word untouched."""

    def __init__(self, terms: Iterable[str]) -> None:
        """`terms` in the order in which they are to be found."""
        self._heads: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._tails: dict[tuple[int, str], list[str]] = defaultdict(list)
        for term in terms:
            if len(term) >= _SHORTEST and not term.isdecimal():
                half = len(term) // 2
                self._heads[len(term), term[:half]].append(term)
                self._tails[len(term), term[half:]].append(term)

    def near(self, word: str) -> str | None:
        """The first term that is one slip away from `word`, None when there is none."""
        if len(word) < _SHORTEST - 1:
            return None
        for length in (len(word), len(word) - 1, len(word) + 1):
            half = length // 2
            for term in self._heads.get((length, word[:half]), ()):
                if _one_slip(term, word):
                    return term
            for term in self._tails.get((length, word[half - length :]), ()):
                if _one_slip(term, word):
                    return term
        return None


def _one_slip(first: str, second: str) -> bool:
    """Is exactly one letter inserted, dropped, replaced, or swapped with the next?"""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    one, two = first[start:], second[start:]
    if len(one) == len(two):
        return one[1:] == two[1:] or (one[2:] == two[2:] and one[:2] == two[1::-1])
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    return longer[1:] == shorter
