"""Alembic's environment. SQLite rebuilds a table to alter it: foreign keys are off meanwhile, and checked after."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from cara_crm.core.db import Base, UTCDateTime
from cara_crm.core.search import is_of_search
from cara_crm.extensions import db


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Migrations spell types out in plain SQLAlchemy; they never import the application."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UTCDateTime) else False


@contextmanager
def foreign_keys_off(connection: sa.Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    yield
    broken = driver.execute("PRAGMA foreign_key_check").fetchall()
    driver.execute("PRAGMA foreign_keys=ON")
    if broken:
        raise RuntimeError(f"migration left broken references: {broken}")


def run() -> None:
    assert current_app
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
            render_item=render_item,
            include_name=lambda name, _kind, _parents: not is_of_search(name),
        )
        with foreign_keys_off(connection), context.begin_transaction():
            context.run_migrations()


run()
