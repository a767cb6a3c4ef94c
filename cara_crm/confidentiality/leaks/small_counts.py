"""Counts of few organisations told in a sentence: a cell of a table would withhold them."""

import re
from collections.abc import Iterator

from cara_crm.confidentiality.leaks.folding import shown
from cara_crm.confidentiality.leaks.index import stable_key
from cara_crm.confidentiality.leaks.register import Leak, LeakKind

_NUMBERS = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9}
_NUMBERS |= {"two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9}
_OURS = (
    r"(?:entreprises?|societes?|adherents?|membres?|groupes?|pme|eti|tpe|remontees?"
    r"|firms?|compan(?:y|ies)|members?|smes?)"
)
_WHO = rf"(?:{_OURS}|sous-traitants?|equipementiers?|industriels?|groups?|issues?)"
_SOME = re.compile(
    rf"(?<![\w.,])(?<!\d\s)(\d|{'|'.join(_NUMBERS)})\s+(?:autres\s+|petites\s+|other\s+|small\s+)?({_WHO})(?!\w)"
)
_ONE = re.compile(rf"(?<!\w)(?:un|une|one|only one|a single)\s+(?:seule?\s+{_OURS}|remontee|issue)(?!\w)")


def small_counts(text: str, k: int) -> Iterator[Leak]:
    """Places like "trois entreprises", "3 PME", "une seule remontée": numbers from 1 to k-1."""
    seen, places = shown(text)
    for match in _SOME.finditer(seen):
        said = match.group(1)
        if 2 <= (int(said) if said.isdecimal() else _NUMBERS[said]) < k:
            yield _leak(text, seen, places, match)
    for match in _ONE.finditer(seen):
        yield _leak(text, seen, places, match)


def _leak(text: str, seen: str, places: list[tuple[int, int]], match: re.Match[str]) -> Leak:
    start, end = places[match.start()][0], places[match.end() - 1][1]
    key = stable_key(LeakKind.SMALL_COUNT, " ".join(match.group().split()), ())
    return Leak(start, end, LeakKind.SMALL_COUNT, text[start:end], key)
