"""Read a text against the index."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from cara_crm.confidentiality.leaks.folding import Token, humps, listed, tokens, unsigned
from cara_crm.confidentiality.leaks.index import SHORTEST_INFLECTED, LeakIndex
from cara_crm.confidentiality.leaks.looks import Look, looks
from cara_crm.confidentiality.leaks.numbers import numbers
from cara_crm.confidentiality.leaks.register import LeakKind

_MOST_WORDS = 16
_MOST_MISSPELT_WORDS = 4
_SHORTEST_MISSPELT_PHRASE = 9
_HEAD = 5
_AT_AND_DOT = frozenset(listed("at arobase arobas arrobase chez dot point pt"))
_MAIL = frozenset({LeakKind.EMAIL, LeakKind.DOMAIN})
_SHORTEST_CUT, _MOST_CUT = 5, 3
_SHORTEST_DISGUISED = 4
_LONGEST_PIECE = 5
_IN_ONE_PIECE = frozenset({Look.WHOLE, Look.CALLED, Look.USED})
_SENTENCE_SIGNS = frozenset(":;!?")
_ENDINGS = listed("e es le les ois oise oises ais aise aises ien iens ienne iennes en ens enne iste istes esque esques")
_DISGUISES = [str.maketrans("0134578", "oieastb"), str.maketrans("0134578", "oleastb")]


class Hit(NamedTuple):
    """A term found between two places of the text, and the members that it stands for."""

    start: int
    end: int
    kind: LeakKind
    what: str
    owners: frozenset[Hashable]


def find_hits(text: str, index: LeakIndex) -> list[Hit]:
    """Everything in the text that the register knows, overlapping or not."""
    read = tokens(text)
    found = list(_Reading(text, read, index).hits())
    spoken = [token for token in read if token.text not in _AT_AND_DOT]
    if len(spoken) < len(read):
        found += [hit for hit in _Reading(text, spoken, index).hits() if hit.kind in _MAIL]
    apart = humps(text, read)
    if len(apart) > len(read):
        found += _Reading(text, apart, index).hits()
    plain = unsigned(text)
    if plain != text:
        found += _Reading(plain, tokens(plain), index).hits()
    for number in numbers(read, index.digits):
        found.append(Hit(*number))
    for first, last, joined, owners in index.initials.find(text, read):
        found.append(Hit(read[first].start, read[last].end, LeakKind.ACRONYM, joined, owners))
    return found


class _Reading:
    """One pass over the words of a text: every run of words is joined and looked up."""

    def __init__(self, text: str, read: list[Token], index: LeakIndex) -> None:
        self.text, self.read, self.index = text, read, index
        self.meant: dict[str, str | None] = {}

    def hits(self) -> Iterator[Hit]:
        for first in range(len(self.read)):
            joined = ""
            for last in range(first, min(len(self.read), first + _MOST_WORDS)):
                joined += self.read[last].text
                if len(joined) > self.index.longest + 1:
                    break
                found = list(self._known(joined, first, last))
                yield from found or self._misspelt(joined, first, last)
                if last - first >= _MOST_MISSPELT_WORDS and joined[:_HEAD] not in self.index.heads:
                    break

    def _known(self, joined: str, first: int, last: int) -> Iterator[Hit]:
        words = self.read[first : last + 1]
        is_disguised = len(joined) >= _SHORTEST_DISGUISED and not any(word.text.isdecimal() for word in words)
        is_inflected = len(joined) > _SHORTEST_CUT and (first == last or len(words[-1].text) > 1)
        for form in _forms(joined, is_disguised=is_disguised, is_inflected=is_inflected):
            if form in self.index.terms:
                yield from self._owned(form, first, last)
        if first == last and len(joined) > _SHORTEST_CUT:
            for form in self._inflected(joined, self.read[first].end):
                yield from self._owned(form, first, last, longest=Look.WHOLE)

    def _inflected(self, word: str, end: int) -> Iterator[str]:
        """The names that a word comes from ("brassivelois"), or that it cuts short with a full stop ("Brassiv.")."""
        known = self.index.alone
        if word in self.index.terms or self.index.vocabulary.is_ordinary(word):
            return
        stems = {word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)}
        yield from (stem for stem in sorted(stems) if known[(at := bisect_left(known, stem)) : at + 1] == [stem])
        if self.text[end : end + 1] == ".":
            at = bisect_left(known, word)
            yield from (term for term in known[at : at + _MOST_CUT] if term.startswith(word))

    def _is_parted(self, words: list[Token]) -> bool:
        """Does a sentence's sign stand between words that are all ordinary? "L’avenir : la mobilité" names nobody."""
        gaps = (self.text[one.end : two.start] for one, two in pairwise(words))
        parted = any(" " in gap and not _SENTENCE_SIGNS.isdisjoint(gap) for gap in gaps)
        return parted and all(len(word.text) > 1 and self.index.vocabulary.is_ordinary(word.text) for word in words)

    def _is_torn(self, words: list[Token]) -> bool:
        """Is it one long word in short pieces ("Cul bu tin"), of which one at least means nothing?"""
        pieces = [word.text for word in words]
        gaps = [self.text[one.end : two.start] for one, two in pairwise(words)]
        is_long = sum(map(len, pieces)) >= SHORTEST_INFLECTED and max(map(len, pieces)) <= _LONGEST_PIECE
        return (
            is_long and not any(gap.strip() for gap in gaps) and not all(map(self.index.vocabulary.is_ordinary, pieces))
        )

    def _owned(self, term: str, first: int, last: int, *, longest: Look = Look.USED) -> Iterator[Hit]:
        """The term's hits by kind, for those of its entries that look as they must."""
        words = self.read[first : last + 1]
        if self._is_parted(words):
            return
        owners: dict[LeakKind, set[Hashable]] = {}
        for kind, look, owner in self.index.terms[term]:
            if look <= longest and (
                looks(self.text, self.read, first, last, look) or (look in _IN_ONE_PIECE and self._is_torn(words))
            ):
                owners.setdefault(kind, set()).add(owner)
        for kind, found in owners.items():
            yield Hit(words[0].start, words[-1].end, kind, term, frozenset(found))

    def _misspelt(self, joined: str, first: int, last: int) -> Iterator[Hit]:
        words = self.read[first : last + 1]
        if len(words) > 1 and (len(joined) < _SHORTEST_MISSPELT_PHRASE or len(words) > _MOST_MISSPELT_WORDS):
            return
        if joined not in self.meant:
            self.meant[joined] = self._nearest(joined, words)
        meant = self.meant[joined]
        if meant is not None:
            yield from self._owned(meant, first, last, longest=Look.WHOLE)

    def _nearest(self, joined: str, words: list[Token]) -> str | None:
        if joined in self.index.terms or any(len(word.text) < 2 or word.text.isdecimal() for word in words):
            return None
        if all(self.index.vocabulary.is_ordinary(word.text) for word in words):
            return None
        return self.index.lookalikes.near(joined)


def _forms(joined: str, *, is_disguised: bool, is_inflected: bool) -> Iterable[str]:
    """The word as it stands, without or with a plural, and with figures read as the letters that they resemble."""
    forms = [joined]
    if is_inflected:
        forms.append(joined[:-1] if joined[-1] in "sx" else joined + "s")
    if is_disguised and not joined.isalpha():
        forms += [joined.translate(disguise) for disguise in _DISGUISES]
    return dict.fromkeys(forms)
