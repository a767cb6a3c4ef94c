"""Numbers of employees told in a sentence: "7 000 salariés", "plus de cinq mille employés", "a 40-strong workforce"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cara_crm.confidentiality.leaks.folding import listed, shown

_UNITS = ["un une one", "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven", "huit eight"]
_UNITS += ["neuf nine", "dix ten", "onze eleven", "douze twelve", "treize thirteen", "quatorze fourteen"]
_UNITS += ["quinze fifteen", "seize sixteen", "dix-sept seventeen", "dix-huit eighteen", "dix-neuf nineteen"]
_TENS = ["vingt vingts twenty", "trente thirty", "quarante forty", "cinquante fifty", "soixante sixty"]
_TENS += ["septante seventy", "huitante octante eighty", "nonante ninety"]
_ADDED = {word: n for n, row in enumerate(_UNITS, 1) for word in listed(row)}
_ADDED |= {word: 10 * n for n, row in enumerate(_TENS, 2) for word in listed(row)}
_ABOUT = {"dizaine": 10, "douzaine": 12, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50}
_ABOUT |= {"soixantaine": 60, "centaine": 100, "millier": 1000, "dozen": 12}
_HUNDRED, _THOUSAND = frozenset(listed("cent cents hundred")), frozenset(listed("mille thousand k"))

_WORDS = sorted({*_ADDED, *_ABOUT, *_HUNDRED, *_THOUSAND, "dizaines", "centaines", "milliers"}, key=len, reverse=True)
_WORD = "|".join(_WORDS)
_FIGURES = r"(?:\d{1,3}(?:[\s.,]\d{3})+|\d+)(?:\s?k)?(?!\w)"
_NUMBER = rf"{_FIGURES}|(?:{_WORD})(?:(?:\s+et\s+|\s+and\s+|[\s-]+)(?:{_WORD}))*(?!\w)"
_MORE = r"plus d[e']|au moins|more than|over|at least|superieur a|depassant|au-dela de|above"
_FEWER = r"moins d[e']|au plus|less than|fewer than|under|at most|up to|jusqu'a|inferieur a|below"
_SOME = r"environ|pres d[e']|quelque|presque|autour de|about|around|nearly|some|approximately|almost"
_STAFF = (
    r"(?:salarie|employe|collaborateur|collaboratrice|travailleur|ouvrier|employee|worker)(?:e|s|es)?(?!\w)"
    r"|staff(?!\w)|people employed(?!\w)"
)
_SAID = re.compile(
    rf"(?<![\w.,])(?:(?P<more>{_MORE})\s*|(?P<fewer>{_FEWER})\s*|(?P<some>{_SOME})\s*"
    rf"|(?:entre|between)\s+(?P<low>{_NUMBER})\s+(?:et|and)\s+"
    rf"|(?P<from>{_NUMBER})(?:\s+(?:a|to)\s+|\s*[-–]\s*(?=\d)))?(?P<number>{_NUMBER})[\s-]*(?:d[e'])?\s*(?:{_STAFF})"
)
_AROUND = 5  # "about a hundred" is off by a fifth at most


class Headcount(NamedTuple):
    """Between two places of the text: from `least` to `most` employees, None for no upper end."""

    start: int
    end: int
    least: int
    most: int | None

    def holds(self, least: int, most: int | None) -> bool:
        """May an organisation of so many employees be meant?"""
        return (most is None or self.least <= most) and (self.most is None or least <= self.most)


def headcounts(text: str) -> Iterator[Headcount]:
    """Every number of employees in the text, in figures or in words."""
    seen, places = shown(text.replace("’", "'"))
    for match in _SAID.finditer(seen):
        value = _value(match["number"])
        if value:
            least, most = _range(match, value)
            start = next(
                match.start(name) for name in ("more", "fewer", "some", "low", "from", "number") if match[name]
            )
            yield Headcount(places[start][0], places[match.end() - 1][1], least, most)


def _range(match: re.Match[str], value: int) -> tuple[int, int | None]:
    least = _value(match["from"] or match["low"] or "")
    if 0 < least <= value:
        return least, value
    if match["more"]:
        return value, None
    if match["fewer"]:
        return 1, value
    if match["some"] or any(word in match["number"] for word in _ABOUT):
        return value - value // _AROUND, value + value // _AROUND
    return value, value


def _value(said: str) -> int:
    """The number that is said in figures or in words; 0 for none, as "centaines" is."""
    figures = re.sub(r"[\s.,](?=\d{3})", "", said)
    if figures.rstrip("k ").isdecimal():
        return int(figures.rstrip("k ")) * (1000 if figures.endswith("k") else 1)
    whole = part = 0
    for word in (
        re.sub(r"dix-(sept|huit|neuf)", r"dix \1", said)
        .replace("quatre-vingts", "huitante")
        .replace("quatre-vingt", "huitante")
        .split()
    ):
        for piece in word.split("-"):
            if piece in _THOUSAND:
                whole, part = whole + max(part, 1) * 1000, 0
            elif piece in _HUNDRED:
                part = max(part, 1) * 100
            elif piece in _ABOUT:
                part = max(part, 1) * _ABOUT[piece]
            elif piece not in ("et", "and"):
                part += _ADDED.get(piece, 0)
    return whole + part
