"""Subjects that are carried already, as a member may see them, and those that an author wishes to join.

Only wording that left with at least `k` groups behind it, or that all its authors released to ask their sectors. What
is compared is what is shown: nobody finds out by trying words what stands in an example or under another heading.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from textwrap import shorten

import sqlalchemy as sa

from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.issues.likeness import CLOSE, Candidate, alike
from cara_crm.positions.models import (
    Position,
    PositionState,
    Way,
    WordingAgreement,
    WordingPurpose,
    position_sector,
    position_wish,
)
from cara_crm.positions.queries.evidence import Standing, links_of, sort_links
from cara_crm.positions.queries.naming import ReadWords, names_behind

SHOWN = 3
LONGEST_TITLE = 90
SENT = (PositionState.RELAYED, PositionState.ANSWERED)
WORKED_ON = (PositionState.DRAFT, PositionState.APPROVED)


@dataclass(frozen=True)
class Subject:
    """A position as a member of its sectors may read it."""

    id: int
    words: ReadWords


@dataclass(frozen=True)
class Text:
    """What a member has written so far, and where it would go."""

    title: str
    words: str
    sector_ids: Collection[int]
    federation_ids: Collection[int]
    member_id: int


def subjects_like(text: Text, k: int) -> list[Subject]:
    """At most three subjects that resemble the text."""
    candidates = [_as_candidate(position, _shown(position)) for position in _carried(text)]
    folded = fold(f"{text.title} {text.words}")
    near: list[tuple[Position, Subject]] = [
        one.record for one in alike(fold(text.title), folded, candidates, most=8, least=CLOSE)
    ]
    links = links_of([position.id for position, _subject in near])
    released = _released([position for position, _subject in near if position.state in WORKED_ON])
    good = [one for position, one in near if _may_be_shown(sort_links(position, links, k), released)][:SHOWN]
    names = names_behind([one.id for one in good])
    return [Subject(one.id, names.read(one.words, one.id, text.member_id)) for one in good]


def _carried(text: Text) -> Sequence[Position]:
    same_sector = sa.exists().where(
        position_sector.c.position_id == Position.id, position_sector.c.sector_id.in_(list(text.sector_ids))
    )
    asked = sa.and_(Position.state.in_(WORKED_ON), Position.way == Way.ASK, same_sector)
    query = (
        sa.select(Position)
        .where(Position.federation_id.in_(list(text.federation_ids)), sa.or_(Position.state.in_(SENT), asked))
        .order_by(Position.relayed_at.is_(None), Position.relayed_at.desc(), Position.id.desc())
        .limit(200)
    )
    return db.session.scalars(query).all()


def _shown(position: Position) -> Subject:
    """Of words that authors released what they agreed to: they never saw the position's title."""
    if position.state in SENT:
        return Subject(position.id, ReadWords(position.title, position.statement, position.request))
    title = shorten(" ".join(position.statement.split()), LONGEST_TITLE, placeholder="…")
    return Subject(position.id, ReadWords(title, position.statement, position.request))


def _as_candidate(position: Position, subject: Subject) -> Candidate:
    words = subject.words
    return Candidate(fold(words.title), fold(f"{words.title} {words.statement} {words.request}"), (position, subject))


def _released(positions: Collection[Position]) -> dict[int, set[int]]:
    """By position id, the issues whose authors said yes to exactly the present words, to ask the sector with them."""
    if not positions:
        return {}
    rows = db.session.execute(
        sa.select(WordingAgreement.position_id, WordingAgreement.issue_id, WordingAgreement.wording_hash).where(
            WordingAgreement.position_id.in_([one.id for one in positions]),
            WordingAgreement.purpose == WordingPurpose.ASK,
            WordingAgreement.agreed.is_(True),
        )
    )
    hashes = {one.id: one.wording_hash for one in positions}
    found: dict[int, set[int]] = {}
    for position_id, issue_id, words in rows:
        if hashes[position_id] == words:
            found.setdefault(position_id, set()).add(issue_id)
    return found


def _may_be_shown(standing: Standing, released: dict[int, set[int]]) -> bool:
    if standing.position.state in SENT:
        return standing.evidence.enough
    behind = {link.issue_id for link in standing.usable}
    return bool(behind) and behind <= released.get(standing.position.id, set())


def wishes_of(issue_id: int) -> set[int]:
    """The ids of the positions that the author of an issue wishes to join."""
    wished = sa.select(position_wish.c.position_id).where(position_wish.c.issue_id == issue_id)
    return set(db.session.scalars(wished))
