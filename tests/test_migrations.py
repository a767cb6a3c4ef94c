"""From nothing up, models agree, down to nothing; one line of revisions."""

import secrets
from datetime import UTC, datetime
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
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """The product on a database of its own, of the kind that the tests run on, with no table in it."""
    url = f"sqlite:///{tmp_path}/own.db"
    if server := getattr(request.config, "postgresql_url", ""):
        url = postgresql.create_database(server, f"own_{secrets.token_hex(6)}")
    return create_app(Config("k" * 32, SQLALCHEMY_DATABASE_URI=url, INSTANCE=tmp_path, TESTING=True))


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
        extensions.db.engine.dispose()
        assert said[2:] == [
            "Appeler Ana Lopès\u00a0: la réponse n’aide pas",
            "Ana, de Forge Fictive, propose une correction\u00a0: le SIREN\na changé",
            "FIF demande\u00a0: Depuis quand ?",
        ]


def test_all_the_way_down_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/down.db"
    other = create_app(Config(SECRET_KEY="k" * 32, SQLALCHEMY_DATABASE_URI=url, INSTANCE=tmp_path, TESTING=True))
    with other.app_context():
        flask_migrate.upgrade()
        flask_migrate.downgrade(revision="base")
        assert sa.inspect(extensions.db.engine).get_table_names() == ["alembic_version"]
