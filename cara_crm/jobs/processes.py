"""Which processes work on this database, and which of them are gone."""

import os
import secrets
import socket
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.jobs.models import Heartbeat, MailTrouble

BEAT = timedelta(seconds=20)
SILENT = timedelta(minutes=2)
FORGOTTEN = timedelta(days=1)
LONGEST_SAID = 300


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


@dataclass(frozen=True)
class Trouble:
    """Why sending rests, in the words of the mail server too, and since when."""

    what: MailTrouble
    said: str
    since: datetime = field(default_factory=clock.now)


def beat(name: str, trouble: Trouble | None = None) -> None:
    """Leave a sign of life, and say whether its mail rests."""
    heartbeat = db.session.get(Heartbeat, name) or Heartbeat(process=name)
    heartbeat.seen_at = clock.now()
    heartbeat.trouble = trouble.what if trouble else None
    heartbeat.trouble_since = trouble.since if trouble else None
    heartbeat.trouble_said = trouble.said[:LONGEST_SAID] if trouble else ""
    db.session.add(heartbeat)


def is_there() -> sa.ColumnElement[bool]:
    """It gave a sign of life lately; one that was ended from outside is not there any more."""
    return Heartbeat.seen_at > clock.now() - SILENT


def leave(name: str) -> None:
    """A worker that stops in order is not silent: it is not there."""
    db.session.execute(sa.delete(Heartbeat).where(Heartbeat.process == name))


def sweep() -> None:
    """Forget workers that nobody has seen for a day."""
    db.session.execute(sa.delete(Heartbeat).where(Heartbeat.seen_at < clock.now() - FORGOTTEN))
