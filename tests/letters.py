"""Mails as people and machines send them, with invented people, and where a mail server would put them."""

import os
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count
from pathlib import Path

from cara_crm.core import clock

NUMBERS = count(1)
BOX = "crm@cluster.example"


def mail(
    text: str = "Bonjour,\nvoici où nous en sommes.",
    *,
    sender: str = "Jean Ours <jean@cluster.example>",
    to: str = "Claire Martin <claire@forge.example>",
    delivered_to: str = "",
    subject: str = "Certification",
    message_id: str = "",
    **headers: str,
) -> EmailMessage:
    """A plain mail, sent now; `headers` with _ for -: auto_submitted="auto-replied"."""
    made = EmailMessage()
    if delivered_to:
        made["Delivered-To"] = delivered_to
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = headers.pop("date", format_datetime(clock.now()))
    made["Message-ID"] = message_id or f"<{next(NUMBERS)}@forge.example>"
    for name, value in headers.items():
        made[name.replace("_", "-").title()] = value
    made.set_content(text)
    return made


def maildir(folder: Path) -> Path:
    """An empty Maildir."""
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    return folder


def deliver(folder: Path, message: EmailMessage | bytes) -> str:
    """Put a message into a Maildir as a mail server does; its name there."""
    name = f"{next(NUMBERS):08d}.{os.getpid()}.host"
    content = message if isinstance(message, bytes) else message.as_bytes()
    (folder / "tmp" / name).write_bytes(content)
    (folder / "tmp" / name).rename(folder / "new" / name)
    return name


def settled(folder: Path, place: str = "crm-done") -> list[str]:
    """Names of what was moved there."""
    found = folder / f".{place}" / "cur"
    return sorted(file.name.partition(":")[0] for file in found.iterdir()) if found.is_dir() else []
