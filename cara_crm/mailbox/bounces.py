"""A report that a mail did not arrive: as RFC 3464 has it, and as mail servers write it that keep to nothing. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from itertools import islice

from cara_crm.mailbox.people import people_in
from cara_crm.mailbox.refusals import REPLY, STATUS, Fate, by_words, fate_of
from cara_crm.mailbox.words import decoded, header_words, in_a_line

MOST_PARTS, MOST_IDS, LONGEST_SAID, LONGEST_LOOK = 80, 20, 300, 60_000
SERVERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon"})
MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
ID_LINE = re.compile(r"(?im)^[>\s]{0,20}message-id:\s{0,20}(<[^<>\s]{3,400}>)")
MARK = re.compile(r"^\s{0,20}([0-9a-f]{20})\s{0,20}$")
MARK_LINE = re.compile(r"(?im)^[>\s]{0,20}x-report-mark:\s{0,20}([0-9a-f]{20})(?![0-9a-z])")
THE_COPY = re.compile(
    r"(?im)^(?:-{3,}.{0,80}(?:copy|original|below|returned|headers).{0,80}$|return-path:|received:|message-id:)"
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
        fate_or_none = fate_of(said) if said else None
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
            return fate_of(f"{status} {diagnostic}") or Fate.REFUSED, diagnostic.strip() or status
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
        if STATUS.search(line) or REPLY.search(line) or by_words(line) in (Fate.GONE, Fate.LATER):
            return " ".join(lines[number : number + 2])
    return ""


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


def answered_by(message: Message) -> list[str]:
    """The Message-IDs that a reply names, the nearest first."""
    named = [str(message.get(name, "")) for name in ("In-Reply-To", "References")]
    return list(dict.fromkeys(match for value in named for match in MESSAGE_ID.findall(value)))[:MOST_IDS]


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
