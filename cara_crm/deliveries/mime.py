"""The message as it goes over the wire: plain text first, HTML of the same content, files; no tracking."""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from cara_crm.core import clock
from cara_crm.deliveries import headers, proof
from cara_crm.deliveries.models import Delivery
from cara_crm.deliveries.services import is_address
from cara_crm.files.models import StoredFile
from cara_crm.files.services import read_verified

PART = 'Content-Type: text/{}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
CALENDAR = "text/calendar"
METHOD, COMPONENT = (
    re.compile(r"(?m)^METHOD:([A-Z]+)\r?$"),
    re.compile(r"(?m)^BEGIN:(V(?!CALENDAR|TIMEZONE)[A-Z]+)\r?$"),
)


@dataclass(frozen=True)
class Envelope:
    """A message ready to go: `content` as it goes over the wire, ASCII in lines that end with CRLF. `key` is the same
    at every attempt. `return_path`: to where servers report on it; "" for the sender. `is_retry`: it was refused once.
    """

    key: str
    recipient: str
    content: bytes
    return_path: str = ""
    is_retry: bool = False

    @property
    def domain(self) -> str:
        return self.recipient.rpartition("@")[2].lower()


def build(delivery: Delivery, sender: str) -> Envelope:
    """The message of a delivery, with its attachments read and checked.

    Raises FileDamaged, and ValueError for a header that would break out of its line.
    """
    recipient = ascii_address(delivery.recipient)
    head = [
        _remembered_mailbox("From", sender),
        headers.mailbox("To", delivery.recipient_name, recipient),
        _remembered_mailbox("Reply-To", delivery.reply_to),
        _remembered_text("Subject", delivery.subject),
        headers.token("Date", format_datetime(clock.now())),
        headers.token("Message-ID", delivery.message_id),
        headers.token(proof.HEADER, proof.mark_of(delivery.message_id)),
        b"Auto-Submitted: auto-generated\r\n",  # RFC 3834: no out-of-office answers
    ]
    if delivery.unsubscribe_url:
        head += [headers.token("List-Unsubscribe", f"<{delivery.unsubscribe_url}>"), _of_a_list(sender)]
    key = delivery.message_id.strip("<>").partition("@")[0]
    content = b"".join([*head, b"MIME-Version: 1.0\r\n", _body(delivery, key)])
    return_path = proof.return_path(delivery.id, delivery.message_id)
    return Envelope(key, recipient, content, return_path, is_retry=(delivery.attempts or 0) > 1)


@lru_cache(maxsize=256)
def _remembered_text(name: str, value: str) -> bytes:
    return headers.free_text(name, value)


@lru_cache(maxsize=256)
def _remembered_mailbox(name: str, value: str) -> bytes:
    """Nothing where no address is named."""
    display_name, address = parseaddr(value)
    return headers.mailbox(name, display_name, ascii_address(address)) if address else b""


@lru_cache(maxsize=8)
def _of_a_list(sender: str) -> bytes:
    name, address = parseaddr(sender)
    identity = headers.named("List-Id", name, f"<information.{ascii_address(address).rpartition('@')[2]}>")  # RFC 2919
    one_click = b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"  # RFC 8058
    return one_click + identity + b"Precedence: bulk\r\n"  # what older servers spare an absence's answer for


def _body(delivery: Delivery, key: str) -> bytes:
    """What follows the head, its own fields first; an attachment is read and checked."""
    texts = [PART.format("plain").encode() + _quoted(delivery.body_text)]
    if delivery.body_html:
        texts.append(PART.format("html").encode() + _quoted(delivery.body_html))
    body = texts[0] if len(texts) == 1 else _parts("alternative", f"=_{key}_=", texts)
    files = [_attached(one.file) for one in sorted(delivery.attachments, key=lambda one: one.file_id)]
    return _parts("mixed", f"=_{key}_f_=", [body, *files]) if files else body


def _parts(kind: str, boundary: str, parts: Iterable[bytes]) -> bytes:
    """Nothing in a part can look like the boundary: quoted-printable encodes each "=", base64 has no "_"."""
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'
    between = f"--{boundary}\r\n".encode()
    return b"".join([head.encode(), *(between + part + b"\r\n" for part in parts), f"--{boundary}--\r\n".encode()])


def _quoted(text: str) -> bytes:
    """RFC 2045, 6.7, in lines that end with CRLF."""
    return b2a_qp(b"".join(line + b"\r\n" for line in text.encode().splitlines()) or b"\r\n", istext=True)


def _attached(file: StoredFile) -> bytes:
    content = read_verified(file)
    return b"".join(
        [
            headers.with_parameters("Content-Type", file.media_type, _told(file.media_type, content)),
            headers.with_parameters("Content-Disposition", "attachment", {"filename": file.name}),
            b"Content-Transfer-Encoding: base64\r\n\r\n",
            encodebytes(content).replace(b"\n", b"\r\n"),
        ]
    )


def _told(media_type: str, content: bytes) -> dict[str, str]:
    """The parameters of a text: its charset where it is known, and what a calendar is for (RFC 6047, 2.4)."""
    if not media_type.startswith("text/"):
        return {}
    try:
        words = content.decode()
    except UnicodeDecodeError:
        return {}
    told = {"charset": "utf-8"}
    if media_type == CALENDAR:
        found = {"method": METHOD.search(words), "component": COMPONENT.search(words)}
        told |= {name: match[1] for name, match in found.items() if match}
    return told


def ascii_address(address: str) -> str:
    """The address with its domain as DNS has it (IDNA). Raises ValueError for what is none."""
    local, _, domain = address.rpartition("@")
    written = f"{local}@{domain.encode('idna').decode()}"
    if not written.isascii() or not is_address(written):
        raise ValueError(f"not an address that a mail can go to: {address[:80]!r}")
    return written
