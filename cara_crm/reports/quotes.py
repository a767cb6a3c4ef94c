"""Words that may not be used, found again in a report: an issue without agreement or consent is quoted nowhere.

A run of so many words in a row that stands in such an issue, and in none that may be used, is no coincidence.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from cara_crm.confidentiality.leaks import Leak, LeakKind
from cara_crm.confidentiality.leaks.folding import Token, tokens

RUN = 6

Run = tuple[str, ...]


def quotes(texts: Mapping[str, str], withheld: Iterable[str], usable: Iterable[str]) -> dict[str, list[Leak]]:
    """By place of ``texts``: the runs of six words and more that they share with withheld words only."""
    said = {place: tokens(text) for place, text in texts.items()}
    candidates = {run for words in said.values() for run, _, _ in _runs(words)}
    secret = _shared(candidates, withheld)
    if not secret:
        return {}
    secret -= _shared(secret, usable)
    found = {place: list(_leaks(texts[place], words, secret)) for place, words in said.items()}
    return {place: leaks for place, leaks in found.items() if leaks}


def _runs(words: list[Token]) -> Iterator[tuple[Run, int, int]]:
    for first in range(len(words) - RUN + 1):
        part = words[first : first + RUN]
        yield tuple(word.text for word in part), first, first + RUN


def _shared(runs: set[Run], texts: Iterable[str]) -> set[Run]:
    """Those of the runs that stand in one of the texts."""
    return {run for text in texts for run, _, _ in _runs(tokens(text)) if run in runs}


def _leaks(text: str, words: list[Token], secret: set[Run]) -> Iterator[Leak]:
    """One leak for each unbroken stretch of secret runs."""
    start = end = -1
    for run, first, last in _runs(words):
        if run not in secret:
            continue
        if start >= 0 and first > end:
            yield _leak(text, words[start], words[end - 1])
            start = -1
        start, end = (first if start < 0 else start), last
    if start >= 0:
        yield _leak(text, words[start], words[end - 1])


def _leak(text: str, first: Token, last: Token) -> Leak:
    said = text[first.start : last.end]
    key = sha256(f"{LeakKind.WORDS}\x1f{said}".encode()).hexdigest()[:20]
    return Leak(first.start, last.end, LeakKind.WORDS, said, key)
