"""How the mailbox is, for who looks after it."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.mailbox.models import IncomingMail, LetterOutcome, MailboxState

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Mailbox:
    """`state` None: never read. `counts`: messages of the last 7 days by what became of them; `open`: tried in vain."""

    state: MailboxState | None
    counts: dict[LetterOutcome, int]
    open: int


def mailbox() -> Mailbox:
    lately = sa.or_(IncomingMail.settled_at.is_(None), IncomingMail.settled_at > clock.now() - LATELY)
    counted = sa.select(IncomingMail.outcome, sa.func.count()).where(lately).group_by(IncomingMail.outcome)
    rows = {row[0]: row[1] for row in db.session.execute(counted)}
    told = {one: rows.get(one, 0) for one in LetterOutcome}
    return Mailbox(db.session.get(MailboxState, 1), told, rows.get(None, 0))


def entry(key: str) -> IncomingMail | None:
    return db.session.scalar(sa.select(IncomingMail).where(IncomingMail.key == key))
