"""Of which mail is this a copy? A blind copy is the mail itself; a forwarded one holds it. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from cara_crm.interactions.models import MailDirection
from cara_crm.mailbox.forwarded import Head, first_head
from cara_crm.mailbox.letters import Letter
from cara_crm.mailbox.parts import Piece
from cara_crm.mailbox.people import Person

PASSED_ON = re.compile(r"^(?:\s{0,5}(?:fwd?|tr|wg|i)\s{0,3}:){1,6}\s{0,5}", re.IGNORECASE)


@dataclass(frozen=True)
class Original:
    """The mail that was meant. `people`: its correspondents, who wrote it first, without those of the house.

    `direction` is None where nobody is named.
    """

    direction: MailDirection | None
    sent_at: datetime | None
    subject: str
    text: str
    people: tuple[Person, ...]
    pieces: tuple[Piece, ...]


def addresses_in(letter: Letter) -> set[str]:
    """Everybody who may play a part in it, to find out who is of the house."""
    head = first_head(letter.text)
    heads = [head] if head else []
    messages: list[Letter | Head] = [letter, *letter.enclosed, *heads]
    return {one.address for message in messages for one in (message.sender, *message.to) if one}


def original(letter: Letter, ours: Collection[str]) -> Original:
    """`ours`: addresses of the house, the one that the letter arrived for among them.

    Somebody of the house who writes to others sent it; to nobody but us, it was forwarded: attached, or in the text.
    """
    head = first_head(letter.text)
    outside = [one for one in letter.to if one.address not in ours]
    by_us = letter.sender is not None and letter.sender.address in ours
    if letter.enclosed and not (by_us and outside):
        inner = letter.enclosed[0]
        words = "\n\n".join(filter(None, (letter.text, inner.text)))
        return _of(inner, ours, text=words, pieces=(*letter.pieces, *inner.pieces), outer=letter)
    if outside or head is None:
        return _of(letter, ours, text=letter.text, pieces=letter.pieces, outer=letter)
    return _of(head, ours, text=letter.text, pieces=letter.pieces, outer=letter)


def _of(
    message: Letter | Head, ours: Collection[str], *, text: str, pieces: tuple[Piece, ...], outer: Letter
) -> Original:
    everybody = [one for one in (message.sender, *message.to) if one]
    people = {one.address: one for one in everybody if one.address not in ours}
    by_us = message.sender is not None and message.sender.address in ours
    return Original(
        direction=None if not people else MailDirection.SENT if by_us else MailDirection.RECEIVED,
        sent_at=message.sent_at or outer.sent_at,
        subject=message.subject if message.subject else PASSED_ON.sub("", outer.subject),
        text=text,
        people=tuple(people.values()),
        pieces=pieces,
    )
