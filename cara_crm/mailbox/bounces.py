"""A report that a mail did not arrive: as RFC 3464 has it, and as mail servers write it that keep to nothing. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from itertools import islice

from cara_crm.core.fold import fold
from cara_crm.mailbox.people import people_in
from cara_crm.mailbox.refusals import Fate
from cara_crm.mailbox.told import LONGEST_SAID, Told, Whose, by_fields, by_its_words
from cara_crm.mailbox.trying import is_still_tried
from cara_crm.mailbox.words import decoded, header_words, in_a_line, text_of_html

MOST_PARTS, MOST_IDS, LONGEST_LOOK = 80, 20, 60_000
SERVERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon"})
SERVERS_NAMES = re.compile(r"\b(?:mail delivery|mailer daemon|postmaster|(?:system|mail) administrator)\b")
MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
ID_LINE = re.compile(r"(?im)^[>\s]{0,20}message-id:\s{0,20}(<[^<>\s]{3,400}>)")
MARK = re.compile(r"^\s{0,20}([0-9a-f]{20})\s{0,20}$")
MARK_LINE = re.compile(r"(?im)^[>\s]{0,20}x-report-mark:\s{0,20}([0-9a-f]{20})(?![0-9a-z])")
THE_COPY = re.compile(
    r"(?im)^(?:-{3,}.{0,80}(?:copy|original|below|returned|headers).{0,80}$|return-path:|received:|message-id:)"
)


@dataclass(frozen=True)
class Named:
    """Which mail a report is about. `about`: the Message-IDs (with their brackets) that it names, ours among them or
    not; `marks`: what stands in X-Report-Mark of the mails that it returns."""

    about: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """What a report means for one address; `said`: the other side's reason, on one line."""

    fate: Fate
    whose: Whose
    said: str = ""


@dataclass(frozen=True)
class Bounce:
    """What became of a mail, by recipient; nothing is told where the server still tries."""

    mail: Named
    told: tuple[Told, ...]

    def judged_for(self, address: str) -> Judged:
        """`address`: that our mail went to. Where it arrived, or waits, what failed beside it is nothing to us."""
        ours = [one for one in self.told if one.is_of(address.lower())]
        if any(one.fate is Fate.WAITS for one in ours):
            return Judged(Fate.WAITS, Whose.OURS)
        failed = [one for one in ours or self.told if one.fate is not Fate.WAITS]
        if not failed:
            return Judged(Fate.WAITS, Whose.OURS)
        first = failed[0]
        whose = Whose.OURS if ours else Whose.ANOTHER if first.addresses else Whose.UNTOLD
        return Judged(first.fate, whose, in_a_line(first.said, LONGEST_SAID))


def bounce_of(message: Message) -> Bounce | None:
    """What a message reports; None when it reports nothing: an answer of a person, or of a machine that is away."""
    parts = list(islice(message.walk(), MOST_PARTS))
    if any(part.get_content_type() == "message/feedback-report" for part in parts):
        return None
    groups = [group for part in parts for group in fields_of(part, "delivery-status") if group.get("Action")]
    words = THE_COPY.split("\n".join(_own_words(message)))[0][:LONGEST_LOOK]
    if groups:
        return Bounce(named_by(message, parts), by_fields(groups, words))
    if not _is_of_a_server(message):
        return None
    subject = header_words(message.get("Subject", ""))
    if is_still_tried(subject, words):
        return Bounce(named_by(message, parts), ())
    heads = [header_words(message.get(name, "")) for name in ("From", "To", "Reply-To")]
    beside = [one.address for said in heads for one in people_in(said)]
    failed = header_words(message.get("X-Failed-Recipients", ""))
    told = by_its_words(words, subject=subject, failed=failed, beside=beside)
    return Bounce(named_by(message, parts), told) if told else None


def fields_of(part: Message, kind: str) -> Iterator[Message]:
    """The blocks of fields in a part `message/<kind>` (RFC 3464, 2.1; RFC 5965, 3). Some servers encode the part, so
    that it is not taken apart yet; for those with other letters its name begins with "global-" (RFC 6533)."""
    if part.get_content_type() not in (f"message/{kind}", f"message/global-{kind}"):
        return
    inner = part.get_payload()
    blocks = [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
    if not any(block.keys() for block in blocks):
        blocks = _blocks(_undone(part, "".join(str(one.get_payload()) for one in blocks)))
    yield from blocks


def _undone(part: Message, text: str) -> str:
    """What a part says whose encoding the parser of reports has not undone."""
    bare = Message()
    bare["Content-Transfer-Encoding"] = str(part.get("Content-Transfer-Encoding", "7bit"))
    bare.set_payload(text)
    return _text(bare)


def _blocks(text: str) -> list[Message]:
    plain = text.replace("\r\n", "\n")[:LONGEST_LOOK]
    return [HeaderParser().parsestr(block.strip() + "\n\n") for block in re.split(r"\n\s*\n", plain)]


def _is_of_a_server(message: Message) -> bool:
    """Written by a mail server: nobody else's words are taken for a report."""
    if message.get("X-Failed-Recipients") or message.get_param("report-type") == "delivery-status":
        return True
    said = header_words(message.get("From", ""))
    sender = next(iter(people_in(said)), None)
    is_nobody = sender is None or sender.address.partition("@")[0].lower() in SERVERS
    return is_nobody or SERVERS_NAMES.search(fold(said)) is not None


def _own_words(message: Message) -> Iterator[str]:
    """What the server writes for people: not what it returns of the mail."""
    waiting = [message]
    for _n in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting[:0] = [one for one in inner if isinstance(one, Message)]
        elif part.get_content_type() == "text/html":
            yield text_of_html(_text(part))
        elif part.get_content_type() == "text/plain":
            yield _text(part)


def named_by(message: Message, parts: Iterable[Message]) -> Named:
    """The messages it may be about: those that it answers, and what is returned of them, with the mark that we put into
    each mail."""
    named = [str(message.get(name, "")) for name in ("In-Reply-To", "References", "X-Original-Message-ID")]
    ids = [match for value in named for match in MESSAGE_ID.findall(value)]
    marks: list[str] = []
    for part in parts:
        if part is not message:
            ids += MESSAGE_ID.findall(str(part.get("Message-ID", "")))
            marks += MARK.findall(str(part.get("X-Report-Mark", "")))
        if part.get_content_maintype() == "text":
            text = _text(part)[:LONGEST_LOOK]
            ids += ID_LINE.findall(text)
            marks += MARK_LINE.findall(text)
    return Named(tuple(dict.fromkeys(ids))[:MOST_IDS], tuple(dict.fromkeys(marks))[:MOST_IDS])


def answered_by(message: Message) -> list[str]:
    """The Message-IDs that a reply names, the nearest first."""
    named = [str(message.get(name, "")) for name in ("In-Reply-To", "References")]
    return list(dict.fromkeys(match for value in named for match in MESSAGE_ID.findall(value)))[:MOST_IDS]


def _text(part: Message) -> str:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        content = None
    return decoded(content, part.get_content_charset()) if isinstance(content, bytes) else ""
