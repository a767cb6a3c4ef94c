"""Numbers as sentences tell them, in figures or in words, alone, bounded or between two: "412", "une centaine",
"plus de cinq mille", "de 50 à 99", "1,4"."""

import re
from collections.abc import Iterator
from functools import lru_cache
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
_FIGURES = r"(?:\d{1,3}(?:[\s.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)(?:\s?k(?!\w))?(?![\d])"
_NUMBER = rf"{_FIGURES}|(?:{_WORD})(?:(?:\s+et\s+|\s+and\s+|[\s-]+)(?:{_WORD}))*(?!\w)"
_MORE = r"plus d[e']|au moins|more than|over|at least|superieur a|depassant|au-dela de|above"
_FEWER = r"moins d[e']|au plus|less than|fewer than|under|at most|up to|jusqu'a|inferieur a|below"
_SOME = r"environ|pres d[e']|quelques?|presque|autour de|about|around|nearly|some|approximately|almost"
_SAID = re.compile(
    rf"(?<![\w.,])(?:(?P<more>{_MORE})\s*|(?P<fewer>{_FEWER})\s*|(?P<some>{_SOME})\s*"
    rf"|(?:entre|between)\s+(?P<low>{_NUMBER})\s+(?:et|and)\s+"
    rf"|(?P<from>{_NUMBER})(?:\s+(?:a|to)\s+|\s*[-–]\s*(?=\d)))?(?P<number>{_NUMBER})"
)
_AROUND = 5  # "about a hundred" is off by a fifth at most
_THOUSANDS = re.compile(r"[\s.,](?=\d{3}(?!\d))")


class Quantity(NamedTuple):
    """A number at a place of the text as it is shown: `value` is what is said, `least` and `most` what may be meant.

    `most` is None for no upper end, `is_below` tells that less than `value` is meant.
    """

    start: int
    end: int
    value: float
    least: float
    most: float | None
    is_below: bool = False


class Seen(NamedTuple):
    """A text as an eye reads it, each letter with its place in the text, and the numbers in it."""

    text: str
    places: list[tuple[int, int]]
    quantities: tuple[Quantity, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as it was written."""
        return self.places[start][0], self.places[end - 1][1]


@lru_cache(maxsize=64)  # the rules about sizes and those about counts read the same text
def seen(text: str) -> Seen:
    """Read a text once for every rule about numbers."""
    letters, places = shown(text.replace("’", "'"))
    return Seen(letters, places, tuple(_quantities(letters)))


def _quantities(letters: str) -> Iterator[Quantity]:
    for match in _SAID.finditer(letters):
        value = number(match["number"])
        if value:
            first = next(
                match.start(name) for name in ("more", "fewer", "some", "low", "from", "number") if match[name]
            )
            yield Quantity(first, match.end(), value, *_range(match, value), bool(match["fewer"]))


def _range(match: re.Match[str], value: float) -> tuple[float, float | None]:
    least = number(match["from"] or match["low"] or "")
    if 0 < least <= value:
        return least, value
    if match["more"]:
        return value, None
    if match["fewer"]:
        return 1, value
    if match["some"] or any(word in match["number"] for word in _ABOUT):
        return value - value // _AROUND, value + value // _AROUND
    return value, value


def number(said: str) -> float:
    """The number that is said in figures or in folded words; 0 for none, as "centaines" is."""
    figures = _THOUSANDS.sub("", said).replace(",", ".")
    if figures[:1].isdecimal():
        return float(figures.rstrip("k ")) * (1000 if figures.endswith("k") else 1)
    whole = part = 0
    words = re.sub(r"dix-(sept|huit|neuf)", r"dix \1", said)
    for piece in re.split(r"[\s-]+", re.sub(r"quatre-vingts?", "huitante", words)):
        if piece in _THOUSAND:
            whole, part = whole + max(part, 1) * 1000, 0
        elif piece in _HUNDRED:
            part = max(part, 1) * 100
        elif piece in _ABOUT:
            part = max(part, 1) * _ABOUT[piece]
        elif piece not in ("et", "and"):
            part += _ADDED.get(piece, 0)
    return whole + part
