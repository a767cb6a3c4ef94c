"""Text as a leak hunter reads it: without accents, case, disguise or punctuation, each letter with its place."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple


def listed(text: str) -> list[str]:
    """The items of a list that is written as one line of text."""
    return text.split()


# Letters of other alphabets that look Latin (a part of Unicode TS 39, confusables), and letters that NFKD leaves whole.
_LOOKALIKES: dict[str, str] = {
    pair[0]: pair[1]
    for pair in listed(
        "аa вb сc ԁd еe ёe єe ғf ԍg һh нh іi їi ӏl јj кk мm пn оo рp ԛq гr ѕs тt цu ѵv ԝw хx уy ýy зz "
        "αa βb ϲc δd εe ηn ιi κk μu νv οo ρp σo τt υu χx ωw γy ζz "
        "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz "
        "օo ոn սu հh ցg ɑa ɡg ɩi ıi ȷj øo łl đd ħh ŧt ðd"
    )
}
_CAPITALS: dict[str, str] = {
    pair[0]: pair[1] for pair in listed("Вb Нh Рp Сc Уy Хx Ηh Ρp Υy Χx Νn Μm Αa Βb Εe Ζz Ιi Κk Οo Τt")
}
_SPELLED = {"œ": "oe", "æ": "ae", "ß": "ss", "þ": "th"}
_UNSEEN = {"Cf", "Mn", "Me"}
_MODIFIER = "Lm"  # an apostrophe among the letters, as in "dʼArzel"
_ALPHABET = 26
_PAINTED = (0x1F150, 0x1F170, 0x1F1E6)  # white on black, on a square, of a flag: an alphabet from each on
_MARKS = frozenset("™℠")  # of a trade mark or service mark, which NFKD would make letters of the name
_EMPHASIS = frozenset("*`~")  # Markdown's marks may stand inside a word and are not shown
_SIGNS = str.maketrans("@$€£!", "aseli")
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[@$€£!](?=[^\W\d_])")
_HUMP = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_ENTITY = re.compile(r"&#?\w{1,31};")


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def spellings(name: str) -> tuple[str, ...]:
    """A name, and as its owners write it where the keyboard lacks its letters: "Müller" is also "Mueller"."""
    if name.isascii():
        return (name,)
    plain = unicodedata.normalize("NFC", name).lower()
    other = plain.translate(_UMLAUTS)
    return (name,) if other == plain else (name, other)


class Token(NamedTuple):
    """A folded run of letters and digits; `start` and `end` are places in the text as it was written."""

    text: str
    start: int
    end: int


class _Folder(dict[int, str]):
    """What each character folds to: letters and digits, a space for what separates, nothing for what hides."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _CAPITALS:
        return _CAPITALS[character]
    if unicodedata.category(character) in _UNSEEN or character in _EMPHASIS:
        return ""
    if character in _MARKS:
        return " "
    for first in _PAINTED:
        if first <= ord(character) < first + _ALPHABET:
            return chr(ord("a") + ord(character) - first)
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    found = []
    for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()):
        letters = _SPELLED.get(part) or _LOOKALIKES.get(part, part)
        if unicodedata.category(letters[0]) not in _UNSEEN:
            is_letter = letters.isalnum() and unicodedata.category(letters[0]) != _MODIFIER
            found.append(letters if is_letter else " ")
    folded = "".join(found)
    return folded if folded.isalnum() else " "


_FOLDED = _Folder()
_ASCII = [chr(code) for code in range(128)]
_PLAIN = bytes.maketrans(bytes(range(128)), "".join(_FOLDED[ord(character)] or " " for character in _ASCII).encode())
_GONE = "".join(character for character in _ASCII if not _FOLDED[ord(character)]).encode()


def folded_words(text: str) -> list[str]:
    """The words of a text, folded to lower-case letters and digits."""
    if text.isascii():  # the same as below, in a quarter of the time
        return text.encode().translate(_PLAIN, _GONE).decode().split()
    return text.translate(_FOLDED).split()


@lru_cache(maxsize=256)  # one entry of the register is read several times over
def fold(text: str) -> str:
    """Fold a text to lower-case letters, digits and single spaces."""
    return " ".join(folded_words(text))


def tokens(text: str) -> list[Token]:
    """The folded words of a text with their places in it."""
    found: list[Token] = []
    letters: list[str] = []
    start = end = 0
    for character, here, after in _characters(text):
        folded = _FOLDED[ord(character)]
        if folded == " ":
            if letters:
                found.append(Token("".join(letters), start, end))
                letters = []
        elif folded:
            if not letters:
                start = here
            letters.append(folded)
            end = after
    if letters:
        found.append(Token("".join(letters), start, end))
    return found


class _Seen(dict[str, str]):
    """What an eye sees of each character: its folded letter, the sign that it is, nothing of what hides."""

    def __missing__(self, character: str) -> str:
        folded = _FOLDED[ord(character)]
        seen = self[character] = unicodedata.normalize("NFKC", character) if folded == " " else folded
        return seen


_SEEN = _Seen()


def shown(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as an eye reads it: letters folded, invisible ones gone, signs kept, each with its place in the text."""
    if "&" not in text:
        read = [_SEEN[character] for character in text]
        if all(len(seen) == 1 for seen in read):
            return "".join(read), [(here, here + 1) for here in range(len(read))]
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for character, here, after in _characters(text):
        seen = _SEEN[character]
        letters.append(seen)
        places += [(here, after)] * len(seen)
    return "".join(letters), places


def unsigned(text: str) -> str:
    """The text with letters for the signs inside its words that resemble them: "Dupr€l" is "Duprel"."""
    return _SIGN_IN_WORD.sub(lambda sign: sign.group().translate(_SIGNS), text)


def humps(text: str, read: list[Token]) -> list[Token]:
    """The same words, those written like "RulvoBike" or "Rulvo2" taken apart."""
    found: list[Token] = []
    for token in read:
        cuts = [token.start + hump.start() for hump in _HUMP.finditer(text[token.start : token.end])]
        edges = [token.start, *cuts, token.end]
        parts = [Token(fold(text[one:two]).replace(" ", ""), one, two) for one, two in pairwise(edges)]
        found += [part for part in parts if part.text] if cuts else [token]
    return found


def _characters(text: str) -> Iterator[tuple[str, int, int]]:
    """Each character with its place; an HTML entity ("&eacute;") is the character that it stands for."""
    place = 0
    for entity in _ENTITY.finditer(text) if "&" in text else ():
        meant = html.unescape(entity.group())
        if len(meant) == 1:
            yield from ((text[here], here, here + 1) for here in range(place, entity.start()))
            yield meant, entity.start(), entity.end()
            place = entity.end()
    yield from ((text[here], here, here + 1) for here in range(place, len(text)))
