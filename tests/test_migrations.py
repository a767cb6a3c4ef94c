"""From nothing up, models agree, down to nothing; one line of revisions."""

from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import cara_crm.extensions as extensions
from cara_crm import create_app
from cara_crm.core.db import Base
from config import Config

ROOT = Path(__file__).resolve().parents[1]


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_migrations_never_import_the_application() -> None:
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert "cara_crm" not in path.read_text(), path.name


def test_models_and_migrations_agree(db: Any) -> None:
    context = MigrationContext.configure(db.session.connection(), opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def test_all_the_way_down_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/down.db"
    other = create_app(Config(SECRET_KEY="k" * 32, SQLALCHEMY_DATABASE_URI=url, INSTANCE=tmp_path, TESTING=True))
    with other.app_context():
        flask_migrate.upgrade()
        flask_migrate.downgrade(revision="base")
        assert sa.inspect(extensions.db.engine).get_table_names() == ["alembic_version"]
