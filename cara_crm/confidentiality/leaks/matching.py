"""Read a text against the index."""

from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

from cara_crm.confidentiality.leaks.folding import Token, listed, tokens
from cara_crm.confidentiality.leaks.index import LeakIndex, Owners, stable_key
from cara_crm.confidentiality.leaks.register import Leak, LeakKind
from cara_crm.confidentiality.leaks.terms import Look
from cara_crm.confidentiality.leaks.vocabulary import TITLES

_MOST_WORDS = 16
_HEAD = 5
_DIGITS = 9
_FARTHEST = 4
_AT_AND_DOT = frozenset(listed("at arobase arobas arrobase chez dot point pt"))
_NUMERALS = {
    word: str(digit)
    for digit, row in enumerate(
        ("zero", "un one une", "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven", "huit eight",
         "neuf nine")
    )
    for word in row.split()
}  # fmt: skip


class Hit(NamedTuple):
    """A term found between two places of the text."""

    start: int
    end: int
    kind: LeakKind
    what: str
    owners: Owners


def find_hits(text: str, index: LeakIndex) -> list[Hit]:
    """Everything in the text that the register knows, overlapping or not."""
    read = tokens(text)
    found = list(_terms(text, read, index))
    spoken = [token for token in read if token.text not in _AT_AND_DOT]
    if len(spoken) < len(read):
        mail = {LeakKind.EMAIL, LeakKind.DOMAIN}
        found += [hit for hit in _terms(text, spoken, index) if hit.kind in mail]
    return found + list(_numbers(text, read, index))


def _terms(text: str, read: list[Token], index: LeakIndex) -> Iterator[Hit]:
    slips: dict[str, str | None] = {}
    for first in range(len(read)):
        joined = ""
        for last in range(first, min(len(read), first + _MOST_WORDS)):
            joined += read[last].text
            if len(joined) > index.longest + 1:
                break
            yield from _looked_up(text, read, first, last, joined, index, slips)
            if len(joined) >= _HEAD + 3 and joined[:_HEAD] not in index.heads and last - first >= 3:
                break


def _looked_up(
    text: str, read: list[Token], first: int, last: int, joined: str, index: LeakIndex, slips: dict[str, str | None]
) -> Iterator[Hit]:
    span = read[first].start, read[last].end
    for form in _inflected(joined):
        found: dict[LeakKind, set[Hashable]] = {}
        for kind, look, owner in index.terms.get(form, ()):
            if _looks(text, read, first, last, look):
                found.setdefault(kind, set()).add(owner)
        for kind, owners in found.items():
            yield Hit(*span, kind, form, frozenset(owners))
    if joined in index.terms or last - first > 3 or (first == last and index.vocabulary.is_ordinary(joined)):
        return
    if joined not in slips:
        slips[joined] = index.lookalikes.near(joined)
    meant = slips[joined]
    if meant is not None and not _is_plain(read[first : last + 1], index):
        for kind, look, owner in index.terms[meant]:
            if look <= Look.WORDS:
                yield Hit(*span, kind, meant, frozenset([owner]))


def _is_plain(read: list[Token], index: LeakIndex) -> bool:
    return all(index.vocabulary.is_ordinary(token.text) for token in read)


def _inflected(joined: str) -> Iterator[str]:
    yield joined
    if len(joined) > 5:
        if joined[-1] in "sx":
            yield joined[:-1]
        else:
            yield joined + "s"


def _looks(text: str, read: list[Token], first: int, last: int, look: Look) -> bool:
    """Do the words look as the term asks: capital initials, capitals all through, or after a title?"""
    said = [text[token.start : token.end] for token in read[first : last + 1]]
    if look == Look.CAPITALS:
        return all(word.upper() == word for word in said)
    if look == Look.CAPITALISED:
        return any(word[0].isalpha() and word[0].upper() == word[0] for word in said)
    if look == Look.TITLED:
        return first > 0 and read[first - 1].text in TITLES
    return True


def _numbers(text: str, read: list[Token], index: LeakIndex) -> Iterator[Hit]:
    """SIREN, SIRET and telephone numbers in any grouping, within a longer number too, and in words."""
    run: list[tuple[str, int, int]] = []
    for token in [*read, None]:
        digits = "" if token is None else _NUMERALS.get(token.text, token.text)
        if token is not None and run and token.start - run[-1][2] > _FARTHEST:
            yield from _in_run(run, index)
            run = []
        if token is not None and any(character.isdecimal() for character in digits):
            run += [(character, token.start, token.end) for character in digits if character.isdecimal()]
        else:
            yield from _in_run(run, index)
            run = []


def _in_run(run: list[tuple[str, int, int]], index: LeakIndex) -> Iterator[Hit]:
    number = "".join(digit for digit, _, _ in run)
    for first in range(len(number) - _DIGITS + 1):
        window = number[first : first + _DIGITS]
        for kind in sorted({kind for kind, _ in index.digits.get(window, ())}):
            owners = frozenset(owner for other, owner in index.digits[window] if other is kind)
            yield Hit(run[first][1], run[first + _DIGITS - 1][2], kind, window, owners)


def settle(text: str, hits: Iterable[Hit], allowed: frozenset[Hashable]) -> list[Leak]:
    """Keep the longest of what lies inside one another, drop what is allowed, and give each its key."""
    kept: list[Hit] = []
    for hit in sorted(
        set(hits), key=lambda hit: (hit.start - hit.end, hit.start, hit.kind, hit.what, sorted(map(str, hit.owners)))
    ):
        inside = [other for other in kept if other.start <= hit.start and hit.end <= other.end]
        if not any((other.start, other.end) != (hit.start, hit.end) or other.owners >= hit.owners for other in inside):
            kept.append(hit)
    leaks = []
    for hit in kept:
        owners = hit.owners if hit.kind is LeakKind.THIRD_PARTY else hit.owners - allowed
        if owners and (hit.kind is LeakKind.THIRD_PARTY or not _consented(hit, allowed)):
            key = stable_key(hit.kind, hit.what, hit.owners)
            leaks.append(Leak(hit.start, hit.end, hit.kind, text[hit.start : hit.end], key, owners))
    return sorted(leaks, key=lambda leak: (leak.start, leak.end, leak.kind, leak.key))


def _consented(hit: Hit, allowed: frozenset[Hashable]) -> bool:
    return hit.owners <= allowed
