"""How often what resembles an issue is of the same position: left out one by one, over the demonstration.

    DATABASE_URL=sqlite:///demonstration.db python -m benchmarks.likeness

Each issue that is in a position is asked about as a manager's page asks: among all the others, is the first, is one of
the first five, in a position with it? Once in its own words, once with the slips that people make (one word in three
without a letter, with two changed places or written as it sounds; the same every time), and by language: issues of the
demonstration are in French and in English, often about one subject.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.issues.likeness import Candidate, alike
from cara_crm.issues.models import Issue
from cara_crm.positions.models import PositionIssue

FIRST = 5
SOUNDS = (
    ("qu", "k"),
    ("ss", "c"),
    ("eau", "o"),
    ("ph", "f"),
    ("tion", "cion"),
    ("er ", "é "),
    ("mm", "m"),
    ("ll", "l"),
)
Words = Callable[[str], str]


@dataclass(frozen=True)
class Voice:
    """An issue as it is compared, and the positions that it is in."""

    id: int
    title: str
    words: str
    positions: frozenset[int]
    sectors: frozenset[int]
    is_french: bool


@dataclass(frozen=True)
class Found:
    """Of `asked` issues: how many had one of the same position first, and among the first five."""

    asked: int
    first: int
    five: int


def voices() -> list[Voice]:
    """Everything that was sent in, with its positions."""
    inside: dict[int, set[int]] = {}
    for issue_id, position_id in db.session.execute(sa.select(PositionIssue.issue_id, PositionIssue.position_id)):
        inside.setdefault(issue_id, set()).add(position_id)
    issues = db.session.scalars(sa.select(Issue).where(Issue.submitted_at.is_not(None)).order_by(Issue.id))
    return [voice_of(one, inside.get(one.id, ()), (sector.id for sector in one.sectors)) for one in issues]


def voice_of(issue: Issue, positions: Iterable[int], sectors: Iterable[int] = ()) -> Voice:
    text = f"{issue.title} {issue.what_happens} {issue.example} {issue.asked}"
    is_french = any(word in fold(text).split() for word in ("les", "des", "une", "nos", "est"))
    return Voice(issue.id, issue.title, text, frozenset(positions), frozenset(sectors), is_french)


def measured(given: Sequence[Voice], asked: Sequence[Voice], words: Words = str) -> Found:
    """What is found for these, among all that were given."""
    shared = {position for one in given for position in one.positions}
    sizes = {position: sum(position in one.positions for one in given) for position in shared}
    of_several = [one for one in asked if any(sizes[position] > 1 for position in one.positions)]
    hits = [_hits(one, given, words) for one in of_several]
    return Found(len(hits), sum(any(hit[:1]) for hit in hits), sum(any(hit) for hit in hits))


def _hits(voice: Voice, given: Sequence[Voice], words: Words) -> list[bool]:
    others = [
        Candidate(fold(one.title), fold(one.words), one, bool(one.sectors & voice.sectors))
        for one in given
        if one.id != voice.id
    ]
    found = alike(fold(words(voice.title)), fold(words(voice.words)), others, most=FIRST)
    return [bool(one.record.positions & voice.positions) for one in found]


def with_slips(text: str) -> str:
    """As it is typed in a hurry; the same text always gets the same slips."""
    chance = random.Random(text)
    return " ".join(_slip(word, chance) if len(word) > 4 and chance.random() < 1 / 3 else word for word in text.split())


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 2)
    kind = chance.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    written = word
    for said, typed in SOUNDS:
        written = written.replace(said, typed)
    return written if written != word else word[:at] + word[at] + word[at:]


def lines() -> list[str]:
    given = voices()
    told = {
        "as written": measured(given, given),
        "with slips": measured(given, given, with_slips),
        "in French": measured(given, [one for one in given if one.is_french]),
        "in English": measured(given, [one for one in given if not one.is_french]),
    }
    return [f"{name}: {one.asked} asked, first {one.first}, first five {one.five}" for name, one in told.items()]


if __name__ == "__main__":
    from cara_crm import create_app

    with create_app().app_context():
        print("\n".join(lines()))
