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
_TEENS = {word: 10 + n for n, word in enumerate(listed("dix onze douze treize quatorze quinze seize"))}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_TENS |= {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
_SPOKEN_NUMBER = re.compile(r"(?:0|(?:00)?33)[1-9]\d{8}")

Known = Mapping[str, list[tuple[LeakKind, Hashable]]]
Run = list[tuple[str, int, int]]


def numbers(read: list[Token], known: Known) -> Iterator[tuple[int, int, LeakKind, str, frozenset[Hashable]]]:
    """Every known number in the words: start, end, kind, its nine digits, whose it is."""
    for run in _runs(_paired(read)):
        said = "".join(digit for digit, _, _ in run)
        for first in range(len(said) - LENGTH + 1):
            window = said[first : first + LENGTH]
            for kind in sorted({kind for kind, _ in known.get(window, ())}):
                owners = frozenset(owner for other, owner in known[window] if other is kind)
                yield run[first][1], run[first + LENGTH - 1][2], kind, window, owners


def spoken_numbers(read: list[Token]) -> Iterator[tuple[int, int, str]]:
    """Every French telephone number that is said at least partly in words: start, end, its last nine digits."""
    whole, read = read, _paired(read)
    told = [token if token.text.isdecimal() or token.text in _DIGIT else token._replace(text="-") for token in read]
    figures = {(token.start, token.end) for token in whole if token.text.isdecimal()}
    words = {(token.start, token.end) for token in told if token.text != "-"} - figures
    for run in _runs(told):
        said = "".join(digit for digit, _, _ in run)
        if _SPOKEN_NUMBER.fullmatch(said) and any((start, end) in words for _, start, end in run):
            yield run[0][1], run[-1][2], said[-LENGTH:]


def _paired(read: list[Token]) -> list[Token]:
    """The words with every "trente-quatre" as one token "34": French numbers are said in pairs."""
    found: list[Token] = []
    at = 0
    while at < len(read):
        value, length = _tens(read, at)
        after = at + max(length, 1)
        found.append(Token(str(value), read[at].start, read[after - 1].end) if length else read[at])
        at = after
    return found


def _tens(read: list[Token], at: int) -> tuple[int, int]:
    """The number from 10 to 99 that is said from here in French words, and in how many; 0 words when none is."""
    said = [token.text for token in read[at : at + 5]]
    if said[0] in _TEENS:
        return _small(said)
    length = 2 if said[0] == "quatre" and said[1:2] in (["vingt"], ["vingts"]) else 1
    tens = 80 if length == 2 else _TENS.get(said[0], 0)
    if not tens:
        return 0, 0
    rest = said[length:]
    joined = 1 if rest[:1] == ["et"] and len(rest) > 1 else 0
    more, words = _small(rest[joined:])
    if not words or (more > 9 and tens not in (60, 80)):
        return tens, length
    return tens + more, length + joined + words


def _small(said: list[str]) -> tuple[int, int]:
    """From 1 to 19, and in how many words."""
    first = said[0] if said else ""
    unit = int(_DIGIT.get(said[1], "0")) if len(said) > 1 else 0
    if first == "dix" and unit > 6:
        return 10 + unit, 2
    value = _TEENS.get(first, int(_DIGIT.get(first, "0")))
    return value, 1 if value else 0


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
