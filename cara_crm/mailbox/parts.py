"""The parts of a message: words, files, enclosed messages. Everything has a limit: mails come from anybody. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from cara_crm.mailbox.words import LONGEST_HTML, decoded, header_words, in_a_line, text_of_html, tidy

DEEPEST = 12
MOST_PARTS = 150
MOST_FILES = 25
LARGEST_DECORATION = 50_000  # bytes of a picture inside the text that is a logo rather than a photograph
SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
LONGEST_NAME = 150


@dataclass(frozen=True)
class Piece:
    """A file that came with a mail. Its type is not told: what a mail says of it proves nothing."""

    name: str
    content: bytes


@dataclass
class Contents:
    """What was found in a message; `pages` are the HTML that was read."""

    texts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    enclosed: list[Message] = field(default_factory=list)
    inside: list[tuple[str, Piece]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def contents_of(message: Message) -> Contents:
    """Its words in the order of the parts, its files and the messages that are enclosed in it."""
    found = Contents()
    for part in _leaves(message):
        _read(part, found)
    for name, picture in found.inside:
        shown = name and any(f"cid:{name}" in page for page in found.pages)
        if not (shown and len(picture.content) <= LARGEST_DECORATION) and len(found.pieces) < MOST_FILES:
            found.pieces.append(picture)
    return found


def _leaves(message: Message) -> Iterator[Message]:
    """Parts without parts; of alternatives the plainest that says something."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part, depth = waiting.pop()
        seen += 1
        inner = part.get_payload() if part.is_multipart() else None
        if not isinstance(inner, list) or part.get_content_maintype() == "message":
            yield part
        elif depth < DEEPEST:
            parts = [one for one in inner if isinstance(one, Message)]
            chosen = _plainest(parts) if part.get_content_subtype() == "alternative" else parts
            waiting.extend((one, depth + 1) for one in reversed(chosen))


def _plainest(parts: list[Message]) -> list[Message]:
    """Plain text where it is more than a remark; a calendar or a rich page beside it says the same."""
    plain = [one for one in parts if one.get_content_type() == "text/plain" and _text(one).strip()]
    return plain[:1] or [one for one in parts if one.get_content_type() != "text/plain"][-1:]


def _read(part: Message, found: Contents) -> None:
    kind, disposition = part.get_content_type(), part.get_content_disposition()
    name = _file_name(part)
    if kind == "message/rfc822":
        inner = part.get_payload()
        found.enclosed += [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
    elif part.get_content_maintype() == "message" or kind in SIGNATURES:
        return
    elif kind in ("text/plain", "text/html") and disposition != "attachment" and not (name and disposition):
        text = _text(part)
        if kind == "text/html":
            found.pages.append(text[:LONGEST_HTML])
        found.texts.append(text_of_html(text) if kind == "text/html" else tidy(text))
    elif part.get_content_maintype() == "image" and part.get("Content-ID"):
        found.inside.append((str(part["Content-ID"]).strip("<> "), Piece(name or "image", _bytes(part))))
    elif len(found.pieces) < MOST_FILES:
        found.pieces.append(Piece(name or kind.replace("/", "."), _bytes(part)))


def _file_name(part: Message) -> str:
    try:
        return in_a_line(header_words(part.get_filename() or ""), LONGEST_NAME)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):  # a parameter that is none
        return "file"


def _bytes(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        content = None
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    return decoded(_bytes(part), part.get_content_charset())
