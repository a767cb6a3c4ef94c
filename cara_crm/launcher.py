"""`make run`: prepare what is missing, start the web server and a worker, stop both when asked to."""

import multiprocessing
import os
import secrets
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

import flask_migrate
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask

import config as configuration
from cara_crm import create_app
from cara_crm.accounts.models import User
from cara_crm.cli import web
from cara_crm.core import logs
from cara_crm.core.processes import end_with_parent
from cara_crm.extensions import db
from cara_crm.settings import queries as settings
from cara_crm.worker import Worker

FLASK = [sys.executable, "-m", "flask", "--app", "cara_crm"]
PROCESSES = multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")
STOPS = (signal.SIGINT, signal.SIGTERM)
PATIENCE_SECONDS = 20
RESTART_SECONDS = 2
OTHERS = 0o077  # every permission of the group and of everybody else


class CannotStart(Exception):
    """What is in the way, as one sentence for who typed `make run`."""


def prepare_instance(folder: Path) -> None:
    """Make the instance folder and its secret key when they are not there, and keep both from everybody else.

    The folder is 700 even when it was there before; what this process and its children write from now on is for
    their account alone (umask 077). Raises CannotStart.
    """
    os.umask(OTHERS)
    key = folder / "secret_key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) & OTHERS:
            folder.chmod(0o700)
        if not key.exists():
            descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        if not folder.is_dir():
            raise CannotStart(f"{folder} is a file, not a folder: choose another with INSTANCE.") from None
    except OSError as error:
        raise CannotStart(
            f"The folder {folder} cannot be written ({error.strerror}): choose another with INSTANCE."
        ) from error


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"{host}:{port} cannot be used ({error.strerror}): choose another with PORT=8001 make run."
            ) from error


def prepare_database(app: Flask) -> bool:
    """Bring the database up to date; True when nobody has an account yet."""
    with app.app_context():
        try:
            known = {r.revision for r in ScriptDirectory(app.root_path + "/../migrations").walk_revisions()}
            stored = set(_stored_revisions())
            if stored - known:
                raise CannotStart(
                    "The database was written by a newer version of cara_crm: update the code, or set DATABASE_URL."
                )
            flask_migrate.upgrade()
            return db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 0
        except sa.exc.OperationalError as error:
            raise _cannot_open(error) from error
        finally:
            _let_go()


def _let_go() -> None:
    """No connection to the database may be open when a process forks: two cannot talk over one."""
    db.session.remove()
    db.engine.dispose()


def _stored_revisions() -> list[str]:
    """Raises CannotStart for a file that is no database."""
    try:
        with db.engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return []
            return list(connection.scalars(sa.text("SELECT version_num FROM alembic_version")))
    except sa.exc.DatabaseError as error:
        raise _cannot_open(error) from error


def _cannot_open(error: sa.exc.DatabaseError) -> CannotStart:
    reason = str(error.orig).strip().splitlines()[0]
    return CannotStart(f"The database cannot be opened ({reason}): look at DATABASE_URL.")


class Children:
    """The web server and the worker. One that dies is started again; both end when the launcher does."""

    def __init__(self, works: dict[str, Callable[[], None]]) -> None:
        self.works = works
        self.running: dict[str, BaseProcess] = {}
        self.stopping = False

    def start(self, name: str) -> None:
        """Until the child has handlers of its own, a signal to it waits: those of the launcher are not for it."""
        self.running[name] = process = PROCESSES.Process(target=_alone, args=(self.works[name],), name=name)
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True
        for process in self.running.values():
            process.terminate()

    def watch(self) -> None:
        """Return when asked to stop and everybody has."""
        while not self.stopping:
            for name, process in list(self.running.items()):
                if process.exitcode is not None and not self.stopping:
                    print(f"{name} ended ({process.exitcode}) and is started again.", flush=True)
                    time.sleep(RESTART_SECONDS)
                    self.start(name)
            time.sleep(0.2)
        for process in self.running.values():
            process.join(PATIENCE_SECONDS)
            process.kill()


def _alone(work: Callable[[], None]) -> None:
    """In a child: Ctrl-C at the terminal is for the launcher, which passes it on."""
    os.setsid()
    end_with_parent()
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    work()


@cache
def application() -> Flask:
    """The one that the children share with the launcher where they are forked; elsewhere each makes its own."""
    return create_app(configuration.load())


def lend_mailbox(app: Flask) -> None:
    """A demonstration reads a folder: who puts a message into `mailbox/new` of the instance has sent it a mail."""
    with app.app_context():
        is_demonstration = settings.is_demonstration()
        _let_go()
    if not is_demonstration or app.config["MAILBOX_URL"]:
        return
    folder = app.config["INSTANCE"] / "mailbox"
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    app.config.update(MAILBOX_URL=f"maildir:{folder}", MAILBOX_ADDRESS="crm@cara.example")


def serve() -> None:
    web.serve(application())


def work() -> None:
    Worker.of(application()).run_forever()


def wait_until_it_answers(config: configuration.Config, children: Children) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not children.stopping:
        with socket.socket() as probe:
            if probe.connect_ex((config.HOST, config.PORT)) == 0:
                return
        time.sleep(0.1)


def welcome(app: Flask, config: configuration.Config, is_empty: bool) -> str:
    """What the person at the terminal needs to know."""
    with app.app_context():
        lines = [f"cara_crm runs at {config.BASE_URL}  (Ctrl-C stops it)"]
        if is_empty:
            lines.append(f"Nobody has an account yet: make the first administrator at {config.BASE_URL}/setup")
        elif people := db.session.scalars(sa.select(User).where(User.is_demonstration).order_by(User.id)).all():
            lines.append("Demonstration. The first page signs you in with one click as:")
            lines += [f"  {u.name} <{u.email}>, {u.role.value}" for u in people]
        else:
            lines.append("Sign in with your e-mail address.")
        _let_go()
    return "\n".join(lines)


def run() -> int:
    """Exit status: 0 when stopped by Ctrl-C or SIGTERM, 1 with one sentence when it cannot start."""
    try:
        instance = configuration.instance_folder()
        prepare_instance(instance)
        config = configuration.load()
        logs.configure(config.LOG_FORMAT)
        refuse_taken_port(config.HOST, config.PORT)
        app = application()
        is_empty = prepare_database(app)
        if is_empty and config.DEMO:
            print("Making the demonstration (once; some seconds)…", flush=True)
            subprocess.run([*FLASK, "demo"], check=True)  # noqa: S603
            is_empty = False
    except (CannotStart, configuration.ConfigurationError) as error:
        print(f"cara_crm cannot start. {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        print("cara_crm cannot start. The demonstration could not be made; DEMO=0 starts without.", file=sys.stderr)
        return 1
    lend_mailbox(app)
    web.preload(app)
    children = Children({"web": serve, "worker": work})
    signal.signal(signal.SIGINT, children.stop)
    signal.signal(signal.SIGTERM, children.stop)
    for name in children.works:
        children.start(name)
    wait_until_it_answers(config, children)
    print(welcome(app, config, is_empty), flush=True)
    children.watch()
    print("Stopped.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(run())
