"""A PostgreSQL of the tests' own: a temporary folder, an unprivileged user, a socket on this machine only."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg

MISSING = "PostgreSQL's initdb was not found: install the distribution's package (Debian: apt install postgresql)."


def _binaries() -> Path:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb") or ""]
    if not found[-1]:
        raise RuntimeError(MISSING)
    return Path(found[-1]).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_unprivileged() -> str | None:
    """initdb refuses root: then the distribution's `postgres` user, else `nobody`."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@dataclass
class Server:
    """`url` reaches its maintenance database; `stop()` ends it and removes its folder."""

    folder: Path
    user: str | None
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://cara@127.0.0.1:{self.port}/postgres"

    @classmethod
    def start(cls, port: int | None = None) -> "Server":
        server = cls(Path(tempfile.mkdtemp(prefix="cara_pg_")), _as_unprivileged(), port or _free_port())
        if server.user:
            shutil.chown(server.folder, server.user)
        server._run("initdb", "-U", "cara", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N", "data")
        options = (
            f"-p {server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={server.folder} -c fsync=off"
        )
        server._run("pg_ctl", "-D", "data", "-w", "-t", "60", "-l", "log", "-o", options, "start")
        return server

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(_binaries() / program), *arguments],
            cwd=self.folder,
            user=self.user,
            check=True,
            stdout=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )


def create_database(url: str, name: str, *, like: str = "template1") -> str:
    """A new database on the server of `url`, empty or a copy of another; the URL that the application takes."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}".encode())
    return url.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0] + f"/{name}"
