"""A mail as the product reads it: who, to whom, when, what. Whatever is wrong with it, it does no harm. Pure."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from cara_crm.core import typed
from cara_crm.mailbox.bounces import Bounce, answered_by, bounce_of
from cara_crm.mailbox.complaints import Complaint, complaint_of
from cara_crm.mailbox.parts import Piece, contents_of
from cara_crm.mailbox.people import Person, people_in
from cara_crm.mailbox.words import LONGEST_TEXT, header_words, in_a_line

LONGEST_SUBJECT = 300
MOST_NESTED = 40  # parts that may hold parts: a bomb has thousands, a thread of forwarded messages a dozen
MOST_LINES = 800_000  # 25 MB of files are 330,000 lines; the parser's time is lines × depth
MOST_ENCLOSED = 3
NESTS = re.compile(rb"content-type\s{0,20}:\s{0,20}(?:multipart|message)/", re.IGNORECASE)
#: How mail servers note the address for which a message came, when it stands in no To: of whoever was in blind copy.
DELIVERED = (
    "Delivered-To",
    "X-Original-To",
    "X-Delivered-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Forwarded-To",
    "Original-Recipient",
    "Apparently-To",
    "Resent-To",
    "Resent-Cc",
    "Resent-Bcc",
    "Bcc",
)
FOR = re.compile(r"\bfor\s{1,10}<?([^\s<>;]{3,320}@[^\s<>;]{3,255})>?")


class Unreadable(ValueError):
    """It is no mail, or it is made to hurt who opens it."""


@dataclass(frozen=True)
class Letter:
    """`key` names the message wherever it comes from: the hash of its Message-ID, else of its content.

    `arrived_for`: every address that its headers say it was delivered to. `enclosed`: messages that it carries whole.
    `is_automatic`: a machine wrote it (RFC 3834); `is_bounce`: it tells what became of a mail (RFC 3464), or has no
    sender at all; `bounce` is what it tells, `complaint` what a reader
    complains of (RFC 5965). `answers`: the Message-IDs, in brackets, of what it replies to.
    `is_disputed`: the receiving server found that it does not come from where it says (RFC 7489). `is_bulk`: it came by
    a list, or says that it is for many (RFC 2369, RFC 2919).
    """

    key: str
    message_id: str
    sender: Person | None
    to: tuple[Person, ...]
    arrived_for: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    text: str
    pieces: tuple[Piece, ...] = ()
    enclosed: tuple["Letter", ...] = ()
    is_automatic: bool = False
    is_bounce: bool = False
    is_disputed: bool = False
    is_bulk: bool = False
    is_cut: bool = False
    bounce: Bounce | None = None
    complaint: Complaint | None = None
    answers: tuple[str, ...] = ()


def read(raw: bytes) -> Letter:
    """A message's bytes, taken apart. Raises Unreadable."""
    if len(NESTS.findall(raw)) > MOST_NESTED or raw.count(b"\n") > MOST_LINES:
        raise Unreadable("made of too many parts or lines")
    try:
        return _letter(BytesParser(policy=policy.compat32).parsebytes(raw), raw)
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise Unreadable(type(error).__name__) from error


def _letter(message: Message, raw: bytes, depth: int = 0) -> Letter:
    found = contents_of(message)
    text = "\n\n".join(filter(None, found.texts))
    message_id = in_a_line(_header(message, "Message-ID"), 998).strip("<> ")
    enclosed = tuple(_letter(one, b"", depth + 1) for one in found.enclosed[:MOST_ENCLOSED]) if depth < 2 else ()
    return Letter(
        key=hashlib.sha256(message_id.encode() or raw).hexdigest(),
        message_id=message_id,
        sender=next(iter(people_in(_header(message, "From"))), None),
        to=people_in(", ".join(_header(message, name) for name in ("To", "Cc"))),
        arrived_for=_arrived_for(message),
        subject=in_a_line(_header(message, "Subject"), LONGEST_SUBJECT),
        sent_at=_moment(_header(message, "Date")),
        text=text[:LONGEST_TEXT],
        pieces=tuple(found.pieces),
        enclosed=enclosed,
        is_automatic=_is_automatic(message),
        is_bounce=_is_bounce(message),
        is_disputed="dmarc=fail" in _header(message, "Authentication-Results").lower(),
        is_bulk=_is_bulk(message),
        is_cut=len(text) > LONGEST_TEXT,
        bounce=None if depth else bounce_of(message),
        complaint=None if depth else complaint_of(message),
        answers=tuple(answered_by(message)),
    )


def without_files(letter: Letter) -> Letter:
    """The same, cut: of a message that is too large only the head was read."""
    return replace(letter, text="", pieces=(), enclosed=(), is_cut=True)


def _headers(message: Message, name: str) -> list[str]:
    return [header_words(value) for value in message.get_all(name, ())]


def _header(message: Message, name: str) -> str:
    """The first of that name: the topmost was written last, by the server nearest to us."""
    return next(iter(_headers(message, name)), "")


def _arrived_for(message: Message) -> tuple[str, ...]:
    said = [value for name in (*DELIVERED, "To", "Cc") for value in _headers(message, name)]
    said += [match[1] for value in _headers(message, "Received") for match in FOR.finditer(value)]
    return tuple(dict.fromkeys(one.address for value in said for one in people_in(value)))


def _is_automatic(message: Message) -> bool:
    said = _header(message, "Auto-Submitted").strip().lower()
    return said.startswith(("auto-replied", "auto-generated", "auto-notified")) or _is_bounce(message)


def _is_bulk(message: Message) -> bool:
    """Precedence is no standard, and what list servers and absent people's mail programs have said for forty years."""
    named = any(
        message.get(name) for name in ("List-Id", "List-Unsubscribe", "List-Post", "X-Autoreply", "X-Autorespond")
    )
    return named or _header(message, "Precedence").strip().lower() in ("bulk", "list", "junk", "auto_reply")


def _is_bounce(message: Message) -> bool:
    report = message.get_content_type() == "multipart/report" or message.get_content_type() == "message/delivery-status"
    return report or _header(message, "Return-Path").strip() == "<>"


def _moment(said: str, read_date: Callable[[str], datetime] = parsedate_to_datetime) -> datetime | None:
    try:
        moment = read_date(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not typed.is_near(moment):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
