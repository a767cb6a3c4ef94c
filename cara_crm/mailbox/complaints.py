"""A reader says at its provider that a mail of ours is unwanted, and the provider tells us (RFC 5965). Pure."""

from dataclasses import dataclass
from email.message import Message
from itertools import islice

from cara_crm.mailbox.bounces import MOST_PARTS, Named, fields_of, named_by
from cara_crm.mailbox.people import people_in
from cara_crm.mailbox.words import header_words

UNWANTED = frozenset({"abuse", "fraud", "opt-out", "opt-out-list"})  # RFC 5965, 7.3, and what came before it


@dataclass(frozen=True)
class Complaint:
    """`readers`: the addresses of whoever complains, in lower case; () where the provider does not tell, and what it
    hides stands there with its domain (RFC 6590). Not `is_unwanted`: it tells of something else."""

    mail: Named
    readers: tuple[str, ...]
    is_unwanted: bool

    def is_of(self, address: str) -> bool:
        """Was it the owner of this address, as far as is told?"""
        domain = address.lower().rpartition("@")[2]
        return not self.readers or any(one.rpartition("@")[2] == domain for one in self.readers)


def complaint_of(message: Message) -> Complaint | None:
    """What a message complains of; None when it is no such report."""
    parts = list(islice(message.walk(), MOST_PARTS))
    told = next((fields for part in parts for fields in fields_of(part, "feedback-report") if fields.keys()), None)
    if told is None:
        return None
    named = [header_words(value) for value in told.get_all("Original-Rcpt-To", [])]
    readers = tuple(person.address for value in named for person in people_in(value))
    kind = str(told.get("Feedback-Type", "")).strip().lower()
    return Complaint(named_by(message, parts), readers, kind in UNWANTED)
