"""SIREN, SIRET and telephone numbers in any grouping, inside a longer number too, in figures or in words."""

import re
from collections.abc import Hashable, Iterator, Mapping

from cara_crm.confidentiality.leaks.folding import Token, listed
from cara_crm.confidentiality.leaks.register import LeakKind

LENGTH = 9  # a SIREN has nine digits; so has a French number behind its 0 or +33
_FARTHEST = 4  # characters between two parts of one number, as in "000 / 123"
_SPOKEN = ["zero", "un one une", "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven"]
_SPOKEN += ["huit eight", "neuf nine"]
_DIGIT = {word: str(digit) for digit, row in enumerate(_SPOKEN) for word in listed(row)}
_SPOKEN_NUMBER = re.compile(r"(?:0|(?:00)?33)[1-9]\d{8}")

Known = Mapping[str, list[tuple[LeakKind, Hashable]]]
Run = list[tuple[str, int, int]]


def numbers(read: list[Token], known: Known) -> Iterator[tuple[int, int, LeakKind, str, frozenset[Hashable]]]:
    """Every known number in the words: start, end, kind, its nine digits, whose it is."""
    for run in _runs(read):
        said = "".join(digit for digit, _, _ in run)
        for first in range(len(said) - LENGTH + 1):
            window = said[first : first + LENGTH]
            for kind in sorted({kind for kind, _ in known.get(window, ())}):
                owners = frozenset(owner for other, owner in known[window] if other is kind)
                yield run[first][1], run[first + LENGTH - 1][2], kind, window, owners


def spoken_numbers(read: list[Token]) -> Iterator[tuple[int, int, str]]:
    """Every French telephone number that is said at least partly in words: start, end, its last nine digits."""
    told = [token if token.text.isdecimal() or token.text in _DIGIT else token._replace(text="-") for token in read]
    words = {(token.start, token.end) for token in read if token.text in _DIGIT}
    for run in _runs(told):
        said = "".join(digit for digit, _, _ in run)
        if _SPOKEN_NUMBER.fullmatch(said) and any((start, end) in words for _, start, end in run):
            yield run[0][1], run[-1][2], said[-LENGTH:]


def _runs(read: list[Token]) -> Iterator[Run]:
    """Digits that stand close enough to be read as one number."""
    run: Run = []
    for token in read:
        digits = [character for character in _DIGIT.get(token.text, token.text) if character.isdecimal()]
        if run and (not digits or token.start - run[-1][2] > _FARTHEST):
            yield run
            run = []
        run += [(digit, token.start, token.end) for digit in digits]
    yield run
