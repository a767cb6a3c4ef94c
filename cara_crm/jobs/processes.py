"""Which processes work on this database, and which of them are gone."""

import os
import secrets
import socket
from datetime import timedelta
from functools import cache

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.jobs.models import Heartbeat

BEAT = timedelta(seconds=20)
SILENT = timedelta(minutes=2)
FORGOTTEN = timedelta(days=1)


@cache
def place() -> str:
    """This machine, or the container that numbers its processes itself."""
    try:
        namespace = str(os.stat("/proc/self/ns/pid").st_ino)
    except OSError:
        namespace = "0"
    return f"{socket.gethostname()}/{namespace}"


def new_name() -> str:
    """The name of a worker: where it runs, its number, and a word that no later process with that number shares."""
    return f"{place()}/{os.getpid()}/{secrets.token_hex(4)}"


def is_gone(name: str, *, me: str) -> bool:
    """Is it certain that this worker has ended? Only those of this machine can be asked."""
    where, _, rest = name.rpartition("/")[0].rpartition("/")
    if name == me or where != place() or not rest.isdigit():
        return False
    if int(rest) == os.getpid():
        return True
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def beat(name: str) -> None:
    """Leave a sign of life."""
    if heartbeat := db.session.get(Heartbeat, name):
        heartbeat.seen_at = clock.now()
    else:
        db.session.add(Heartbeat(process=name))


def count() -> int:
    """How many workers gave a sign of life lately; at least the one that asks."""
    alive = sa.select(sa.func.count()).select_from(Heartbeat).where(Heartbeat.seen_at > clock.now() - SILENT)
    return max(1, db.session.scalar(alive) or 0)


def leave(name: str) -> None:
    """A worker that stops in order is not silent: it is not there."""
    db.session.execute(sa.delete(Heartbeat).where(Heartbeat.process == name))


def sweep() -> None:
    """Forget workers that nobody has seen for a day."""
    db.session.execute(sa.delete(Heartbeat).where(Heartbeat.seen_at < clock.now() - FORGOTTEN))
