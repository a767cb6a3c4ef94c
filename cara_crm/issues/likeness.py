"""Which texts resemble a text, and why: the telling words that they share, or nearly the same title.

Words are shared when they come down to the same root or mean the same subject, in French or in English (`roots`); a
word that nobody else uses is read as the known one that it sounds like, or is a slip away from. Without network.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from cara_crm.issues.roots import Root, root_of, roots, unglued

LEAST_SHARE, CLOSE, LEAST_TITLE = 0.12, 0.2, 82
LEAST_SHARED = 2
SHOWN_WORDS = 4
LONG_WORD = 7  # letters, from which on two slips are forgiven, not one


@dataclass(frozen=True)
class Candidate:
    """A text to compare with: `folded` are its words, `title` its folded title; `record` comes back unread."""

    title: str
    folded: str
    record: Any


@dataclass(frozen=True)
class Alike:
    """`words` are the shared telling words, most telling first; `by_title` when the titles are nearly the same.

    A word that the other says otherwise stands with the other's: "steel = acier".
    """

    record: Any
    score: float
    words: tuple[str, ...]
    by_title: bool


def alike(
    title: str, folded: str, candidates: Iterable[Candidate], *, most: int = 5, least: float = LEAST_SHARE
) -> list[Alike]:
    """The candidates that resemble the text, best first. Rare words tell more than frequent ones (idf).

    `least`: the score from which on a text is shown; CLOSE where a wrong one would annoy more than a missing one.
    """
    texts = list(candidates)
    bags = [roots(one.folded) for one in texts]
    known = Counter(key for bag in bags for key in bag)
    sounds = {root.sound: key for bag in bags for key, root in bag.items()}
    own = _read_as_known(roots(folded), known, sounds)
    weights = _weights(known, len(texts))
    whole = sum(weights.get(key, 1.0) for key in own) or 1.0
    found = [_compare(title, own, one, bag, weights, whole) for one, bag in zip(texts, bags, strict=True)]
    good = [one for one in found if one.by_title or (one.score >= least and len(one.words) >= LEAST_SHARED)]
    return sorted(good, key=lambda one: -one.score)[:most]


def _compare(
    title: str,
    own: Mapping[str, Root],
    other: Candidate,
    bag: Mapping[str, Root],
    weights: Mapping[str, float],
    whole: float,
) -> Alike:
    shared = sorted(own.keys() & bag.keys(), key=lambda key: (-weights.get(key, 1.0), key))
    size = sum(weights.get(key, 1.0) for key in bag) or 1.0
    share = sum(weights.get(key, 1.0) for key in shared) / math.sqrt(whole * size)
    likeness = fuzz.token_set_ratio(title, other.title) if title and other.title else 0
    by_title = likeness >= LEAST_TITLE
    telling = tuple(_worded(own[key], bag[key]) for key in shared if weights.get(key, 1.0) > 0)
    return Alike(other.record, max(share, likeness / 100 * 0.9 if by_title else 0), telling[:SHOWN_WORDS], by_title)


def _worded(own: Root, other: Root) -> str:
    return own.word if own.sound == other.sound else f"{own.word} = {other.word}"


def _read_as_known(own: Mapping[str, Root], known: Collection[str], sounds: Mapping[str, str]) -> dict[str, Root]:
    """The text's roots; a word that stands nowhere else under the key of the known word that was meant."""
    plain = [key for key in known if not key.startswith("=")]
    return {(key if key in known else _meant(root, plain, sounds) or key): root for key, root in own.items()}


def _meant(root: Root, known: Collection[str], sounds: Mapping[str, str]) -> str | None:
    behind = unglued(root.word)
    other = root_of(behind) if behind else None
    for one in (root, other):
        if one is not None and one.sound in sounds:
            return sounds[one.sound]
    slips = 1 if len(root.key) < LONG_WORD else 2
    near = process.extractOne(root.key, known, scorer=OSA.distance, score_cutoff=slips) if len(root.key) > 4 else None
    return near[0] if near else None


def _weights(known: Mapping[str, int], total: int) -> dict[str, float]:
    """Inverse document frequency; a word that most texts have weighs nothing."""
    if total < 4:
        return dict.fromkeys(known, 1.0)
    return {key: max(0.0, math.log((total + 1) / (1.5 * n))) for key, n in known.items()}
