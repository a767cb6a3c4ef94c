"""A report that a mail did not arrive: as RFC 3464 writes it, and as mail servers write it that keep to nothing. Pure.

The codes are those of RFC 3463, with what Exchange Online makes of some of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from enum import StrEnum
from itertools import islice

from cara_crm.core.fold import fold
from cara_crm.mailbox.people import people_in
from cara_crm.mailbox.words import decoded, header_words, in_a_line

MOST_PARTS, MOST_IDS, LONGEST_SAID, LONGEST_LOOK = 80, 20, 300, 60_000
SERVERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon"})
MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
ID_LINE = re.compile(r"(?im)^[>\s]{0,20}message-id:\s{0,20}(<[^<>\s]{3,400}>)")
MARK = re.compile(r"^\s{0,20}([0-9a-f]{20})\s{0,20}$")
MARK_LINE = re.compile(r"(?im)^[>\s]{0,20}x-report-mark:\s{0,20}([0-9a-f]{20})(?![0-9a-z])")
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ \-])")
THE_COPY = re.compile(
    r"(?im)^(?:-{3,}.{0,80}(?:copy|original|below|returned|headers).{0,80}$|return-path:|received:|message-id:)"
)


class Fate(StrEnum):
    """`gone`: nobody is at this address. `later`: it may be tried again. `refused`: by a rule of the other side, not
    for the address. `waits`: the servers still try by themselves, or it arrived."""

    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"
    WAITS = "waits"


GONE = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.4.310"}
LATER = {"5.2.2", "5.4.1", "5.4.7", "5.4.316", "5.4.317"}
VAGUE = {"5.0.0", "5.2.0", "5.3.0", "5.5.0", "5.4.0", "5.4.1"}
WORDS = (
    (Fate.REFUSED, ("spam", "block", "blacklist", "policy", "dmarc", "spf", "reputation", "too large", "size limit")),
    (
        Fate.LATER,
        (
            "mailbox full",
            "mailbox is full",
            "inbox is full",
            "quota",
            "storage",
            "pleine",
            "temporar",
            "try again",
            "timed out",
            "expired",
            "timeout",
        ),
    ),
    (
        Fate.GONE,
        (
            "user unknown",
            "unknown user",
            "unknown recipient",
            "recipient unknown",
            "unknown address",
            "no such user",
            "no such recipient",
            "no mailbox",
            "no such address",
            "not found",
            "does not exist",
            "doesn t exist",
            "n existe pas",
            "inconnu",
            "invalid recipient",
            "recipient address rejected",
            "unrouteable",
            "account disabled",
            "account is disabled",
            "mailbox disabled",
            "inactive",
        ),
    ),
)


@dataclass(frozen=True)
class Bounce:
    """What became of a mail. `about`: the Message-IDs (with their brackets) that the report names, ours among them or
    not; `said`: the other side's reason, on one line; `marks`: what stands in X-Report-Mark of the mails returned."""

    about: tuple[str, ...]
    fate: Fate
    said: str
    marks: tuple[str, ...] = ()


def bounce_of(message: Message) -> Bounce | None:
    """What a message reports; None when it reports nothing: an answer of a person, or of a machine that is away."""
    parts = list(islice(message.walk(), MOST_PARTS))
    groups = [group for part in parts for group in _recipients(part)]
    if groups:
        fate, said = _told(groups)
    elif _is_of_a_server(message):
        text = "\n".join(_text(part) for part in parts if part.get_content_maintype() == "text")[:LONGEST_LOOK]
        said = _reason(THE_COPY.split(text)[0])
        fate_or_none = _fate(said) if said else None
        if fate_or_none is None:
            return None
        fate = fate_or_none
    else:
        return None
    return Bounce(_about(message, parts), fate, in_a_line(said, LONGEST_SAID), _marks(message, parts))


def _recipients(part: Message) -> Iterator[Message]:
    """The fields of each recipient in a part `message/delivery-status` (RFC 3464, 2.3); the first block is of the
    message. Some servers encode the part, so that it is not taken apart yet."""
    if part.get_content_type() != "message/delivery-status":
        return
    inner = part.get_payload()
    blocks = [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
    if not any(block.keys() for block in blocks):
        blocks = _blocks(_undone(part, "".join(str(one.get_payload()) for one in blocks)))
    yield from (block for block in blocks if block.get("Action"))


def _undone(part: Message, text: str) -> str:
    """What a part says whose encoding the parser of reports has not undone."""
    bare = Message()
    bare["Content-Transfer-Encoding"] = str(part.get("Content-Transfer-Encoding", "7bit"))
    bare.set_payload(text)
    return _text(bare)


def _blocks(text: str) -> list[Message]:
    plain = text.replace("\r\n", "\n")[:LONGEST_LOOK]
    return [HeaderParser().parsestr(block.strip() + "\n\n") for block in re.split(r"\n\s*\n", plain)]


def _told(groups: Iterable[Message]) -> tuple[Fate, str]:
    """The first recipient that failed; where none did, the mail waits or has arrived."""
    for group in groups:
        if _field(group, "Action").lower().startswith("fail"):
            diagnostic = _field(group, "Diagnostic-Code").partition(";")[2] or _field(group, "Diagnostic-Code")
            status = _field(group, "Status")
            return _fate(f"{status} {diagnostic}") or Fate.REFUSED, diagnostic.strip() or status
    return Fate.WAITS, ""


def _field(group: Message, name: str) -> str:
    return in_a_line(header_words(group.get(name, "")), LONGEST_SAID * 2)


def _is_of_a_server(message: Message) -> bool:
    """Written by a mail server: nobody else's words are taken for a report."""
    sender = next(iter(people_in(header_words(message.get("From", "")))), None)
    return bool(message.get("X-Failed-Recipients")) or (
        sender is not None and sender.address.partition("@")[0].lower() in SERVERS
    )


def _reason(text: str) -> str:
    """The line that holds the code or the words of a refusal, and the one after it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if STATUS.search(line) or REPLY.search(line) or _by_words(line) in (Fate.GONE, Fate.LATER):
            return " ".join(lines[number : number + 2])
    return ""


def _fate(said: str) -> Fate | None:
    """By the most telling code, else by the words, else by the kind of the code."""
    codes = [match[0] for match in STATUS.finditer(said)]
    telling = next((code for code in codes if code not in VAGUE), "")
    if telling in GONE:
        return Fate.GONE
    if telling in LATER or telling.startswith("4."):
        return Fate.LATER
    if telling.startswith("5."):
        return Fate.REFUSED
    if by_words := _by_words(said):
        return by_words
    if codes:
        return Fate.LATER if codes[0] in LATER or codes[0].startswith("4.") else Fate.REFUSED
    reply = REPLY.search(said)
    return (Fate.LATER if reply[1] == "4" else Fate.REFUSED) if reply else None


def _by_words(said: str) -> Fate | None:
    folded = f" {fold(said)}"
    return next((fate for fate, words in WORDS if any(f" {word}" in folded for word in words)), None)


def _about(message: Message, parts: Iterable[Message]) -> tuple[str, ...]:
    """The messages it may be about: those that it answers, and what is returned of them."""
    named = [str(message.get(name, "")) for name in ("In-Reply-To", "References", "X-Original-Message-ID")]
    found = [match for value in named for match in MESSAGE_ID.findall(value)]
    for part in parts:
        if part is not message:
            found += MESSAGE_ID.findall(str(part.get("Message-ID", "")))
        if part.get_content_maintype() == "text":
            found += ID_LINE.findall(_text(part)[:LONGEST_LOOK])
    return tuple(dict.fromkeys(found))[:MOST_IDS]


def _marks(message: Message, parts: Iterable[Message]) -> tuple[str, ...]:
    """The mark that we put into each mail, where a server returns the mail or its head."""
    found: list[str] = []
    for part in parts:
        if part is not message:
            found += MARK.findall(str(part.get("X-Report-Mark", "")))
        if part.get_content_maintype() == "text":
            found += MARK_LINE.findall(_text(part)[:LONGEST_LOOK])
    return tuple(dict.fromkeys(found))[:MOST_IDS]


def _text(part: Message) -> str:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        content = None
    return decoded(content, part.get_content_charset()) if isinstance(content, bytes) else ""
