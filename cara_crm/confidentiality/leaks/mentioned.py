"""Names that issues mention and no register knows: perhaps a customer or supplier, who cannot agree to be named."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cara_crm.confidentiality.leaks.folding import Token, fold, tokens
from cara_crm.confidentiality.leaks.index import LeakIndex, stable_key
from cara_crm.confidentiality.leaks.register import Leak, LeakKind
from cara_crm.confidentiality.leaks.vocabulary import stem

_SHORTEST = 3
_WORD = re.compile(r"[^\W_]+")
_GOES_ON = re.compile(r"(?:[\w,;)»”%]\s+[«“\"(]?\s?|[-‑/]|\w[’'])$")  # what stands before a word inside a sentence
_BEFORE = 5
_JOINED = re.compile(r"[\s\-‑&'’]{1,3}")


@dataclass(slots=True)
class _Written:
    """How a word stands in some texts: with a capital at all, with one inside a sentence, in small letters."""

    capital: bool = False
    inside: bool = False
    small: bool = False

    def see(self, text: str, start: int, word: str) -> None:
        if word == word.lower():
            self.small = True
        else:
            self.capital = True
            before = text[max(0, start - _BEFORE) : start]
            self.inside |= bool(_GOES_ON.search(before)) and not text.isupper()


def mentioned(
    texts: Mapping[str, str],
    said: Iterable[str],
    index: LeakIndex,
    besides: Mapping[str, Collection[Leak]] | None = None,
) -> dict[str, list[Leak]]:
    """By place of `texts`: words written like names that also stand in what members `said`.

    Like a name is a word of three letters and more that is no ordinary one and no town of the register, and that has a
    capital inside a sentence, or everywhere. `said` are the words of issues as they were written. What the register
    knows is left to `find_leaks`; `besides` are the leaks that are marked already, by place.
    """
    read = {place: tokens(text) for place, text in texts.items()}
    possible = {word.text for words in read.values() for word in words if _may_be_a_name(word.text, index)}
    here = {word: _Written() for word in possible}
    for place, words in read.items():
        for word in words:
            if word.text in possible:
                here[word.text].see(texts[place], word.start, texts[place][word.start : word.end])
    there = _looked_up(possible, said)
    small = {stem(word) for word in possible if here[word].small or (word in there and there[word].small)}
    names = {word for word, seen in there.items() if _is_name(word, here[word], seen, small)}
    marked = besides or {}
    found = {
        place: [leak for leak in _leaks(texts[place], words, names) if not _overlaps(leak, marked.get(place, ()))]
        for place, words in read.items()
    }
    return {place: leaks for place, leaks in found.items() if leaks}


def _overlaps(leak: Leak, others: Collection[Leak]) -> bool:
    return any(other.start < leak.end and leak.start < other.end for other in others)


def _may_be_a_name(word: str, index: LeakIndex) -> bool:
    is_long = sum(character.isalpha() for character in word) >= _SHORTEST
    is_known = word in index.terms or word in index.places
    return is_long and not is_known and not index.vocabulary.is_ordinary(word)


def _is_name(word: str, here: _Written, there: _Written, small: set[str]) -> bool:
    if here.inside or there.inside:
        return here.capital or there.capital
    return here.capital and there.capital and stem(word) not in small


def _looked_up(possible: set[str], said: Iterable[str]) -> dict[str, _Written]:
    """Those of the words that were said, and how they stand there."""
    found: dict[str, _Written] = {}
    known: dict[str, str] = {}  # as written: folded; the same words come again and again
    for text in said if possible else ():
        for match in _WORD.finditer(text):
            written = match.group()
            folded = known.get(written)
            if folded is None:
                folded = known[written] = fold(written)
            if folded in possible:
                found.setdefault(folded, _Written()).see(text, match.start(), written)
    return found


def _leaks(text: str, words: list[Token], names: set[str]) -> Iterator[Leak]:
    """One leak for words that stand together."""
    together: list[Token] = []
    for word in words:
        if together and (word.text not in names or not _JOINED.fullmatch(text[together[-1].end : word.start])):
            yield _leak(text, together)
            together = []
        if word.text in names:
            together.append(word)
    if together:
        yield _leak(text, together)


def _leak(text: str, words: list[Token]) -> Leak:
    start, end = words[0].start, words[-1].end
    key = stable_key(LeakKind.MENTIONED, "".join(word.text for word in words), ())
    return Leak(start, end, LeakKind.MENTIONED, text[start:end], key)
