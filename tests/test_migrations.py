"""From nothing up, models agree, down to nothing; one line of revisions."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

import cara_crm.extensions as extensions
from cara_crm import create_app
from cara_crm.core.db import Base
from cara_crm.core.search import is_of_search
from config import Config
from tests import postgresql

ROOT = Path(__file__).resolve().parents[1]


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_migrations_never_import_the_application() -> None:
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert "cara_crm" not in path.read_text(), path.name


def test_models_and_migrations_agree(db: Any) -> None:
    context = MigrationContext.configure(
        db.session.connection(), opts={"compare_type": True, "include_name": lambda name, *_: not is_of_search(name)}
    )
    assert compare_metadata(context, Base.metadata) == []


BEFORE_KINDS = "c93e5b7a1f20"
TASK = sa.table(
    "task",
    *(sa.column(name) for name in ("id", "kind", "title")),
    sa.column("names", sa.JSON()),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "updated_at")),
)
SENTENCES = {
    "Rappeler Marin": ("note", "Rappeler Marin", {}),
    "Envoyer un erratum\u202f: l’auteur d’une remontée a changé d’avis sur qui peut savoir": ("erratum", "", {}),
    "Call Ana Lopès: the answer does not help": ("call", "", {"name": "Ana Lopès"}),
    "Ana, de Forge Fictive, propose une correction\u00a0: le SIREN\na changé": (
        "correction",
        "le SIREN\na changé",
        {"name": "Ana", "member": "Forge Fictive"},
    ),
    "FIF asks about “Acier: prix”: Depuis quand ?": ("question", "Depuis quand ?", {"federation": "FIF"}),
}


@pytest.fixture
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The product on a database of its own, of the kind that the tests run on, with no table in it."""
    url = f"sqlite:///{tmp_path}/own.db"
    if server := getattr(request.config, "postgresql_url", ""):
        url = postgresql.create_database(server, f"own_{secrets.token_hex(6)}")
    own = create_app(Config("k" * 32, SQLALCHEMY_DATABASE_URI=url, INSTANCE=tmp_path, TESTING=True))
    yield own
    with own.app_context():
        extensions.db.engine.dispose()


def test_tasks_that_were_written_in_a_language_are_taken_apart(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade(revision=BEFORE_KINDS)
        with extensions.db.engine.begin() as connection:
            at = datetime(2026, 11, 22, 9, tzinfo=UTC)
            rows = [{"title": title, "created_at": at, "updated_at": at} for title in SENTENCES]
            connection.execute(sa.insert(TASK), rows)
        flask_migrate.upgrade()
        with extensions.db.engine.begin() as connection:
            found = connection.execute(sa.select(TASK.c.kind, TASK.c.title, TASK.c.names).order_by(TASK.c.id)).all()
        assert [tuple(one) for one in found] == list(SENTENCES.values())
        flask_migrate.downgrade(revision=BEFORE_KINDS)
        with extensions.db.engine.begin() as connection:
            said = connection.scalars(sa.select(TASK.c.title).order_by(TASK.c.id)).all()
        assert said[2:] == [
            "Appeler Ana Lopès\u00a0: la réponse n’aide pas",
            "Ana, de Forge Fictive, propose une correction\u00a0: le SIREN\na changé",
            "FIF demande\u00a0: Depuis quand ?",
        ]


BEFORE_CARRYING = "d4e8a1f06b37"
ROWS: dict[str, list[dict[str, Any]]] = {
    "position": [{"id": 1, "state": "relayed"}, {"id": 2, "state": "relayed"}],
    "report": [
        {"id": 1, "edition": 1, "corrects_id": None, "document": [("CARA-P1", "Même"), ("CARA-P2", "Avant")]},
        {"id": 2, "edition": 2, "corrects_id": 1, "document": [("CARA-P1", "Même"), ("CARA-P2", "Après")]},
    ],
    "report_position": [{"report_id": r, "position_id": p, "ordinal": p} for r in (1, 2) for p in (1, 2)],
    "answer": [
        {"id": 101, "position_id": 1, "outcome": "declined", "text_members": "Non.", "state": "given"},
        {"id": 102, "position_id": 2, "outcome": "taken_up", "text_members": "Oui.", "state": "given"},
    ],
    "audit_event": [
        {
            "id": 101,
            "action": "answer.given",
            "subject_type": "answer",
            "subject_id": 101,
            "actor_label": "A.",
            "details": {},
        }
    ],
}
NOTHING = {bool: False, int: 0, str: "", object: {}}
BEFORE_BEHIND = "d90b6e3c5f14"
ISSUE = {
    "member_id": 1,
    "kind": "need",
    "channel": "portal",
    "urgency": "normal",
    "agreement": "agreed",
    "state": "relayed",
    "submitted_at": datetime(2026, 11, 2, 9, tzinfo=UTC),
}
BEHIND: dict[str, list[dict[str, Any]]] = {
    "member": [{"id": 1, "category": "sme", "status": "active"}],
    "issue": [ISSUE | {"id": n} for n in (1, 2)],
    "position": [{"id": 1, "state": "relayed"}],
    "position_issue": [{"position_id": 1, "issue_id": n, "stance": "for"} for n in (1, 2)],
    "relay": [{"id": 1, "kind": "report", "direction": "up"}, {"id": 2, "kind": "answer", "direction": "down"}],
    "relay_issue": [{"relay_id": 1, "issue_id": 1}],
    "report": [{"id": 1, "relay_id": 1, "edition": 1, "document": []}],
    "report_position": [{"report_id": 1, "position_id": 1, "ordinal": 1}],
    "answer": [{"id": 1, "position_id": 1, "relay_id": 2, "outcome": "declined", "state": "relayed"}],
}


def _fill(connection: sa.Connection, tables_of_rows: dict[str, list[dict[str, Any]]] = ROWS) -> None:
    """Rows written straight into the tables of that day; what they do not say is what it must be at least."""
    at, day, tables = datetime(2026, 11, 22, 9, tzinfo=UTC), date(2026, 11, 1), sa.MetaData()
    tables.reflect(connection, only=["federation", *tables_of_rows])
    common = dict.fromkeys(("created_at", "updated_at", "sent_at", "given_at", "happened_at", "added_at", "at"), at)
    common |= {"period_from": day, "period_until": day, "number": "CARA-2026-1", "language": "fr", "state": "sent"}
    common |= {
        "version": 1,
        "report_id": 1,
        "federation_id": connection.scalar(sa.text("SELECT min(id) FROM federation")),
    }
    for name, rows in tables_of_rows.items():
        for row in rows:
            given = common | row
            if name == "report":
                said = [{"id": code, "statement": text, "figures": [row["id"]]} for code, text in row["document"]]
                given["document"] = json.dumps({"positions": said})
            needed = (c for c in tables.tables[name].c if c.name in given or not c.nullable)
            values = {c.name: given[c.name] if c.name in given else NOTHING[c.type.python_type] for c in needed}
            connection.execute(sa.insert(tables.tables[name]).values(values))


def test_a_correction_that_was_sent_gets_the_answers_to_its_unchanged_words(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade(revision=BEFORE_CARRYING)
        with extensions.db.engine.begin() as connection:
            _fill(connection)
        flask_migrate.upgrade()
        names = ("report_id", "position_id", "text_members", "author_label", "carried_from_id")
        answer = sa.table("answer", *(sa.column(name) for name in names))
        with extensions.db.engine.begin() as connection:
            found = connection.execute(sa.select(answer).where(answer.c.report_id == 2)).all()
        assert [tuple(row) for row in found] == [(2, 1, "Non.", "A.", 101)]


def test_a_sent_report_knows_who_was_behind_it_and_a_relay_what_was_answered(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade(revision=BEFORE_BEHIND)
        with extensions.db.engine.begin() as connection:
            _fill(connection, BEHIND)
        flask_migrate.upgrade()
        with extensions.db.engine.begin() as connection:
            carried = connection.execute(sa.text("SELECT * FROM report_position_issue")).all()
            told = connection.scalar(sa.text("SELECT audience FROM relay WHERE id = 2"))
        assert [tuple(row) for row in carried] == [(1, 1, 1)]
        assert (json.loads(told) if isinstance(told, str) else told) == {"wording": {"outcome": "declined"}}


def test_all_the_way_down_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/down.db"
    other = create_app(Config(SECRET_KEY="k" * 32, SQLALCHEMY_DATABASE_URI=url, INSTANCE=tmp_path, TESTING=True))
    with other.app_context():
        flask_migrate.upgrade()
        flask_migrate.downgrade(revision="base")
        assert sa.inspect(extensions.db.engine).get_table_names() == ["alembic_version"]
