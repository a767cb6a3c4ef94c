"""Which texts resemble a text, and why: the telling words that they share, or nearly the same title.

Words are shared when they come down to the same root or mean the same subject, in French or in English (`roots`); a
word that nobody else uses is read as the known one that it sounds like, or is a slip away from. Rare words tell more
than frequent ones, and a second time less than the first: Okapi BM25 (Robertson, Zaragoza: The Probabilistic Relevance
Framework, 2009). Without network. `python -m benchmarks.likeness` says how much it finds.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from cara_crm.issues.roots import (
    LEAST_LETTERS,
    SUBJECT,
    Root,
    apart,
    circumstances,
    is_empty,
    respelled,
    root_of,
    roots,
    unglued,
)

LEAST_SHARE, CLOSE, LEAST_TITLE = 0.09, 0.2, 82
LEAST_SHARED = 2
ALONE, RARE, MANY = 0.15, 0.1, 20  # one subject is enough: how much of the text it is, in how few of how many texts
SHOWN_WORDS = 4
SAME_WORD = 0.7  # how much of two words has to be the same, endings and all
LONG_WORD = 8  # letters, from which on two slips are forgiven, not one
SATURATION, LENGTH = 1.2, 0.6  # k1 and b of BM25
ELSEWHERE = 0.45  # how much a text of another sector counts


@dataclass(frozen=True)
class Candidate:
    """A text to compare with: `folded` are its words, `title` its folded title; `record` comes back unread.

    `is_near`: of the same sector; one of another has to share more words to come before it.
    """

    title: str
    folded: str
    record: Any
    is_near: bool = True


@dataclass(frozen=True)
class Alike:
    """`words` are the shared telling words, most telling first; `by_title` when the titles are nearly the same.

    A word that the other says otherwise stands with the other's: "steel = acier".
    """

    record: Any
    score: float
    words: tuple[str, ...]
    by_title: bool


@dataclass(frozen=True)
class _Corpus:
    """What the candidates know: in how many of them a root is, how long they are, how much each root tells."""

    known: Mapping[str, int]
    total: int
    length: float
    weights: Mapping[str, float]
    unknown: float

    @classmethod
    def of(cls, bags: Sequence[Mapping[str, Root]]) -> "_Corpus":
        known = Counter(key for bag in bags for key in bag)
        unknown = max(1.0, math.log((len(bags) + 1) / 1.5) / 2)
        return cls(known, len(bags), sum(map(len, bags)) / (len(bags) or 1), _weights(known, len(bags)), unknown)

    def weigh(self, key: str) -> float:
        """What nobody else says may be what it is about, or a slip that was not understood."""
        return self.weights.get(key, self.unknown)

    def weight(self, keys: Iterable[str]) -> float:
        return sum(self.weigh(key) for key in keys)

    def is_rare(self, key: str) -> bool:
        return self.total >= MANY and self.known[key] <= RARE * self.total


class Comparison:
    """A text beside others. What they say tells how much each of its words tells; `alike` may then be given more texts
    than these, which are weighed alike."""

    def __init__(self, title: str, folded: str, texts: Iterable[Candidate]) -> None:
        self._texts = list(texts)
        self._bags = [roots(one.folded) for one in self._texts]
        self._corpus = _Corpus.of(self._bags)
        self._own = _read_as_known(roots(folded), [root for bag in self._bags for root in bag.values()])
        # a title of one word is like any that holds it; typed alone, it is what is looked for
        self._title = "" if " " not in title and title != folded else title

    def telling(self, most: int) -> list[tuple[str, float]]:
        """The keys of the text's words (`roots`) and how much each tells, the most telling first."""
        found = [(key, self._corpus.weigh(key)) for key in self._own]
        return sorted(((key, weight) for key, weight in found if weight > 0), key=lambda one: (-one[1], one[0]))[:most]

    def alike(self, more: Iterable[Candidate] = (), *, most: int = 5, least: float = LEAST_SHARE) -> list[Alike]:
        """Those of all the texts that resemble it, best first.

        `least`: the share of words in common from which on a text is shown; CLOSE where a wrong one would annoy more
        than a missing one.
        """
        added = [(one, roots(one.folded)) for one in more]
        pairs = [*zip(self._texts, self._bags, strict=True), *added]
        compared = (_compare(self._title, self._own, one, bag, self._corpus, least) for one, bag in pairs)
        return sorted((one for one in compared if one), key=lambda one: -one.score)[:most]


def alike(
    title: str, folded: str, candidates: Iterable[Candidate], *, most: int = 5, least: float = LEAST_SHARE
) -> list[Alike]:
    """The candidates that resemble the text, best first. Rare words tell more than frequent ones (idf)."""
    return Comparison(title, folded, candidates).alike(most=most, least=least)


def _compare(
    title: str, own: Mapping[str, Root], other: Candidate, bag: Mapping[str, Root], corpus: _Corpus, least: float
) -> Alike | None:
    """None where they share too little."""
    shared = sorted(own.keys() & bag.keys(), key=lambda key: (-corpus.weigh(key), key))
    telling = [key for key in shared if corpus.weigh(key) > 0]
    likeness = fuzz.token_set_ratio(title, other.title) if title and other.title else 0
    by_title = likeness >= LEAST_TITLE
    if not by_title and not _is_enough(own, bag, telling, corpus, least):
        return None
    long = SATURATION * (1 - LENGTH + LENGTH * len(bag) / (corpus.length or 1))
    score = corpus.weight(telling) * (SATURATION + 1) / (1 + long)
    if by_title:
        score = max(score, corpus.weight(own) * likeness / 100)
    words = tuple(_worded(own[key], bag[key]) for key in telling)
    return Alike(other.record, score * (1 if other.is_near else ELSEWHERE), words[:SHOWN_WORDS], by_title)


def _is_enough(
    own: Mapping[str, Root], bag: Mapping[str, Root], telling: Sequence[str], corpus: _Corpus, least: float
) -> bool:
    """Two telling words that are enough of both texts; or one subject that few speak of, much of this one."""
    common, whole = corpus.weight(telling), corpus.weight(own) or 1.0
    if len(telling) >= LEAST_SHARED:
        return common / math.sqrt(whole * (corpus.weight(bag) or 1.0)) >= least
    subjects = [key for key in telling if key.startswith(SUBJECT) and key not in circumstances()]
    return bool(subjects) and corpus.is_rare(subjects[0]) and common / whole >= max(ALONE, least)


def _worded(own: Root, other: Root) -> str:
    return own.word if own.sound == other.sound else f"{own.word} = {other.word}"


def _read_as_known(own: Mapping[str, Root], said: Sequence[Root]) -> dict[str, Root]:
    """The text's roots; a word that stands nowhere else under the key of the known word that was meant, and not at all
    where one was meant that says nothing."""
    known = {root.key: root for root in said}
    sounds = {root.sound: root.key for root in said}
    plain = {key: root for key, root in known.items() if not key.startswith(SUBJECT)}
    found: dict[str, Root] = {}
    for key, root in own.items():
        meant = key if key in known or root.word in apart() else _meant(root, known, sounds)
        if meant is None and is_empty(root.sound):
            continue
        found.setdefault(meant or _slipped(root, plain) or key, root)
    return found


def _meant(root: Root, known: Mapping[str, Root], sounds: Mapping[str, str]) -> str | None:
    """The known key that sounds like the word, also without its article and with its ending as it is mostly written."""
    for word in (root.word, unglued(root.word), respelled(root.word)):
        one = root_of(word) if word else None
        if one is not None and (one.key in known or one.sound in sounds):
            return one.key if one.key in known else sounds[one.sound]
    return None


def _slipped(slip: Root, known: Mapping[str, Root]) -> str | None:
    """The known root from which it is a slip away, in a word that is not much longer or shorter; who slips in a word
    mostly gets its beginning right."""
    if len(slip.key) <= LEAST_LETTERS or slip.key.startswith(SUBJECT):
        return None
    same = [one for one in known if one[:2] == slip.key[:2] and len(one) > LEAST_LETTERS]
    near = process.extractOne(slip.key, same, scorer=OSA.distance, score_cutoff=1 if len(slip.key) < LONG_WORD else 2)
    if near is None or OSA.normalized_similarity(slip.word, known[near[0]].word) < SAME_WORD:
        return None
    return near[0]


def _weights(known: Mapping[str, int], total: int) -> dict[str, float]:
    """Inverse document frequency; a word that most texts have weighs nothing."""
    if total < 4:
        return dict.fromkeys(known, 1.0)
    most = (total + 1) / 1.5
    return {key: math.log(1 + (total - n + 0.5) / (n + 0.5)) if n < most else 0.0 for key, n in known.items()}
