"""What a search finds, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from cara_crm.extensions import db

SHOWN = 8  # of each kind
MOST_READ = 200  # of those that hold the words, before the best are taken
MOST_ALIKE = 2000  # of those that could be meant when a letter is wrong


class Kind(StrEnum):
    MEMBER = "member"
    CONTACT = "contact"
    WORKGROUP = "workgroup"
    ISSUE = "issue"
    POSITION = "position"
    RELAY = "relay"
    REPORT = "report"


class Why(StrEnum):
    """Where the words were found, when the title does not show it."""

    SIREN = "siren"
    SIRET = "siret"
    FORMER_NAME = "former_name"
    PLACE = "place"
    EMAIL = "email"
    EMPLOYER = "employer"
    FORMER_EMPLOYER = "former_employer"
    TEXT = "text"
    SPELLING = "spelling"


@dataclass(frozen=True)
class Hit:
    kind: Kind
    id: int
    title: str
    place: str
    why: Why | None = None
    matched: str = ""


def best(words: list[str], *selects: Any) -> list[int]:
    """The first ids of statements (id, sort key), each limited, read at once: those of an earlier statement first;
    of one statement those in which every word begins a word, then by name."""
    parts = (
        sa.select(sa.literal(place).label("place"), part.c.id, part.c.sort_key)
        for place, part in enumerate(select.subquery() for select in selects)
    )
    rows = db.session.execute(sa.union_all(*parts)).all()
    ordered = sorted(rows, key=lambda row: (row.place, not _begin_words(words, row.sort_key), row.sort_key))
    return list(dict.fromkeys(row.id for row in ordered))[:SHOWN]


def _begin_words(words: list[str], text: str) -> bool:
    return all(f" {word}" in f" {text}" for word in words)
