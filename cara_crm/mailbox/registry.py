"""Who reads the mail. A feature registers its addressee in `<feature>/jobs.py`; the worker loads those.

One mailbox serves them all: each says by the addresses that a letter arrived for whether it is for it.
"""

from collections.abc import Callable

from cara_crm.mailbox.letters import Letter
from cara_crm.mailbox.models import LetterOutcome

Take = Callable[[], LetterOutcome]
"""Writes what becomes of a letter, in the transaction that also notes its outcome. A letter that was taken before gives
`LetterOutcome.REPEATED`; a worker that dies between the two makes it come again."""

Look = Callable[[Letter], Take | None]
"""Reads what it needs to know and gives back what writes; None when the letter is for somebody else. It only reads: no
transaction that writes is open, and it may take its time (matching, pictures)."""

ADDRESSEES: dict[str, Look] = {}


def addressee(name: str) -> Callable[[Look], Look]:
    """Register who takes letters: `@addressee("journal")`."""

    def register(look: Look) -> Look:
        if ADDRESSEES.setdefault(name, look) is not look:
            raise ValueError(f"{name} is registered twice")
        return look

    return register
