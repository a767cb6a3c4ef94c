"""How a term must look in the text: what would be anybody's word in small letters may be a name in capitals."""

import html
import re
from enum import IntEnum
from itertools import pairwise

from cara_crm.confidentiality.leaks.calling import is_called, is_used_as_a_name
from cara_crm.confidentiality.leaks.folding import Token, listed
from cara_crm.confidentiality.leaks.vocabulary import CALLING, GLUE, NUMBERED, PARTICLES, SAYING, TITLES

_HYPHENS = frozenset(listed("- ‐ ‑ – ¬"))
_BETWEEN_LETTERS = re.compile(r"[\s.\-‐‑–_·•*/~]*")
_ELISION = re.compile(r"[’'ʼ`´]")
_AND = re.compile(r"\s*[&+＆＋﹠]\s*")
_TIGHT = re.compile(r"[.\-‐‑–_·•&+]+|-\s*\n")
_LEAST_LETTERS = 3
_SAID_BETWEEN = frozenset(listed("et and plus un deux trois quatre cinq six sept huit neuf zero one two three four"))


class Look(IntEnum):
    """The lower, the freer.

    WHOLE: one word, or one that is spelt out or cut by a line's end. CAPITALISED: every word but articles and the like
    begins with a capital. CAPITALS: all letters do. TITLED: it follows "Mme", "dit" … SHORTENED: its last word is a
    letter ("Solène Q."). SIGN: letters and figures as nobody writes a word ("A2M", "K & B", "S.T.M.", not "à 2 m").
    CALLED: it has a capital or is a number, and is called by it ("chez Avenir", « Avenir », "Ave.nir"). USED: or has no
    article where a noun would have one ("selon Avenir").
    """

    ANY = 0
    WHOLE = 1
    CAPITALISED = 2
    CAPITALS = 3
    TITLED = 4
    SHORTENED = 5
    SIGN = 6
    CALLED = 7
    USED = 8


def looks(text: str, read: list[Token], first: int, last: int, look: Look) -> bool:
    """Do the words of the text from `first` to `last` look as asked?"""
    words = read[first : last + 1]
    said = [text[word.start : word.end] for word in words]
    if look == Look.WHOLE:
        return len(words) == 1 or _is_spelt_out(text, words) or _is_cut(text, words)
    if look == Look.CAPITALISED:
        if len(words) > 1 and all(len(word.text) == 1 for word in words):
            return _are_signs(text, words)
        small = GLUE | PARTICLES
        telling = [word for word, token in zip(said, words, strict=True) if token.text not in small] or said
        return all(word.isdecimal() or word != word.lower() for word in telling)
    if look == Look.CAPITALS:
        return all(word == word.upper() for word in said) or (len(words) > 1 and _is_spelt_out(text, words))
    if look == Look.TITLED:
        return _is_titled(said, read, first)
    if look == Look.SHORTENED:
        is_letter = len(words) > 1 and len(said[-1]) == 1 and not _is_elided(text, words)
        return is_letter and all(word != word.lower() for word in said)
    if look == Look.SIGN:
        return _is_sign(text, read, first, last)
    if look in (Look.CALLED, Look.USED):
        torn = len(words) > 1 and (_is_torn_apart(text, words) or _is_spelt_in_capitals(text, words))
        return torn or (is_called if look == Look.CALLED else is_used_as_a_name)(text, read, first, last)
    return True


def _is_titled(said: list[str], read: list[Token], first: int) -> bool:
    before = read[first - 1].text if first else ""
    return before in TITLES or (before in SAYING and all(word != word.lower() for word in said))


def _is_sign(text: str, read: list[Token], first: int, last: int) -> bool:
    words = read[first : last + 1]
    if first < last:
        return _are_signs(text, words)
    said, token = text[words[0].start : words[0].end], words[0].text
    before = read[first - 1].text if first else ""
    if token.isalpha():
        is_unit = before.isdecimal() and len(token) < _LEAST_LETTERS  # "256 KB"
        return before in CALLING or (said == said.upper() and not is_unit)
    if len(token) >= _LEAST_LETTERS:
        return True
    return said != said.lower() and before not in NUMBERED


def _are_signs(text: str, words: list[Token]) -> bool:
    """Letters and figures that stand apart: in any case where signs hold them together, else in capitals only."""
    gaps = _gaps(text, words)
    if _is_elided(text, words):
        return False
    is_tight = all(_TIGHT.fullmatch(gap) or _AND.fullmatch(gap) for gap in gaps)
    letters = [word for word in words if word.text not in _SAID_BETWEEN]
    said = [text[word.start : word.end] for word in letters]
    is_long = sum(map(len, said)) >= _LEAST_LETTERS
    if is_tight and (is_long or any(map(_AND.fullmatch, gaps))):
        return True
    if not all(map(_BETWEEN_LETTERS.fullmatch, gaps)) or any(word != word.upper() for word in said):
        return False
    return not _is_a_row(letters) if len(letters) < len(words) else is_tight or is_long


def _is_a_row(letters: list[Token]) -> bool:
    """ "les lots A et B" counts, it names nobody."""
    pairs = [(one.text, two.text) for one, two in pairwise(letters)]
    return all(len(one) == len(two) == 1 and ord(two) - ord(one) == 1 for one, two in pairs)


def _is_torn_apart(text: str, words: list[Token]) -> bool:
    """Signs inside a word: "Ave.nir", "E.N.", "K&B"; not "à venir", "l’ensemble", "non-sens"."""
    gaps = _gaps(text, words)
    if not all(_TIGHT.fullmatch(gap) or _AND.fullmatch(gap) for gap in gaps) or _is_elided(text, words):
        return False
    return any(gap.strip() not in _HYPHENS for gap in gaps) and text[words[0].start].isupper()


def _is_elided(text: str, words: list[Token]) -> bool:
    """Is a letter of these only the rest of a word: "l’", "d’", "n’a"?"""
    after = text[words[-1].end : words[-1].end + 1]
    loose = len(words[-1].text) == 1 and bool(_ELISION.match(after)) and len(words) < 4
    return loose or any(_ELISION.search(gap) for gap in _gaps(text, words))


def _gaps(text: str, words: list[Token]) -> list[str]:
    gaps = [text[one.end : two.start] for one, two in pairwise(words)]
    return [html.unescape(gap) if "&" in gap else gap for gap in gaps]


def _is_spelt_in_capitals(text: str, words: list[Token]) -> bool:
    said = text[words[0].start : words[-1].end]
    return len(words) >= _LEAST_LETTERS and said == said.upper() and _is_spelt_out(text, words)


def _is_spelt_out(text: str, words: list[Token]) -> bool:
    if any(len(word.text) > 1 for word in words):
        return False
    if len(words) > 4:
        return True
    return all(map(_BETWEEN_LETTERS.fullmatch, _gaps(text, words))) and not _is_elided(text, words)


def _is_cut(text: str, words: list[Token]) -> bool:
    """Is it one word that a hyphen or a line's end cuts in pieces?"""
    return all("\n" in gap or gap.strip() in _HYPHENS for gap in _gaps(text, words))
