"""Lists that were imported: the file that holds an erased person goes, what it wrote in the register stays."""

import hashlib
import zipfile
from io import BytesIO

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile
from cara_crm.imports.models import ImportState, MemberImport
from cara_crm.rights.words import Words


def empty_import_files(words: Words) -> int:
    """Empty the files of lists in which the person stands; how many. A list that still waits is given up."""
    lists = sa.select(StoredFile).where(StoredFile.id.in_(sa.select(MemberImport.file_id)), StoredFile.size > 0)
    held = [one for one in db.session.scalars(lists.options(undefer(StoredFile.content))) if _holds(one, words)]
    for file in held:
        file.content, file.size, file.sha256 = b"", 0, hashlib.sha256(b"").hexdigest()
    waiting = sa.update(MemberImport).where(
        MemberImport.file_id.in_([one.id for one in held]),
        MemberImport.state.in_((ImportState.MAPPING, ImportState.CHECKED)),
    )
    db.session.execute(waiting.values(state=ImportState.ABANDONED))
    return len(held)


def _holds(file: StoredFile, words: Words) -> bool:
    text = fold(_text_of(bytes(file.content)))
    return any(fold(one) in text for one in (*words.emails, *_whole_names(words)))


def _whole_names(words: Words) -> list[str]:
    return [f"{a} {b}" for first, last in words.names if first for a, b in ((first, last), (last, first))]


def _text_of(content: bytes) -> str:
    """What can be read in a workbook's parts, or in a text of whatever encoding."""
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        return " ".join(part.decode("utf-8", "replace") for part in parts)
    return f"{content.decode('utf-8', 'replace')} {content.decode('latin-1')}"
