"""Members' own words found again in a text: an issue without agreement or consent is quoted nowhere, and the exact
words of nobody are sent.

A run of so many words in a row that stands in an issue is no coincidence.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from hashlib import sha256

from cara_crm.confidentiality.leaks.folding import Token, fold, tokens
from cara_crm.confidentiality.leaks.register import Leak, LeakKind
from cara_crm.confidentiality.threshold import K_DEFAULT

RUN = 6

Run = tuple[str, ...]
Said = tuple[Hashable, str]
"""The group of an author (`group_key`), and its words."""


def quotes(
    texts: Mapping[str, str], withheld: Iterable[str], usable: Iterable[Said], k: int = K_DEFAULT
) -> dict[str, list[Leak]]:
    """By place of `texts`: the runs of six words and more that stand in somebody's words.

    Of kind WORDS where only words that may not be used have them; VERBATIM where those of fewer than `k` groups that
    may be used do: what k groups say in the same words is nobody's.
    """
    said = {place: tokens(text) for place, text in texts.items()}
    candidates = {run for words in said.values() for run, _ in _runs(words)}
    groups: dict[Run, set[Hashable]] = {}
    for group, text in usable:
        for run in _shared(candidates, text):
            groups.setdefault(run, set()).add(group)
    verbatim = [run for run, several in groups.items() if len(several) < k]
    secret = set().union(*(_shared(candidates, text) for text in withheld)) - groups.keys()
    kinds = dict.fromkeys(secret, LeakKind.WORDS) | dict.fromkeys(verbatim, LeakKind.VERBATIM)
    found = {place: list(_leaks(texts[place], words, kinds)) for place, words in said.items()} if kinds else {}
    return {place: leaks for place, leaks in found.items() if leaks}


def _runs(words: list[Token]) -> Iterator[tuple[Run, int]]:
    """Each run with the place of its first word."""
    for first in range(len(words) - RUN + 1):
        yield tuple(word.text for word in words[first : first + RUN]), first


def _shared(runs: set[Run], text: str) -> set[Run]:
    """Those of the runs that stand in the text."""
    words = fold(text).split() if runs else []
    return {run for first in range(len(words) - RUN + 1) if (run := tuple(words[first : first + RUN])) in runs}


def _leaks(text: str, words: list[Token], kinds: Mapping[Run, LeakKind]) -> Iterator[Leak]:
    """One leak for each unbroken stretch of runs of one kind."""
    stretch: tuple[int, int, LeakKind] | None = None
    for run, first in _runs(words):
        kind = kinds.get(run)
        if kind is None:
            continue
        if stretch and first <= stretch[1] and kind is stretch[2]:
            stretch = (stretch[0], first + RUN, kind)
            continue
        if stretch:
            yield _leak(text, words, *stretch)
        stretch = (first, first + RUN, kind)
    if stretch:
        yield _leak(text, words, *stretch)


def _leak(text: str, words: list[Token], first: int, after: int, kind: LeakKind) -> Leak:
    start, end = words[first].start, words[after - 1].end
    said = text[start:end]
    return Leak(start, end, kind, said, sha256(f"{kind}\x1f{said}".encode()).hexdigest()[:20])
