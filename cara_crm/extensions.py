"""Extensions, made here, bound to the application in the factory; and how SQLite has to be spoken to."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from flask import has_request_context, request
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from cara_crm.core.db import Base
from cara_crm.core.languages import Languages

db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Languages()

SQLITE_PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=30000", "synchronous=NORMAL")


@sa.event.listens_for(sa.Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@sa.event.listens_for(sa.Engine, "begin")
def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the write lock at the start of anything that may write, so that it waits instead of failing half-way."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _only_reads(connection) else "BEGIN IMMEDIATE")


def _only_reads(connection: sa.Connection) -> bool:
    if connection.get_execution_options().get("only_reads"):
        return True
    return has_request_context() and request.method in ("GET", "HEAD")


@contextmanager
def reading() -> Iterator[None]:
    """For the slow part of a POST (parse, hash, match, render): read without SQLite's write lock, before writing.

    To be entered before anything is added to the session: what was not committed is dropped.
    """
    db.session.rollback()
    db.session.connection(execution_options={"only_reads": True})
    try:
        yield
    finally:
        db.session.rollback()


def one_at_a_time(what: str) -> None:
    """Nobody else gets beyond this line with the same `what` until our transaction ends. For a question and the write
    that follows from its answer."""
    if db.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(crc32(what.encode()))))
