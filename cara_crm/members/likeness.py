"""How far names of organisations are alike. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from cara_crm.members.names import OF_GROUPS, acronyms, matching_keys

ALIKE = 90  # of 100; below it, names of the same trade resemble each other too often to count alone
SHORTEST = 5  # letters of a word that tells something alone
SPELT, LONG_WORD = 7, 10  # letters of a word from which on one letter, two letters may be a slip
LONGEST_ACRONYM = 6
DOUBLED = re.compile(r"(.)\1")
Names = tuple[str, ...]


def telling_keys(names: Iterable[str]) -> set[str]:
    """The keys of names that tell one company from another; "SAS" alone does not."""
    return {key for name in names for key in matching_keys(name)}


def share_a_key(left: Names, right: Names) -> bool:
    """Have they a name of the same key?"""
    return not telling_keys(left).isdisjoint(telling_keys(right))


def alike_names(left: Names, right: Names, close_from: int) -> tuple[float, str]:
    """(of 100, reason); "one_word" is a name of one word that stands in the other, which alone says little."""
    here, there = telling_keys(left), telling_keys(right)
    if here & there:
        return 100, "same_name"
    best = max((_likeness(a, b) for a in here for b in there), default=0.0)
    if best < ALIKE:
        held = {_contains(_words(a), _words(b)) for a in here for b in there}
        if "part_name" in held or _is_acronym(left, right) or _is_acronym(right, left):
            return best, "part_name"
        if "one_word" in held:
            return best, "one_word"
    return best, "close_name" if best >= close_from else ""


def _likeness(a: str, b: str) -> float:
    """Alike in spelling; and where numbers stand in the names, the same numbers: "Atelier 2" is not "Atelier 3"."""
    one, other = _words(a), _words(b)
    rest = one ^ other
    if any(map(str.isdigit, rest)):
        return 0.0
    if rest <= OF_GROUPS and (one & other) - OF_GROUPS:
        return ALIKE
    points = float(int(max(fuzz.token_sort_ratio(a, b), fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")))))
    return points if points < ALIKE or _are_typos(one - other, other - one) else ALIKE - 1.0


def _are_typos(one: frozenset[str], other: frozenset[str]) -> bool:
    """Is each word that the other name has not one of its words, written otherwise? "Martin" is not "Marlin": in a
    short word a letter makes another name. Names of more or fewer words are compared as a whole."""
    return len(one) != len(other) or all(any(_is_typo(a, b) for b in other) for a in one)


def _is_typo(a: str, b: str) -> bool:
    plain, there = (DOUBLED.sub(r"\1", word.rstrip("sx")) for word in (a, b))
    shortest = min(len(a), len(b))
    return plain == there or OSA.distance(a, b, score_cutoff=2) <= (shortest >= SPELT) + (shortest >= LONG_WORD)


def _contains(one: frozenset[str], other: frozenset[str]) -> str:
    """Does the longer name hold the whole shorter one?"""
    if not (one < other or other < one):
        return ""
    short = min(one, other, key=len)
    return "part_name" if len(short) > 1 else "one_word" if len(next(iter(short))) >= SHORTEST else ""


@lru_cache(maxsize=50_000)
def _words(key: str) -> frozenset[str]:
    return frozenset(key.split())


def _is_acronym(one: Names, other: Names) -> bool:
    """Is a name of one the first letters of a name of the other?"""
    short = {key for key in telling_keys(one) if len(key) <= LONGEST_ACRONYM}
    return bool(short) and any(short & acronyms(name) for name in other)


def share_a_word(left: Names, right: Names) -> bool:
    here, there = ({word for key in telling_keys(one) for word in key.split()} for one in (left, right))
    return any(len(word) >= SHORTEST for word in here & there)
