"""The words of a part of a mail, whatever its charset; HTML as text. Nothing is fetched. Pure."""

import html
import re
from email.errors import MessageError
from email.header import Header, decode_header

LONGEST_HTML = 2_000_000
LONGEST_TEXT = 40_000
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
TAG = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,15}")
ENDS_A_LINE = frozenset(
    ["br", "hr", "table", "/p", "/div", "/tr", "/li", "/ul", "/h1", "/h2", "/h3", "/h4", "/h5", "/pre", "/blockquote"]
)
NOT_SAID = frozenset({"script", "style", "title", "template", "noscript", "svg", "math", "object", "iframe"})


def decoded(content: bytes, charset: str | None) -> str:
    """Text of bytes by the charset that they say, else UTF-8, else Western Europe's. Never raises."""
    for name in filter(None, (charset, "utf-8")):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def text_of_html(page: str) -> str:
    """What a person reads of a page: words and ends of lines; neither scripts nor comments, and no picture.

    It is read once from its beginning to its end: a page of a million open tags takes no longer than any other, which
    no parser that builds a tree can say. What comes out is text, and is escaped wherever it is shown.
    """
    said: list[str] = []
    until = ""  # what ends the part that is not said
    first, *marked = " ".join(page[:LONGEST_HTML].split()).split("<")
    said.append(first)
    for piece in marked:
        tag = _tag(piece)
        if until:
            if until == "-->":
                _comment, mark, rest = piece.rpartition("-->")
                until = "" if mark else until
                said.append(rest if mark else "")
            elif tag == until:
                until = ""
                said.append(piece.partition(">")[2])
        elif piece.startswith("!--"):
            until = "" if "-->" in piece else "-->"
            said.append(piece.partition("-->")[2])
        elif tag in NOT_SAID:
            until = f"/{tag}"
        elif tag or piece.startswith(("!", "?", "/")):
            said.append(
                ("\n" if tag in ENDS_A_LINE else " " if tag in ("/td", "/th") else "") + piece.partition(">")[2]
            )
        else:
            said.append(f"<{piece}")
    return tidy(html.unescape("".join(said)))


def _tag(piece: str) -> str:
    found = TAG.match(piece)
    return found[0].lower() if found else ""


def tidy(text: str) -> str:
    """What can be stored and read: no unseen marks, one kind of line end, no more than one empty line in a row."""
    plain = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\t", " "))
    lines: list[str] = []
    for line in plain.split("\n"):
        kept = line.strip()
        if kept or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines).strip()


def in_a_line(text: str, longest: int) -> str:
    """A header's value on one line."""
    return " ".join(UNSEEN.sub("", text).split())[:longest]


def header_words(value: object) -> str:
    """A header's value with its encoded words read (RFC 2047), and what was not encoded at all; what cannot be read
    stays as it is."""
    said = str(value)
    try:
        return "".join(
            decoded(part, None if charset in (None, "unknown-8bit") else charset) if isinstance(part, bytes) else part
            for part, charset in decode_header(value if isinstance(value, Header) else said)
        )
    except (MessageError, ValueError, LookupError, TypeError):
        return said.encode("utf-8", "replace").decode()
