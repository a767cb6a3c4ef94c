"""How far names of organisations are alike. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from cara_crm.members.names import acronyms, cut_words, in_one_word, is_one_word, matching_keys
from cara_crm.members.writings import FIRST_NAMES, OF_GROUPS, OF_PLACES

ALIKE = 90  # of 100; below it, names of the same trade resemble each other too often to count alone
ALIKE_AT_ALL = 60  # below it, two names have nothing in common
SHORTEST = 5  # letters of a word that tells something alone
SPELT, LONG_WORD = 7, 10  # letters of a word from which on one letter, two letters may be a slip
LONGEST_ACRONYM = 6
POINTED = re.compile(r"\b([^\W\d_])\.")
LETTERS = 2  # of a word that is first letters of first names
DOUBLED = re.compile(r"(.)\1")
ADDED = OF_GROUPS | OF_PLACES
NO_TOWN: frozenset[str] = frozenset()
Names = tuple[str, ...]


def telling_keys(names: Iterable[str]) -> set[str]:
    """The keys of names that tell one company from another; "SAS" alone does not."""
    return {key for name in names for key in matching_keys(name)}


def share_a_key(left: Names, right: Names) -> bool:
    """Have they a name of the same key?"""
    return not telling_keys(left).isdisjoint(telling_keys(right))


def alike_names(left: Names, right: Names, close_from: int, town: frozenset[str] = NO_TOWN) -> tuple[float, str]:
    """(of 100, reason); "short_name" is a name of one word that stands in the other, which alone says little. `town`:
    the words of the town in which both are, which one of them may bear in its name."""
    here, there = telling_keys(left), telling_keys(right)
    if _other_people(left, right):
        return 0.0, ""
    if here & there:
        return 100, "same_name"
    best = max((_likeness(a, b, town) for a in here for b in there), default=0.0)
    if best < ALIKE and _are_one_word(left, right):
        return ALIKE, "close_name"
    if best < ALIKE and (_is_cut(left, here, there) or _is_cut(right, there, here)):
        return ALIKE, "close_name"
    if best < ALIKE and any(_is_initialled(a, b) or _is_initialled(b, a) for a in here for b in there):
        return ALIKE, "close_name"
    if best < ALIKE:
        held = {_contains(_words(a), _words(b)) for a in here for b in there}
        if _is_acronym(left, right) or _is_acronym(right, left) or _are_shortened(here, there):
            return best, "initials"
        if "part_name" in held:  # "Pare-Brisot" is one word, in whose town it may be that of "Carrosserie Pare-Brisot"
            return best, "short_name" if town and (_is_short(left, right) or _is_short(right, left)) else "part_name"
        if "short_name" in held:
            return best, "short_name" if _is_short(left, right) or _is_short(right, left) else "one_word"
    return best, "close_name" if best >= close_from else ""


def _likeness(a: str, b: str, town: frozenset[str]) -> float:
    """Alike in spelling; and where numbers or single letters stand in the names, the same ones: "Atelier 2" is not
    "Atelier 3", "J. Martin" is not "L. Martin"."""
    one, other = _words(a), _words(b)
    rest = one ^ other
    if any(map(str.isdigit, rest)) or (_letters(one - other) and _letters(other - one)):
        return 0.0
    added = ADDED | town if town else ADDED
    if rest <= added and (one & other) - added:
        return ALIKE
    points = float(int(max(fuzz.token_sort_ratio(a, b), fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")))))
    return points if points < ALIKE or _are_typos(one - other, other - one) else ALIKE - 1.0


def _letters(words: frozenset[str]) -> bool:
    return any(len(word) <= LETTERS for word in words)


def _other_people(left: Names, right: Names) -> bool:
    """Do both tell letters with points, and others? "L." is no article."""
    if not any("." in name for name in left) or not any("." in name for name in right):
        return False
    here, there = ({letter for name in one for letter in POINTED.findall(name.lower())} for one in (left, right))
    return bool(here and there) and not here & there


def _is_initialled(short: str, full: str) -> bool:
    """Are first names of one name letters in the other ("jp martin", "jean pierre martin"), all else the same?"""
    words, others = short.split(), full.split()
    letters = [word for word in words if word not in others]
    firsts = [word for word in others if word not in words]
    if len(letters) != 1 or len(letters[0]) > LETTERS or len(firsts) == len(others):
        return False
    return set(firsts) <= FIRST_NAMES and sorted(word[0] for word in firsts) == sorted(letters[0])


def _are_shortened(here: Iterable[str], there: Iterable[str]) -> bool:
    """Is one name the other but for words that it gives by their first letters ("Girard PL", "Girard Poids Lourds")?"""
    return any(_is_shortened(a, b) or _is_shortened(b, a) for a in here for b in there)


def _is_shortened(short: str, full: str) -> bool:
    words, others = short.split(), full.split()
    letters = [word for word in words if word not in others]
    missing = [word for word in others if word not in words]
    rest = len(words) - 1
    is_rest_the_same = len(letters) == 1 and rest and rest == len(others) - len(missing)
    return bool(is_rest_the_same and len(missing) > 1 and letters[0] == "".join(word[0] for word in missing))


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
    return "part_name" if len(short) > 1 else "short_name" if len(next(iter(short))) >= SHORTEST else ""


def _is_short(one: Names, other: Names) -> bool:
    """Is a name of one word all that is distinctive in one of the other?"""
    return any(
        is_one_word(name) and _words(a) < _words(b)
        for name in one
        for a in matching_keys(name)
        for b in telling_keys(other)
    )


def _are_one_word(left: Names, right: Names) -> bool:
    """Are they the same but for blanks, hyphens and plurals?"""
    here = {text for name in left if len(text := in_one_word(name)) >= SPELT}
    return bool(here) and not here.isdisjoint(map(in_one_word, right))


def _is_cut(names: Names, here: Iterable[str], there: Iterable[str]) -> bool:
    """Is one of these names the other but for words that a point cuts short ("Inst. Régional")?"""
    cut = {word for name in names for word in cut_words(name)}
    return bool(cut) and any(_completes(cut, _words(a) - _words(b), _words(b) - _words(a)) for a in here for b in there)


def _completes(cut: set[str], short: frozenset[str], full: frozenset[str]) -> bool:
    is_whole = short <= cut and len(short) == len(full) > 0
    return is_whole and all(sum(word.startswith(one) for word in full) == 1 for one in short)


@lru_cache(maxsize=50_000)
def _words(key: str) -> frozenset[str]:
    return frozenset(key.split())


def _is_acronym(one: Names, other: Names) -> bool:
    """Is a name of one the first letters of a name of the other, perhaps with words of it ("SNR Roulements")?"""
    for key in telling_keys(one):
        first, *more = key.split()
        if len(first) > LONGEST_ACRONYM:
            continue
        for name in other:
            if first in acronyms(name) and all(set(more) <= _words(told) for told in matching_keys(name)):
                return True
    return False


def share_a_word(left: Names, right: Names) -> bool:
    here, there = ({word for key in telling_keys(one) for word in key.split()} for one in (left, right))
    return any(len(word) >= SHORTEST for word in here & there)


def are_unlike(left: Names, right: Names) -> bool:
    """Have their names nothing in common?"""
    here, there = telling_keys(left), telling_keys(right)
    if not here or not there or here & there or share_a_word(left, right):
        return False
    return not any(_words(a) & _words(b) for a in here for b in there) and not alike_names(left, right, ALIKE_AT_ALL)[1]
