"""The message as it goes over the wire: plain text first, HTML of the same content, files; no tracking."""

from binascii import b2a_qp
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from cara_crm.core import clock
from cara_crm.deliveries import proof
from cara_crm.deliveries.models import Delivery
from cara_crm.files.services import read_verified

OF_ONE_MAIL = {"To", "Date", "Message-ID", proof.HEADER, "List-Unsubscribe"}
MAILBOXES = {"From", "Reply-To"}
PART = 'Content-Type: text/{}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
UNFOLDED = {"message-id", "list-unsubscribe"}


class Wire(EmailPolicy):
    """SMTP's policy, but for long tokens that must not be folded into encoded words: addresses in angle brackets."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in UNFOLDED:
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in UNFOLDED:
            return self.fold(name, value).encode("ascii")
        return bytes(super().fold_binary(name, value))


WIRE = Wire(linesep=SMTP.linesep, utf8=False)


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
    head: dict[str, str | Address] = {"From": sender, "To": mailbox(delivery.recipient_name, recipient)}
    if parseaddr(delivery.reply_to)[1]:
        head["Reply-To"] = delivery.reply_to
    head["Subject"] = delivery.subject
    head["Date"] = format_datetime(clock.now())
    head["Message-ID"] = delivery.message_id
    head[proof.HEADER] = proof.mark_of(delivery.message_id)
    head["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    if delivery.unsubscribe_url:
        head["List-Unsubscribe"] = f"<{delivery.unsubscribe_url}>"
        head["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        head["List-Id"] = _list_of(sender)  # RFC 2919: filters of people and of servers know it by this
        head["Precedence"] = "bulk"  # not RFC 3834, but what older servers spare an absence's answer for
    key = delivery.message_id.strip("<>").partition("@")[0]
    content = b"".join(_lines(name, value) for name, value in head.items()) + _body(delivery, key)
    return_path = proof.return_path(delivery.id, delivery.message_id)
    return Envelope(key, recipient, content, return_path, is_retry=(delivery.attempts or 0) > 1)


def _lines(name: str, value: str | Address) -> bytes:
    """A header as it goes over the wire; those that differ in each mail are not remembered."""
    if name in OF_ONE_MAIL or isinstance(value, Address):
        return _folded(name, value)
    return _remembered(name, value)


def _folded(name: str, value: str | Address) -> bytes:
    message = EmailMessage(policy=WIRE)
    message[name] = value
    return WIRE.fold_binary(name, message[name])


@lru_cache(maxsize=256)
def _remembered(name: str, value: str) -> bytes:
    return _folded(name, mailbox(*parseaddr(value)) if name in MAILBOXES else value)


def _list_of(sender: str) -> str:
    name, address = parseaddr(sender)
    words = "".join(one for one in name if one.isascii() and (one.isalnum() or one == " ")).strip()
    return f"{words} <information.{address.rpartition('@')[2]}>".strip()


def _body(delivery: Delivery, key: str) -> bytes:
    """What follows the head, its own fields first. Two texts are written here, which is much faster than by the email
    package; nothing in them can look like the boundary, as each "=" of theirs is encoded."""
    if not delivery.body_html or delivery.attachments:
        return _with_files(delivery)
    boundary = f"=_{key}_="
    parts = [("plain", delivery.body_text), ("html", delivery.body_html)]
    head = f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\nMIME-Version: 1.0\r\n\r\n'
    written = [f"--{boundary}\r\n{PART.format(kind)}".encode() + _quoted(text) + b"\r\n" for kind, text in parts]
    return b"".join([head.encode(), *written, f"--{boundary}--\r\n".encode()])


def _quoted(text: str) -> bytes:
    """RFC 2045, 6.7, in lines that end with CRLF."""
    return b2a_qp(b"".join(line + b"\r\n" for line in text.encode().splitlines()) or b"\r\n", istext=True)


def _with_files(delivery: Delivery) -> bytes:
    message = EmailMessage(policy=WIRE)
    message.set_content(delivery.body_text, cte="quoted-printable")
    if delivery.body_html:
        message.add_alternative(delivery.body_html, subtype="html", cte="quoted-printable")
    for attachment in sorted(delivery.attachments, key=lambda a: a.file_id):
        main, _, sub = attachment.file.media_type.partition("/")
        content = read_verified(attachment.file)
        message.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=attachment.file.name)
    return message.as_bytes()  # not by smtplib, which writes ">From" where a line begins with "From"


def mailbox(name: str, address: str) -> Address:
    """A mailbox for a header; a name loses what cannot be printed, so that it stays on its line."""
    return Address(display_name="".join(c for c in name if c.isprintable()), addr_spec=ascii_address(address))


def ascii_address(address: str) -> str:
    """The address with its domain as DNS has it (IDNA)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"
