"""The product under measure: a filled database, the production server with its worker, a signed-in browser."""

import os
import re
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import flask_migrate
import sqlalchemy as sa
from flask import Flask

from cara_crm import create_app
from cara_crm.accounts.models import User, UserSession
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.core.tokens import token_hash
from cara_crm.demonstration.cast import make_members
from cara_crm.extensions import db
from config import Config

PROCESSES = 4
KEY = "b" * 40


def make_app(url: str, instance: Path) -> Flask:
    config = Config(SECRET_KEY=KEY, SQLALCHEMY_DATABASE_URI=url, INSTANCE=instance)
    app = create_app(config)
    with app.app_context():
        flask_migrate.upgrade()
    return app


def fill(app: Flask, members: int) -> str:
    """Members with two contacts each, and a manager; the session token of the manager."""
    token = secrets.token_urlsafe(32)
    with app.app_context():
        manager = User(email="bench@cluster.example", name="Bench", role=Role.MANAGER)
        until = clock.now() + timedelta(days=1)
        db.session.add(UserSession(user=manager, token_hash=token_hash(token), expires_at=until))
        make_members(members, seed=1)
        db.session.commit()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM ANALYZE"))
    return token


def cookie(app: Flask, token: str) -> str:
    """The signed cookie of a browser that has this session."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': token, '_fresh': True})}"


@contextmanager
def serving(url: str, instance: Path, port: int) -> Iterator[int]:
    """Four web processes and a worker, as `make run` starts them; yields the id of the process that leads."""
    environment = {
        **os.environ,
        "SECRET_KEY": KEY,
        "DATABASE_URL": url,
        "INSTANCE": str(instance),
        "PORT": str(port),
        "WEB_PROCESSES": str(PROCESSES),
    }
    launcher = subprocess.Popen([sys.executable, "-m", "cara_crm.launcher"], env=environment)
    try:
        _wait(port)
        yield launcher.pid
    finally:
        launcher.terminate()
        launcher.wait(30)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def memory_mb(leader: int) -> float:
    """Proportional memory of the process and all that it started, in MB."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text()
        except OSError:
            continue
        children.setdefault(int(text.rsplit(")", 1)[1].split()[1]), []).append(int(text.split()[0]))
    seen, todo = set(), [leader]
    while todo:
        seen.add(process := todo.pop())
        todo += children.get(process, [])
    return round(sum(_pss(p) for p in seen) / 1024, 1)


def _pss(process: int) -> int:
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(n) for n in re.findall(r"^Pss:\s+(\d+) kB", rollup, re.M))


def queries(app: Flask, cookie_header: str, paths: dict[str, str]) -> dict[str, int]:
    """Statements a request, counted in this process."""
    counts: dict[str, int] = {}
    name, value = cookie_header.split("=", 1)
    for label, path in paths.items():
        client, seen = app.test_client(), [0]
        client.set_cookie(name, value)

        def count(_connection: Any, _cursor: Any, statement: str, *_: Any, seen: list[int] = seen) -> None:
            seen[0] += not statement.startswith("BEGIN")

        client.get(path)
        sa.event.listen(sa.Engine, "before_cursor_execute", count)
        client.get(path)
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
        counts[label] = seen[0]
    return counts
