"""Note what came and what became of it. The worker commits."""

from datetime import timedelta

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.mailbox import queries
from cara_crm.mailbox.models import IncomingMail, LetterOutcome, MailboxState
from cara_crm.mailbox.sources import Obstacle, Waiting

MOST_TRIES = 3
KEPT_FOR = timedelta(days=90)


def begin(one: Waiting) -> IncomingMail:
    """Before a message is opened, flushed: it is there, and this is one more try; nothing for a settled one."""
    entry = queries.entry(one.key)
    if entry is None:
        entry = IncomingMail(key=one.key, size=one.size, tries=1)
        db.session.add(entry)
    elif entry.outcome is None:
        entry.tries += 1
    db.session.flush()
    return entry


def not_tried(key: str) -> None:
    """The mailbox failed, not the message."""
    db.session.execute(sa.update(IncomingMail).where(IncomingMail.key == key).values(tries=IncomingMail.tries - 1))


def settle(key: str, outcome: LetterOutcome, *, addressee: str = "") -> None:
    """What became of it, in the transaction that wrote what it became."""
    done = {"outcome": outcome, "addressee": addressee, "settled_at": clock.now()}
    db.session.execute(sa.update(IncomingMail).where(IncomingMail.key == key).values(**done))


def note_read(trouble: Obstacle | None = None) -> None:
    """The mailbox was read, or could not be; how long it has been in trouble is kept."""
    state = db.session.get(MailboxState, 1) or MailboxState(id=1)
    db.session.add(state)
    if trouble is None:
        state.read_at, state.trouble, state.trouble_since = clock.now(), None, None
    else:
        state.trouble, state.trouble_since = trouble, state.trouble_since or clock.now()


def forget_old_mail() -> None:
    """The ledger of messages that were dealt with long ago."""
    db.session.execute(sa.delete(IncomingMail).where(IncomingMail.settled_at < clock.now() - KEPT_FOR))
