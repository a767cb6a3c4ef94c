"""How fast mails leave, all workers together: each mail takes a turn in one table before it leaves.

A turn counts from its moment until a minute after its mail was dealt with, and at no moment count more than may leave a
minute: whoever begins, ends, is killed or takes long changes nothing. Turns follow each other evenly.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.deliveries.claims import LEASE
from cara_crm.deliveries.models import MailTurn
from cara_crm.extensions import db, one_at_a_time
from cara_crm.jobs import processes

MINUTE = timedelta(seconds=62)  # and what the clocks of two machines may differ by
SOON = timedelta(seconds=1)  # whose turn comes later does something else meanwhile


def is_soon(a_minute: int) -> bool:
    """Is there a turn within a second? Takes none."""
    now = clock.now()
    return _next(now, a_minute) <= now + SOON


def take(a_minute: int, worker: str = "") -> MailTurn | None:
    """A turn at its moment `at`, of at most `a_minute`; None when there is none within a second."""
    one_at_a_time("take a turn")
    now = clock.now()
    db.session.execute(sa.delete(MailTurn).where(MailTurn.until <= now))
    at = _next(now, a_minute)
    if at > now + SOON:
        return None
    turn = MailTurn(at=at, until=at + LEASE + MINUTE, taken_by=worker)
    db.session.add(turn)
    db.session.flush()
    return turn


def end(turn_id: int) -> None:
    """Its mail was dealt with, sent or not."""
    _end(MailTurn.id == turn_id)


def end_abandoned(me: str) -> None:
    """The turns of workers that are gone: what they sent in them has left."""
    lasting = MailTurn.until > clock.now() + MINUTE
    workers = db.session.scalars(sa.select(MailTurn.taken_by).distinct().where(lasting)).all()
    if gone := [one for one in workers if processes.is_gone(one, me=me)]:
        _end(lasting, MailTurn.taken_by.in_(gone))


def _end(*which: sa.ColumnElement[bool]) -> None:
    db.session.execute(sa.update(MailTurn).where(*which).values(until=clock.now() + MINUTE))


def give_back(turn_id: int) -> None:
    """Nothing was sent in it."""
    db.session.execute(sa.delete(MailTurn).where(MailTurn.id == turn_id))


def _next(now: datetime, a_minute: int) -> datetime:
    """A step after the last turn, when fewer than `a_minute` turns count."""
    last = db.session.scalar(sa.select(sa.func.max(MailTurn.at)))
    free = db.session.scalar(sa.select(MailTurn.until).order_by(MailTurn.until.desc()).offset(a_minute - 1).limit(1))
    return max(now, last + MINUTE / a_minute if last else now, free or now)
