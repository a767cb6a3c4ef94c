"""People as vCard 4.0 (RFC 6350), for an address book."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from cara_crm.core.reaching import is_mobile

LONGEST_LINE = 75  # octets without the line end (RFC 6350, 3.2)
MEDIA_TYPE = "text/vcard; charset=utf-8"


@dataclass(frozen=True)
class Card:
    """What goes into an address book. `address` is the person's page: the same person is the same card again."""

    address: str
    last_name: str
    first_name: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()
    organisation: str = ""
    function: str = ""
    language: str = "fr"


def vcards(cards: Iterable[Card]) -> bytes:
    """The file: one card after another, UTF-8, lines ended with CRLF and folded at 75 octets."""
    return b"".join(folded(line) for card in cards for line in _lines(card))


def _lines(card: Card) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:individual"
    yield f"UID:urn:uuid:{uuid5(NAMESPACE_URL, card.address)}"
    yield f"FN:{escaped(f'{card.first_name} {card.last_name}'.strip())}"
    yield f"N:{escaped(card.last_name)};{escaped(card.first_name)};;;"
    if card.organisation:
        yield f"ORG:{escaped(card.organisation)}"
    if card.function:
        yield f"TITLE:{escaped(card.function)}"
    if card.email:
        yield f"EMAIL;TYPE=work:{escaped(card.email)}"
    yield from map(_telephone, card.phones)
    yield f"LANG:{escaped(card.language)}"
    yield "END:VCARD"


def _telephone(phone: str) -> str:
    """A number with its country code as a URI (RFC 3966), another as text; a mobile is a "cell" (RFC 6350, 6.4.1)."""
    figures = "".join(c for c in phone if c in "+0123456789")
    if figures.startswith("+") and figures[1:].isdigit():
        kind = '"work,cell"' if is_mobile(phone) else "work"
        return f"TEL;TYPE={kind};VALUE=uri:tel:{figures}"
    return f"TEL;TYPE=work:{escaped(phone)}"


def escaped(text: str) -> str:
    """A value in which commas, semicolons, backslashes and line ends are themselves (RFC 6350, 3.4)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign, written in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\n", "\\n")):
        plain = plain.replace(sign, written)
    return plain


def folded(line: str) -> bytes:
    """A content line on lines of at most 75 octets, no character cut in two; what continues begins with a space."""
    parts: list[bytes] = []
    part = b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > (LONGEST_LINE if not parts else LONGEST_LINE - 1):
            parts.append(part)
            part = b""
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
