"""Short names as they stand in a name: "A2M" of "A2M Industries", "K&B", "S.T.M.", "E-Mo", "MGB", "Roy".

They are no words, so that letters and figures tell them: how each must look in a text is `looks`' to say.
"""

import re
from collections.abc import Iterator

from cara_crm.confidentiality.leaks.folding import folded_words, listed
from cara_crm.confidentiality.leaks.looks import Look
from cara_crm.confidentiality.leaks.vocabulary import GLUE, LEGAL_FORMS, Vocabulary

_WRITTEN = re.compile(r"[^\s()\[\]{},;:/|\"«»“”!?]+")
_AND = re.compile(r"(?<!\w)([A-ZÀ-Þ\d]+)(?:\s*[&+]\s*|\s+et\s+)(?=[A-ZÀ-Þ\d]+(?!\w))")
_APART = re.compile(r"(?<![\w'’])([A-ZÀ-Þ\d])[.\s]\s*(?=[A-ZÀ-Þ\d](?!\w))")
_JOINING = ("&", "+", "et")
_ORDINAL = re.compile(r"\d+(?:e|er|ere|eme|nd|st|th)")
_APOSTROPHES = "'’"
_LONGEST_WRITTEN = 18  # six letters, with signs between them
_LEAST, _MOST, _WORD = 2, 6, 3
_FIGURES = {
    "fr": dict(enumerate(listed("zero un deux trois quatre cinq six sept huit neuf"))),
    "en": dict(enumerate(listed("zero one two three four five six seven eight nine"))),
}

Short = tuple[str, Look]
"""Joined letters, look."""


def short_names(name: str, vocabulary: Vocabulary) -> Iterator[Short]:
    """What of a name is short and no word, in every way in which it may be joined."""
    joined = _AND.sub(r"\1&", name) if any(sign in name for sign in _JOINING) else name
    held = _APART.sub(r"\1.", joined)
    for written in _WRITTEN.findall(held):
        is_a_word = len(written) > _MOST and written.isascii() and written.isalpha()
        if len(written) <= _LONGEST_WRITTEN and not is_a_word:
            pieces = folded_words(written)
            if _is_short(written, pieces):
                yield from _looks(written, pieces, vocabulary)


def _is_short(written: str, pieces: list[str]) -> bool:
    joined = "".join(pieces)
    if not _LEAST <= len(joined) <= _MOST or joined in LEGAL_FORMS or joined in GLUE or joined.isdecimal():
        return False
    if _ORDINAL.fullmatch(joined) or (pieces[0] in GLUE and any(sign in written for sign in _APOSTROPHES)):
        return False
    if len(pieces) > 1:
        return min(map(len, pieces)) <= _LEAST
    return not joined.isalpha() or written.isupper() or len(joined) <= _WORD


def _looks(written: str, pieces: list[str], vocabulary: Vocabulary) -> Iterator[Short]:
    joined = "".join(pieces)
    yield joined, Look.CALLED
    if not vocabulary.is_ordinary(joined):
        yield joined, Look.SIGN
        if not written.isupper():
            yield joined, Look.CAPITALISED
    if len(pieces) > 1 and ("&" in written or "+" in written):
        for said in ("et", "and", "plus"):
            yield said.join(pieces), Look.SIGN
    if sum(map(str.isdecimal, joined)) == 1:
        for words in _FIGURES.values():
            yield "".join(words[int(one)] if one.isdecimal() else one for one in joined), Look.SIGN
