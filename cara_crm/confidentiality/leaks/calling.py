"""When an ordinary word is a name: by what stands around it. "à l’horizon" names nobody, "chez Horizon" does."""

import re

from cara_crm.confidentiality.leaks.folding import Token, listed
from cara_crm.confidentiality.leaks.vocabulary import CALLING, PEOPLE_OF

_OF = frozenset(listed("de d of"))
#: After these a French or English noun has an article, a name has none.
_WITHOUT_ARTICLE = frozenset(listed("de d par avec selon que qu with by"))
_OPENING = re.compile(r"[«“„\"‹(\[]\s?$")
_CLOSING = re.compile(r"\s?[»”“\"›)\]]")
_GOES_ON = re.compile(r"[\s\-]+(?:[A-ZÀ-ÖØ-Þ]|\d)")
_INSIDE = re.compile(r"[a-zß-öø-ÿ]\s*$")
_BACK = 12


def is_called(text: str, read: list[Token], first: int, last: int) -> bool:
    """Does it follow "chez", "la société", "le patron d’", or stand in quotation marks or brackets?"""
    if not _stands_out(text, read, first, last):
        return False
    before = [token.text for token in read[max(0, first - 2) : first]]
    if before and (before[-1] in CALLING or (before[-1] in _OF and before[0] in PEOPLE_OF)):
        return True
    start, end = read[first].start, read[last].end
    return bool(_OPENING.search(text[max(0, start - _BACK) : start]) and _CLOSING.match(text, end))


def is_used_as_a_name(text: str, read: list[Token], first: int, last: int) -> bool:
    """The same, or without an article where a noun would have one, inside a sentence: "selon Horizon"."""
    if is_called(text, read, first, last):
        return True
    start, end = read[first].start, read[last].end
    if not first or not _stands_out(text, read, first, last) or read[first].text.isdecimal():
        return False
    gap = text[read[first - 1].end : start]
    goes_on = _GOES_ON.match(text, end) or not _INSIDE.search(text[max(0, start - _BACK) : start].rstrip("’' "))
    return read[first - 1].text in _WITHOUT_ARTICLE and gap.strip() in {"", "’", "'"} and not goes_on


def _stands_out(text: str, read: list[Token], first: int, last: int) -> bool:
    """Has it a capital, or is it a number that counts nothing?"""
    if all(token.text.isdecimal() for token in read[first : last + 1]):
        return first == last
    said = text[read[first].start : read[first].end]
    return said[0].isupper() or (said[0].isdecimal() and said != said.lower())
