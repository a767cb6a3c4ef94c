"""What came into the mailbox and what became of it; whether the mailbox can be read. Never what was said."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cara_crm.core import clock
from cara_crm.core.db import Base, enum_column, pk
from cara_crm.mailbox.sources import Obstacle


class LetterOutcome(StrEnum):
    """What became of a message. Those of `SET_ASIDE` are moved to a folder of their own.

    `refused`: it is not of whom it says, or there were too many of one sender.
    """

    TAKEN = "taken"
    REPEATED = "repeated"
    AUTOMATIC = "automatic"
    NOBODY = "nobody"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


SET_ASIDE = frozenset({LetterOutcome.AUTOMATIC, LetterOutcome.NOBODY, LetterOutcome.REFUSED, LetterOutcome.UNREADABLE})


class IncomingMail(Base):
    """One message of the mailbox. `key` names it there; `outcome` is NULL while it is being read.

    It is written before the message is opened: one that ended three workers is not opened a fourth time.
    """

    __tablename__ = "incoming_mail"
    __table_args__ = (
        sa.CheckConstraint("tries >= 0", name="tries_are_counted"),
        sa.CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled_at_once_settled"),
    )

    id: Mapped[pk]
    key: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    tries: Mapped[int] = mapped_column(default=1)
    addressee: Mapped[str] = mapped_column(default="")
    outcome: Mapped[LetterOutcome | None] = enum_column(LetterOutcome, check="outcome")
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None] = mapped_column(index=True)


class MailboxState(Base):
    """The last time that the mailbox was read, and what is wrong with it; one row."""

    __tablename__ = "mailbox_state"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[pk]
    read_at: Mapped[datetime | None]
    trouble: Mapped[Obstacle | None] = enum_column(Obstacle, check="mailbox_trouble")
    trouble_since: Mapped[datetime | None]
