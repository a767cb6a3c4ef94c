"""How a term must look in the text: what would be anybody's word in small letters may be a name in capitals."""

from enum import IntEnum
from itertools import pairwise

from cara_crm.confidentiality.leaks.folding import Token, listed
from cara_crm.confidentiality.leaks.vocabulary import CALLING, GLUE, TITLES

_HYPHENS = frozenset(listed("- ‐ ‑ – ¬"))


class Look(IntEnum):
    """The lower, the freer. WHOLE: one word, or one that is spelt out or cut by a line's end. CAPITALISED: every word
    but articles and the like begins with a capital. CAPITALS: all letters do. TITLED: it follows "Mme", "M." …
    CALLED: it has a capital and follows "chez", "la société" …"""

    ANY = 0
    WHOLE = 1
    CAPITALISED = 2
    CAPITALS = 3
    TITLED = 4
    CALLED = 5


def looks(text: str, words: list[Token], before: Token | None, look: Look) -> bool:
    """Do these words of the text look as asked?"""
    if look == Look.WHOLE:
        return len(words) == 1 or _is_spelt_out(words) or _is_cut(text, words)
    said = [text[word.start : word.end] for word in words]
    if look == Look.CAPITALISED:
        telling = [word for word, token in zip(said, words, strict=True) if token.text not in GLUE] or said
        return all(word.isdecimal() or word != word.lower() for word in telling)
    if look == Look.CAPITALS:
        return all(word == word.upper() for word in said) or (len(words) > 1 and _is_spelt_out(words))
    if look == Look.TITLED:
        return before is not None and before.text in TITLES
    if look == Look.CALLED:
        return before is not None and before.text in CALLING and len(words) == 1 and said[0][:1].isupper()
    return True


def _is_spelt_out(words: list[Token]) -> bool:
    return all(len(word.text) == 1 for word in words)


def _is_cut(text: str, words: list[Token]) -> bool:
    """Is it one word that a hyphen or a line's end cuts in pieces?"""
    gaps = [text[one.end : two.start] for one, two in pairwise(words)]
    return all("\n" in gap or gap.strip() in _HYPHENS for gap in gaps)
