"""The demonstration told in a transaction, and what is read from it: made once for all the tests of a process."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from cara_crm.confidentiality.leaks import find_leaks
from cara_crm.core import clock
from cara_crm.core.db import Base
from cara_crm.demonstration import build as demonstration
from cara_crm.extensions import db as _db
from cara_crm.issues.queries.register import leak_index
from cara_crm.positions.models import POSITION_WORDS, Position
from cara_crm.relays.models import Relay
from cara_crm.reports.models import Answer, Report
from tests.conftest import rolled_back

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
SAID = ("title", "statement", "why", "request", "diverging")


@dataclass(frozen=True)
class Told:
    """Every row of every kind as it stood when the story was told (`now`), and the places that give somebody away."""

    now: datetime
    rows: dict[str, list[Any]]
    leaks: list[tuple[str, str]]

    def of(self, kind: type[Base]) -> list[Any]:
        return self.rows[kind.__tablename__]

    def one(self, kind: type[Base], key: int | None) -> Any:
        return next(row for row in self.of(kind) if row.id == key)


def tell(app: Flask, *, members: int = demonstration.MEMBERS, now: datetime = NOON) -> Told:
    """Tell the story, read it, forget it."""
    with rolled_back(app), clock.at(now):
        demonstration.build(members=members)
        _db.session.flush()
        kinds = [mapper.class_ for mapper in Base.registry.mappers]
        rows = {
            kind.__tablename__: list(_db.session.scalars(sa.select(kind).order_by(*sa.inspect(kind).primary_key)))
            for kind in kinds
        }
        told = Told(now, rows, list(_leaks()))
        _db.session.expunge_all()
    return told


def _leaks() -> Iterator[tuple[str, str]]:
    index = leak_index()
    for place, text in _released():
        for leak in find_leaks(text, index):
            yield place, leak.text


def _released() -> Iterator[tuple[str, str]]:
    """Every text that others than its author may read."""
    for report in _db.session.scalars(sa.select(Report)):
        yield report.number, report.key_messages
        for position in json.loads(report.document)["positions"] if report.document else ():
            yield report.number, "\n".join([*(position[name] for name in SAID), *position["examples"]])
    for one in _db.session.scalars(sa.select(Position)):
        yield one.title, "\n".join(getattr(one, name) for name in POSITION_WORDS)
    for relay in _db.session.scalars(sa.select(Relay)):
        yield relay.title, f"{relay.title}\n{relay.body}"
    for answer in _db.session.scalars(sa.select(Answer)):
        yield f"answer {answer.id}", f"{answer.text_members}\n{answer.text_cluster}"


@pytest.fixture(scope="session")
def told(app: Flask) -> Told:
    return tell(app)


@pytest.fixture(scope="session")
def again(app: Flask) -> Told:
    return tell(app)


@pytest.fixture(scope="session")
def small(app: Flask) -> Told:
    """Few members, told on a Sunday in January."""
    return tell(app, members=demonstration.LEAST, now=datetime(2028, 1, 2, 9, tzinfo=UTC))
