"""Messages that were written as files instead of being sent: the mail of a demonstration, to be read."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from cara_crm.core.errors import NotVisible
from cara_crm.core.pages import SIZE

KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Written:
    """A line of the list."""

    key: str
    at: datetime
    recipient: str
    subject: str


@dataclass(frozen=True)
class Mail:
    """A message taken apart; `files` are (name, media type, content)."""

    key: str
    subject: str
    sender: str
    recipient: str
    reply_to: str
    at: datetime | None
    headers: list[tuple[str, str]]
    text: str
    html: str
    files: list[tuple[str, str, bytes]]


def newest(folder: Path, after: str = "") -> tuple[list[Written], str | None]:
    """Messages, the newest first, and the cursor of the next page."""
    stamps = sorted((_stamp(path) for path in folder.glob("*.eml")), reverse=True)
    rest = [stamp for stamp in stamps if not after or stamp < after]
    shown = rest[:SIZE]
    return [_written(folder, stamp) for stamp in shown], shown[-1] if len(rest) > SIZE else None


def _stamp(path: Path) -> str:
    """Sorts by time: nanoseconds and the message's key."""
    return f"{path.stat().st_mtime_ns:020d}-{path.stem}"


def _written(folder: Path, stamp: str) -> Written:
    moment, _, key = stamp.partition("-")
    with (folder / f"{key}.eml").open("rb") as file:
        message = BytesParser(policy=policy.default).parse(file, headersonly=True)
    at = datetime.fromtimestamp(int(moment) / 1e9, UTC)
    return Written(key, at, str(message["To"] or ""), str(message["Subject"] or ""))


def read(folder: Path, key: str) -> Mail:
    """One message. Raises NotVisible."""
    path = folder / f"{key}.eml"
    if not KEY.fullmatch(key) or not path.is_file():
        raise NotVisible
    with path.open("rb") as file:
        message = BytesParser(policy=policy.default).parse(file)
    assert isinstance(message, EmailMessage)
    return Mail(
        key=key,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipient=str(message["To"] or ""),
        reply_to=str(message["Reply-To"] or ""),
        at=parsedate_to_datetime(str(message["Date"])) if message["Date"] else None,
        headers=[(name, str(value)) for name, value in message.items()],
        text=_body(message, "plain"),
        html=_body(message, "html"),
        files=[(p.get_filename() or "file", p.get_content_type(), _content(p)) for p in message.iter_attachments()],
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def _content(part: EmailMessage) -> bytes:
    content = part.get_content()
    return content.encode() if isinstance(content, str) else bytes(content)
