"""Organisations called by initials: "CIH" or "C.I.H." for Carrosserie industrielle Huilebelle.

All initials of a name's words, with or without the small ones, stand for it as long as fewer than k groups have them;
so do fewer of them, in their order. Nobody writes them down in the register: they are looked for when a text has
letters that look like initials, in the initials of all names.
"""

import re
from collections.abc import Hashable, Iterable, Iterator

from cara_crm.confidentiality.leaks.calling import is_called
from cara_crm.confidentiality.leaks.folding import Token, folded_words
from cara_crm.confidentiality.leaks.looks import Look, looks
from cara_crm.confidentiality.leaks.vocabulary import GLUE, LEGAL_FORMS, Vocabulary

_LEAST, _MOST = 2, 6
_WIDEST_GAP = 2  # "C. I. H."
_SEAM = "\n"
Found = tuple[int, int, str, frozenset[Hashable]]
"""First and last word, the letters, the members."""


class Initials:
    """The initials of every name, and whose they are."""

    def __init__(self, names: Iterable[tuple[str, Hashable, Hashable]], k: int, vocabulary: Vocabulary) -> None:
        """`names`: each with the member and its group."""
        self.k, self.vocabulary = k, vocabulary
        self.owners: list[tuple[Hashable, Hashable]] = []
        rows: list[str] = []
        for name, member, group in names:
            letters = _initials(name)
            if len(letters) >= _LEAST:
                rows.append(letters)
                self.owners.append((member, group))
        self.rows = _SEAM.join(["", *rows, ""])
        self._known: dict[tuple[str, bool], frozenset[Hashable]] = {}

    def find(self, text: str, read: list[Token]) -> Iterator[Found]:
        """Everything in the text that looks like initials of few."""
        for first, word in enumerate(read):
            for last in _ends(text, read, first) if text[word.start : word.end].isupper() else ():
                joined = "".join(one.text for one in read[first : last + 1])
                if not self._may_be(joined) or not looks(text, read, first, last, Look.SIGN):
                    continue
                if first == last and _stands_in_capitals(text, read, first):
                    continue
                owners = self._of(joined, is_whole=True)
                if not owners and (len(joined) > _LEAST or is_called(text, read, first, last)):
                    owners = self._of(joined, is_whole=False)
                if owners:
                    yield first, last, joined, owners

    def _may_be(self, joined: str) -> bool:
        is_short = _LEAST <= len(joined) <= _MOST and not joined.isdecimal()
        return is_short and joined not in LEGAL_FORMS and not self.vocabulary.is_ordinary(joined)

    def _of(self, joined: str, *, is_whole: bool) -> frozenset[Hashable]:
        """Who has these initials; nobody where k groups do."""
        known = self._known.get((joined, is_whole))
        if known is None:
            known = self._known[joined, is_whole] = self._looked_up(joined, is_whole=is_whole)
        return known

    def _looked_up(self, joined: str, *, is_whole: bool) -> frozenset[Hashable]:
        small = "[A-Z]*"  # a capital here is the initial of a small word
        between = small if is_whole else "[^\n]*?"
        pattern = between.join(["\n", *map(_either, joined), r"(?=\n)" if is_whole else ""])
        found = {self.rows.count(_SEAM, 0, match.start()) for match in re.finditer(pattern, self.rows)}
        owners = [self.owners[row] for row in found]
        few = len({group for _, group in owners}) < self.k
        return frozenset(member for member, _ in owners) if few else frozenset()


def _ends(text: str, read: list[Token], first: int) -> Iterator[int]:
    """Where initials that begin here may end: with this word, or with the last of the capitals that stand alone."""
    last = first
    while last + 1 < len(read) and _goes_on(text, read[last], read[last + 1]) and last - first < _MOST:
        last += 1
    if last > first or len(read[first].text) > 1:
        yield last


def _goes_on(text: str, one: Token, other: Token) -> bool:
    letters = text[one.start : one.end], text[other.start : other.end]
    return all(len(letter) == 1 and letter.isupper() for letter in letters) and other.start - one.end <= _WIDEST_GAP


def _either(letter: str) -> str:
    return f"[{letter}{letter.upper()}]" if letter.isalpha() else letter


def _initials(name: str) -> str:
    """One letter a word of a name, a capital for that of a small word: "l" is dropped, "de" is "D"."""
    words = [word for word in folded_words(name) if word not in LEGAL_FORMS]
    letters = "".join(word[0].upper() if word in GLUE else word[0] for word in words)
    return letters if sum(map(str.islower, letters)) + sum(map(str.isdecimal, letters)) >= _LEAST else ""


def _stands_in_capitals(text: str, read: list[Token], place: int) -> bool:
    """Is it a word of a heading in capitals?"""
    beside = [word for word in read[max(0, place - 2) : place + 3] if word is not read[place] and len(word.text) > 3]
    return bool(beside) and all(text[word.start : word.end].isupper() for word in beside)
