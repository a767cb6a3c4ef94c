"""Keep a file as a row, and give back exactly what was kept."""

import hashlib

from flask_babel import gettext as _

from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile

LONGEST_NAME = 150


class FileDamaged(DomainError):
    """What is stored is not what was put there."""


def store(name: str, media_type: str, content: bytes) -> StoredFile:
    """Add a file to the caller's transaction, flushed; its SHA-256 is kept beside it."""
    file = StoredFile(
        name=safe_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    db.session.add(file)
    db.session.flush()
    return file


def read_verified(file: StoredFile) -> bytes:
    """The content, after its hash was compared. Raises FileDamaged."""
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileDamaged(_("This file was changed after it was stored, and is not given out."))
    return content


def safe_name(name: str) -> str:
    """The last part of a path, printable, with its extension, at most 150 characters; "file" when nothing is left."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = " ".join("".join(c for c in last if c.isprintable()).split()).strip(". ")
    stem, dot, extension = kept.rpartition(".")
    if len(kept) > LONGEST_NAME and dot and len(extension) < 10:
        kept = f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
    return kept[:LONGEST_NAME] or "file"
