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
_ALONE = r"(?:seule?s?|uniques?)"
_SOLE = re.compile(
    rf"(?<!\w)(?:(?:les?|la|du|au|notre|votre)\s+{_ALONE}\s+|l['’]unique\s+|(?:the|our)\s+(?:only|sole|single)\s+)"
    rf"(?:\w+\s+)?(?:{_WHO}|acteurs?|ateliers?|usines?|sites?|fabricants?|constructeurs?|fournisseurs?|producteurs?"
    r"|fonderies?|carrossiers?|exploitants?|operateurs?|laboratoires?|ecoles?|lycees?|universites?|collectivites?"
    r"|players?|manufacturers?|makers?|suppliers?|producers?|plants?|factor(?:y|ies)|workshops?|foundr(?:y|ies)"
    r"|operators?|laborator(?:y|ies)|schools?|universit(?:y|ies))(?!\w)"
    rf"|(?<!\w)(?:(?:le|la)\s+{_ALONE}|the\s+only\s+one)\s+"
    r"(?:de\s+la\s+filiere|du\s+secteur|du\s+departement|de\s+la\s+region|en\s+france|in\s+(?:the|france))(?!\w)"
)


def small_counts(text: str, k: int) -> Iterator[Leak]:
    """Places like "trois entreprises", "3 PME", "une seule remontée", "le seul acteur": numbers from 1 to k-1."""
    seen, places = shown(text)
    for match in _SOME.finditer(seen):
        said = match.group(1)
        if 2 <= (int(said) if said.isdecimal() else _NUMBERS[said]) < k:
            yield _leak(text, seen, places, match)
    for pattern in (_ONE, _SOLE):
        for match in pattern.finditer(seen):
            yield _leak(text, seen, places, match)


def _leak(text: str, seen: str, places: list[tuple[int, int]], match: re.Match[str]) -> Leak:
    start, end = places[match.start()][0], places[match.end() - 1][1]
    key = stable_key(LeakKind.SMALL_COUNT, " ".join(match.group().split()), ())
    return Leak(start, end, LeakKind.SMALL_COUNT, text[start:end], key)
