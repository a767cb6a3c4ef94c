"""Which texts resemble a text, and why: the telling words that they share, or nearly the same title."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

LEAST_LETTERS = 4
LEAST_SHARE, LEAST_TITLE = 0.18, 82
SHOWN_WORDS = 4


@dataclass(frozen=True)
class Candidate:
    """A text to compare with: `folded` are its words, `title` its folded title; `record` comes back unread."""

    title: str
    folded: str
    record: Any


@dataclass(frozen=True)
class Alike:
    """`words` are the shared telling words, most telling first; `by_title` when the titles are nearly the same."""

    record: Any
    score: float
    words: tuple[str, ...]
    by_title: bool


def alike(title: str, folded: str, candidates: Iterable[Candidate], *, most: int = 5) -> list[Alike]:
    """The candidates that resemble the text, best first. Rare words tell more than frequent ones (idf)."""
    texts = list(candidates)
    own = _words(folded)
    bags = [_words(one.folded) for one in texts]
    weights = _weights([own, *bags])
    whole = sum(weights[word] for word in own) or 1.0
    found = [_compare(title, own, one, bag, weights, whole) for one, bag in zip(texts, bags, strict=True)]
    good = [one for one in found if one.by_title or one.score >= LEAST_SHARE]
    return sorted(good, key=lambda one: -one.score)[:most]


def _compare(
    title: str, own: set[str], other: Candidate, bag: set[str], weights: dict[str, float], whole: float
) -> Alike:
    shared = sorted(own & bag, key=lambda word: -weights[word])
    share = sum(weights[word] for word in shared) / whole
    likeness = fuzz.token_set_ratio(title, other.title) if title and other.title else 0
    by_title = likeness >= LEAST_TITLE
    telling = tuple(word for word in shared if weights[word] > 0)[:SHOWN_WORDS]
    return Alike(other.record, max(share, likeness / 100 * 0.9 if by_title else 0), telling, by_title)


def _words(folded: str) -> set[str]:
    return {word for word in folded.split() if len(word) >= LEAST_LETTERS and not word.isdigit()}


def _weights(bags: list[set[str]]) -> dict[str, float]:
    """Inverse document frequency; a word that most texts have weighs nothing."""
    counts = Counter(word for bag in bags for word in bag)
    total = len(bags)
    if total < 4:
        return dict.fromkeys(counts, 1.0)
    return {word: max(0.0, math.log(total / (1.5 * n))) for word, n in counts.items()}
