"""The message as it goes over the wire: plain text first, HTML of the same content, files; no tracking."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr

from cara_crm.core import clock
from cara_crm.deliveries import proof
from cara_crm.deliveries.models import Delivery
from cara_crm.files.services import read_verified

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
    at every attempt. `return_path`: to where servers report on it; "" for the sender."""

    key: str
    recipient: str
    content: bytes
    return_path: str = ""


def build(delivery: Delivery, sender: str) -> Envelope:
    """The message of a delivery, with its attachments read and checked.

    Raises FileDamaged, and ValueError for a header that would break out of its line.
    """
    message = EmailMessage(policy=WIRE)
    recipient = ascii_address(delivery.recipient)
    message["From"] = mailbox(*parseaddr(sender))
    message["To"] = mailbox(delivery.recipient_name, recipient)
    if address := parseaddr(delivery.reply_to)[1]:
        message["Reply-To"] = mailbox(parseaddr(delivery.reply_to)[0], address)
    message["Subject"] = delivery.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = delivery.message_id
    message[proof.HEADER] = proof.mark_of(delivery.message_id)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    if delivery.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{delivery.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        message["List-Id"] = _list_of(sender)  # RFC 2919: filters of people and of servers know it by this
        message["Precedence"] = "bulk"  # not RFC 3834, but what older servers spare an absence's answer for
    _fill(message, delivery)
    key = delivery.message_id.strip("<>").partition("@")[0]
    # Not smtplib's send_message, which writes ">From" where a line of the text begins with "From".
    return Envelope(key, recipient, message.as_bytes(), proof.return_path(delivery.id, delivery.message_id))


def _list_of(sender: str) -> str:
    name, address = parseaddr(sender)
    words = "".join(one for one in name if one.isascii() and (one.isalnum() or one == " ")).strip()
    return f"{words} <information.{address.rpartition('@')[2]}>".strip()


def _fill(message: EmailMessage, delivery: Delivery) -> None:
    message.set_content(delivery.body_text, cte="quoted-printable")
    if delivery.body_html:
        message.add_alternative(delivery.body_html, subtype="html", cte="quoted-printable")
    for attachment in sorted(delivery.attachments, key=lambda a: a.file_id):
        main, _, sub = attachment.file.media_type.partition("/")
        content = read_verified(attachment.file)
        message.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=attachment.file.name)


def mailbox(name: str, address: str) -> Address:
    """A mailbox for a header; a name loses what cannot be printed, so that it stays on its line."""
    return Address(display_name="".join(c for c in name if c.isprintable()), addr_spec=ascii_address(address))


def ascii_address(address: str) -> str:
    """The address with its domain as DNS has it (IDNA)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"
