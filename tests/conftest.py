"""One migrated database a process, one outer transaction a test; what the code commits is only a savepoint."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.globals import app_ctx
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy.orm import scoped_session, sessionmaker
from werkzeug.test import TestResponse

from cara_crm import create_app, extensions
from cara_crm.accounts.models import User, UserSession
from cara_crm.core import clock
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db as _db
from config import Config
from tests import browse as pages
from tests import postgresql

#: No test fails because the machine is busy, none remembers what another run found.
settings.register_profile("patient", deadline=None, database=None)
settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads starts PostgreSQL when TEST_DATABASE asks for it; the others are told where it is.

    SQLite reads backwards where no order is said: what relies on one that nobody promised fails here each time.
    """
    extensions.SQLITE_PRAGMAS += ("reverse_unordered_selects=ON",)
    if os.environ.get("TEST_DATABASE") != "postgresql":
        return
    if hasattr(config, "workerinput"):
        config.postgresql_url = config.workerinput["postgresql_url"]
    else:
        config.postgresql = postgresql.Server.start()
        config.postgresql_url = config.postgresql.url


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["postgresql_url"] = getattr(node.config, "postgresql_url", "")


def pytest_unconfigure(config: pytest.Config) -> None:
    if server := getattr(config, "postgresql", None):
        server.stop()


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of this process's own: a SQLite file, or one on the PostgreSQL of this run."""
    if url := getattr(request.config, "postgresql_url", ""):
        return postgresql.create_database(url, f"cara_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    return f"sqlite:///{tmp_path_factory.mktemp('database')}/test.db"


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    config = Config(
        SECRET_KEY="k" * 32,
        SQLALCHEMY_DATABASE_URI=database_url,
        INSTANCE=tmp_path_factory.mktemp("instance"),
        BASE_URL="http://localhost",
        TESTING=True,
    )
    app = create_app(config)
    app.test_client_class = Browser
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        _db.engine.dispose()


class Browser(FlaskClient):
    """Asks as one does from outside: nothing that the test has loaded or has not committed is there for the page."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        _db.session.commit()
        with self.application.app_context():
            response = super().open(*args, buffered=buffered, **kwargs)
        _db.session.expire_all()
        return response


@contextmanager
def rolled_back(app: Flask) -> Iterator[Any]:
    """The database in one transaction that ends in nothing."""
    with app.app_context():
        connection = _db.engine.connect()
        outer = connection.begin()
        maker = sessionmaker(bind=connection, join_transaction_mode="create_savepoint")
        session = scoped_session(maker, scopefunc=lambda: id(app_ctx._get_current_object()))
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(_db, "session", session)
                yield _db
        finally:
            session.close()
            outer.rollback()
            connection.close()


@pytest.fixture(autouse=True)
def db(app: Flask) -> Iterator[Any]:
    with rolled_back(app) as database:
        yield database


@pytest.fixture
def request_context(app: Flask) -> Iterator[None]:
    """For what needs a language or a URL outside a client's request."""
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        yield


@pytest.fixture
def whole_window() -> Iterator[None]:
    """The windows in which attempts are counted begin now: none ends while a slow test counts."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(hour):
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[[User], FlaskClient]:
    """sign_in(user) → the client, with a session of the server's as a browser would have it."""

    def _sign_in(user: User) -> FlaskClient:
        token = secrets.token_urlsafe(32)
        _db.session.add(
            UserSession(user=user, token_hash=token_hash(token), expires_at=clock.now() + timedelta(days=1))
        )
        _db.session.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return client

    return _sign_in


@pytest.fixture
def post(client: FlaskClient) -> Callable[..., Any]:
    """post(page, action, data) as a browser would: with the page's CSRF token."""

    def _post(page: str, action: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        html = client.get(page).get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
        assert token, f"{page} has no form with a CSRF token"
        return client.post(action, data={"csrf_token": token[1], **(data or {})}, **kwargs)

    return _post


@pytest.fixture
def browse(client: FlaskClient, count_queries: Any) -> Callable[..., str]:
    """browse(url) → HTML of a page that loads, after the checks that every page has to pass (tests/browse.py)."""

    def _browse(url: str, *, budget: int = 12, **kwargs: Any) -> str:
        _db.session.commit()
        client.application.extensions.pop("health", None)  # asked in each request, whenever it was asked before
        with count_queries() as counter:
            response = client.get(url, **kwargs)
        assert response.status_code == 200, (url, response.status_code)
        assert counter.n <= budget, f"{url}: {counter.n} queries\n" + "\n".join(counter.statements)
        html = response.get_data(as_text=True)
        pages.check(html)
        return html

    return _browse


class Counter:
    """How many statements went to the database, savepoints apart."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    @property
    def n(self) -> int:
        return len(self.statements)


@pytest.fixture
def count_queries() -> Any:
    @contextmanager
    def counting() -> Iterator[Counter]:
        counter = Counter()

        def on_execute(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if "SAVEPOINT" not in statement:
                counter.statements.append(statement)

        sa.event.listen(sa.Engine, "before_cursor_execute", on_execute)
        try:
            yield counter
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", on_execute)

    return counting
