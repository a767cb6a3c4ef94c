"""The floor and the peer, where they are: hand-written SQL under Flask, and Django's admin over the same data.

They are looked for in BENCH_PEERS (default: `../shared/bench` beside the project) and run in a virtual environment of
their own under build/. Where they are not, the product is measured alone.
"""

import csv
import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("BENCH_PEERS", ROOT.parent / "shared" / "bench"))
BUILD = ROOT / "build" / "peers"
PACKAGES = ("flask==3.1.3", "gunicorn", "django==5.2.*", "django-import-export", "psycopg[binary]==3.3.9")
DJANGO_PORT = 5499  # the peer's settings name it


def are_there() -> bool:
    return (FOLDER / "flask_limit.py").exists() and (FOLDER / "django_peer").is_dir()


def python() -> str:
    """An interpreter with the peers' packages, made once."""
    interpreter = BUILD / "venv" / "bin" / "python"
    if not interpreter.exists():
        subprocess.run([sys.executable, "-m", "venv", BUILD / "venv"], check=True)
        subprocess.run([interpreter, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return str(interpreter)


def data(members: int) -> Path:
    """The peers' own generated rows, as CSV files."""
    if not (BUILD / f"members_{members}.csv").exists():
        subprocess.run([sys.executable, FOLDER / "gen_members.py", str(members), BUILD], check=True)
    return BUILD


def floor_database(members: int) -> Path:
    """The SQLite file that the floor reads: the columns of its queries, folded names, a trigram index."""
    from cara_crm.core.fold import fold

    path = BUILD / f"raw_{members}.db"
    if path.exists():
        return path
    folder, connection = data(members), sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE sector(id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE member(id INTEGER PRIMARY KEY, name, siren, type, address, city, postcode, sector_id INTEGER,"
        " status, email, phone, joined, sort_name, search);"
        "CREATE TABLE contact(id INTEGER PRIMARY KEY, member_id INTEGER, first_name, last_name, email, phone, role);"
        "CREATE VIRTUAL TABLE member_fts USING fts5(search, content='', tokenize='trigram');"
    )
    connection.executemany("INSERT INTO sector VALUES (?, ?)", _rows(folder / "sectors.csv"))
    rows = [(*r[:12], fold(r[1]), fold(" ".join(r[1:6]))) for r in _rows(folder / f"members_{members}.csv")]
    connection.executemany(f"INSERT INTO member VALUES ({','.join('?' * 14)})", rows)
    connection.executemany("INSERT INTO member_fts(rowid, search) VALUES (?, ?)", [(r[0], r[13]) for r in rows])
    connection.executemany("INSERT INTO contact VALUES (?,?,?,?,?,?,?)", _rows(folder / f"contacts_{members}.csv"))
    connection.executescript(
        "CREATE INDEX a ON member(sort_name, id); CREATE INDEX b ON member(sector_id, sort_name, id);"
        "CREATE INDEX c ON contact(member_id); ANALYZE;"
    )
    connection.commit()
    return path


def floor_on_postgresql(members: int, url: str) -> str:
    """The same tables on a server; `url` is its maintenance database. Gives back what the floor connects to."""
    from cara_crm.core.fold import fold

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE floor")
    target, folder = url.rsplit("/", 1)[0] + "/floor", data(members)
    with psycopg.connect(target, autocommit=True) as connection:
        connection.execute(
            "CREATE EXTENSION pg_trgm; CREATE TABLE sector(id integer PRIMARY KEY, name text);"
            "CREATE TABLE member(id integer PRIMARY KEY, name text, siren text, type text, address text, city text,"
            " postcode text, sector_id integer, status text, email text, phone text, joined text,"
            ' sort_name text COLLATE "C", search text);'
            "CREATE TABLE contact(id integer PRIMARY KEY, member_id integer, first_name text, last_name text,"
            " email text, phone text, role text)"
        )
        rows = [[*r[:12], fold(r[1]), fold(" ".join(r[1:6]))] for r in _rows(folder / f"members_{members}.csv")]
        _copy(connection, "sector", _rows(folder / "sectors.csv"))
        _copy(connection, "member", rows)
        _copy(connection, "contact", _rows(folder / f"contacts_{members}.csv"))
        connection.execute(
            "CREATE INDEX ON member(sort_name, id); CREATE INDEX ON member(sector_id, sort_name, id);"
            "CREATE INDEX ON member USING gin(search gin_trgm_ops); CREATE INDEX ON contact(member_id)"
        )
        connection.execute("VACUUM ANALYZE")
    return target


def _copy(connection: psycopg.Connection, table: str, rows: list[list[str]]) -> None:
    with connection.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@contextmanager
def floor(members: int, port: int, postgresql_url: str = "") -> Iterator[str]:
    """The floor on its port, over SQLite or that server; yields the cookie of a signed-in browser."""
    where = (
        ("LIMIT_DSN", floor_on_postgresql(members, postgresql_url))
        if postgresql_url
        else ("LIMIT_DB", str(floor_database(members)))
    )
    environment = {**os.environ, where[0]: where[1]}
    with _gunicorn("flask_limit:app", FOLDER, port, environment):
        response = urllib.request.urlopen(f"http://127.0.0.1:{port}/login")
        yield response.headers["Set-Cookie"].split(";")[0]


@contextmanager
def django(members: int, port: int, postgresql_url: str) -> Iterator[str]:
    """Django's admin on its port, over the PostgreSQL at DJANGO_PORT; yields its administrator's cookies."""
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE bench SUPERUSER LOGIN PASSWORD 'bench'")
        connection.execute("CREATE DATABASE bench OWNER bench")
    peer = FOLDER / "django_peer"
    subprocess.run(
        [python(), peer / "load.py", str(members), data(members)], check=True, cwd=peer, stdout=subprocess.DEVNULL
    )
    with _gunicorn("wsgi:application", peer, port, {**os.environ, "DJ_DB": f"dj{members}"}):
        yield _django_sign_in(port)


def _django_sign_in(port: int) -> str:
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    login = f"http://127.0.0.1:{port}/admin/login/?next=/admin/"
    page = browser.open(login).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    fields = {"username": "admin", "password": "admin", "csrfmiddlewaretoken": token[1], "next": "/admin/"}
    browser.open(login, urllib.parse.urlencode(fields).encode())
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


@contextmanager
def _gunicorn(app: str, folder: Path, port: int, environment: dict[str, str]) -> Iterator[None]:
    command = [
        python(),
        "-m",
        "gunicorn",
        "-w",
        "4",
        "--threads",
        "2",
        "-b",
        f"127.0.0.1:{port}",
        "--log-level",
        "warning",
        app,
    ]
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        time.sleep(3)
        yield
    finally:
        process.terminate()
        process.wait(20)
