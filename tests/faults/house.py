"""A database, a mail server and worker processes of their own, to be killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cara_crm import create_app
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from config import Config
from tests import postgresql, smtp

ROOT = Path(__file__).resolve().parents[2]
SECRET = "f" * 32
PATIENCE_SECONDS = 60
TEMPLATES = tempfile.TemporaryDirectory()
Step = Callable[[], bool]


class House:
    """`queue(n)` writes deliveries; `worker()` starts a process; `sent` are the mails that arrived."""

    def __init__(self, url: str, folder: Path, mail_url: str, mailboxes: smtp.Mailboxes) -> None:
        self.engine = sa.create_engine(url)
        self.mailboxes = mailboxes
        self.environment = os.environ | {
            "DATABASE_URL": url,
            "INSTANCE": str(folder),
            "SECRET_KEY": SECRET,
            "MAIL_URL": mail_url,
            "DEMO": "0",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def queue(self, n: int) -> None:
        with Session(self.engine) as session:
            session.add_all(
                Delivery(
                    kind="trial",
                    dedupe_key=f"key{i}",
                    recipient=f"person{i}@atelier.example",
                    subject="Essai",
                    body_text="Bonjour",
                    message_id=f"<message{i}@cara.example>",
                )
                for i in range(n)
            )
            session.commit()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=subprocess.PIPE)
        self.processes.append(process)
        return process

    def worker(self, *flags: str) -> subprocess.Popen[bytes]:
        return self.start("-m", "flask", "--app", "cara_crm", "worker", *flags)

    def end(self, process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> str:
        """Send the signal; what the process said on stderr."""
        process.send_signal(number)
        said = process.communicate(timeout=PATIENCE_SECONDS)[1].decode()
        self.processes.remove(process)
        return said

    @property
    def sent(self) -> Counter[str]:
        """How often each Message-ID arrived."""
        return Counter(str(message["Message-ID"]) for message in self.mailboxes.messages)

    def states(self) -> Counter[DeliveryStatus]:
        with Session(self.engine) as session:
            return Counter(session.scalars(sa.select(Delivery.status)))

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()
        self.engine.dispose()


@cache
def _migrated(server_url: str) -> str:
    """A migrated database that the houses of this process copy, which takes a tenth of the time to migrate one:
    the path of a SQLite file, or the name of a database on that server."""
    if server_url:
        name = f"faults_{os.getpid()}"
        url, folder = postgresql.create_database(server_url, name), TEMPLATES.name
    else:
        name = f"{TEMPLATES.name}/migrated.db"
        url, folder = f"sqlite:///{name}", TEMPLATES.name
    app = create_app(Config(SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=url, INSTANCE=Path(folder)))
    with app.app_context():
        flask_migrate.upgrade()
        app.extensions["sqlalchemy"].engine.dispose()
    return name


def _database(server_url: str, folder: Path) -> str:
    """The URL of a database of a house's own."""
    model = _migrated(server_url)
    if server_url:
        return postgresql.create_database(server_url, f"{model}_{time.monotonic_ns()}", like=model)
    with closing(sqlite3.connect(model)) as source, closing(sqlite3.connect(folder / "faults.db")) as target:
        source.backup(target)
    return f"sqlite:///{folder}/faults.db"


@contextmanager
def built(server_url: str) -> Iterator[House]:
    """A house whose database is migrated: SQLite, or PostgreSQL when there is a server's URL."""
    with tempfile.TemporaryDirectory() as name, smtp.running() as (server, mailboxes):
        folder = Path(name)
        house = House(_database(server_url, folder), folder, server.url, mailboxes)
        try:
            yield house
        finally:
            house.close()


def wait_until(step: Step, seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not step():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
