"""What a search finds, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from cara_crm.core.search import spoken
from cara_crm.extensions import db

SHOWN = 8  # of each kind
MOST_READ = 100  # of those that hold the words, before the best are taken
KEPT = 200  # statements, for as many people at work
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
    UNKNOWN_SITE = "unknown_site"
    FORMER_NAME = "former_name"
    PLACE = "place"
    FOREIGN_NUMBER = "foreign_number"
    PHONE = "phone"
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


def in_one(*selects: Any) -> sa.CompoundSelect[Any]:
    """Statements (id, sort key), each limited, as one; `best` reads it."""
    parts = (
        sa.select(sa.literal(place).label("place"), part.c.id, part.c.sort_key)
        for place, part in enumerate(select.subquery() for select in selects)
    )
    return sa.union_all(*parts)


def best(words: list[str], statement: sa.CompoundSelect[Any], **more: str) -> list[int]:
    """The first ids of statements that are `in_one`: those of an earlier statement first; of one statement those in
    which every word begins a word, then by name. `more`: what else the statement is run with."""
    rows = db.session.execute(statement, spoken(words) | more).all()
    begun = [f" {word}" for word in words]

    def rank(row: Any) -> tuple[int, bool, str]:
        said = f" {row.sort_key}"
        return row.place, not all(word in said for word in begun), row.sort_key

    return list(dict.fromkeys(row.id for row in sorted(rows, key=rank)))[:SHOWN]
