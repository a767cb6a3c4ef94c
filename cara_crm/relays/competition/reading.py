"""A text read sentence by sentence: which words ask for what competitors hide from each other."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cara_crm.core.fold import fold
from cara_crm.relays.competition.impacts import IMPACT, ORDINARY, SUFFERED, VALUE_ASKED
from cara_crm.relays.competition.subjects import MAKERS, NO_MAKERS, WAYS

_SENTENCE = re.compile(r"[^.?!;\n]+")
_WORD = re.compile(r"[^\W_]+")
_LEANS = re.compile(r"(a |pour |chez |avec |to |for )?(combien|lesquel(le)?s|laquelle|qui|which|who|how (much|many))\b")
_TURNOVER = "CA"
#: What is done for customers: "travaillez-vous pour un de ceux-ci ?", "which of these do you supply?"
_TRADE = re.compile(
    r"\b(?:travaill|livr|fourni|vend|produi|fabriqu|usin|sous trait|factur|client|donneurs? d ordre|referenc|panel"
    r"|compte|work|suppl|sell|deliver|serv|make|made|contract|account|customer)"
)


@dataclass(frozen=True)
class Refused:
    """What is asked for (a key of WAYS) and the words that ask for it, as they were written."""

    subject: str
    words: str


@dataclass(frozen=True)
class _Sentence:
    """`plain` is folded, one space between words; `words` where each stands in `plain` and in `text`."""

    text: str
    plain: str
    words: list[tuple[int, re.Match[str]]]

    def written(self, start: int, end: int) -> str:
        """The words that stand between these places of `plain`, as they were written."""
        inside = [word for at, word in self.words if start <= at < end]
        return self.text[inside[0].start() : inside[-1].end()]

    def is_named(self, start: int) -> bool:
        """Is the word at this place of `plain` the name of a firm, as far as its letters tell?"""
        n, word = next((n, word) for n, (at, word) in enumerate(self.words) if at == start)
        plain, written = fold(word[0]), word[0]
        is_name = n > 0 and written[0].isupper() and self.text != self.text.upper()
        return plain in MAKERS or (is_name and plain not in NO_MAKERS)


def refused(text: str) -> list[Refused]:
    """Each place of this text that asks for prices, costs, wages, capacities and their use, stocks, promises of
    delivery, customers, suppliers by name, turnover, bids or plans; [] when none does."""
    found = [one for sentence in _sentences(unicodedata.normalize("NFC", text)) for one in _refused(sentence)]
    return list(dict.fromkeys(found))


def refused_choice(question: str, options: Sequence[str]) -> list[Refused]:
    """The answers to choose from that name firms which the question asks whether the reader works for."""
    if not _TRADE.search(fold(question)):
        return []
    return [Refused("customers", one) for one in options if not MAKERS.isdisjoint(fold(one).split())]


def _sentences(text: str) -> Iterator[_Sentence]:
    """Those of a text; one of a few words that leans on the one before ("Lesquels ?") is read with it."""
    start = 0
    for one in _SENTENCE.finditer(text):
        leans = _LEANS.match(fold(one[0])) and len(one[0].split()) <= 3
        yield _sentence(text[start if leans else one.start() : one.end()])
        start = one.start()


def _sentence(text: str) -> _Sentence:
    words, plain = [], ""
    for word in _WORD.finditer(text):
        plain += " " if plain else ""
        words.append((len(plain), word))
        plain += _plainly(word[0], text)
    return _Sentence(text, plain, words)


def _plainly(word: str, text: str) -> str:
    """Folded; "CA" is turnover where it is told from "ça"."""
    if word.lower() == "ça":
        return "cela"
    if word == _TURNOVER and text != text.upper():
        return "chiffreaffaires"
    return fold(word).replace(" ", "")


def _refused(sentence: _Sentence) -> Iterator[Refused]:
    plain = ORDINARY.sub(_blank, sentence.plain)
    if not VALUE_ASKED.search(plain):
        plain = IMPACT.sub(_blank, plain)
        if SUFFERED.search(plain):
            plain = re.sub(r"\b(le|la|les|l|the) (prix|couts?|cost|costs|prices?|salaires?|wages)\b", _blank, plain)
    for subject, ways in WAYS.items():
        for match in filter(None, (way.search(plain) for way in ways)):
            name = match.re.groupindex.get("name") and match.start("name")
            if not name or sentence.is_named(name):
                yield Refused(subject, sentence.written(match.start(), match.end()))
                break


def _blank(match: re.Match[str]) -> str:
    return "·" * len(match[0])
