"""Lists that were imported: the file that holds an erased person goes, what it wrote in the register stays."""

import hashlib
import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile
from cara_crm.imports.models import ImportState, MemberImport
from cara_crm.members.spreadsheet import Unreadable, every_row
from cara_crm.rights.words import Words

NO_WORD = re.compile(r"\W+")


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
    db.session.execute(waiting.values(state=ImportState.ABANDONED, result={}))
    return len(held)


def _holds(file: StoredFile, words: Words) -> bool:
    """Does a row of it say the person's address, or both its names? What cannot be read any more is not kept."""
    try:
        return any(_says(row, words) for row in every_row(bytes(file.content)))
    except Unreadable:
        return True


def _says(row: Sequence[str], words: Words) -> bool:
    cells = fold(" ".join(row))
    if any(fold(one) in cells for one in words.emails):
        return True
    said = f" {NO_WORD.sub(' ', cells)} "
    names = ((NO_WORD.sub(" ", fold(first)), NO_WORD.sub(" ", fold(last))) for first, last in words.names if first)
    return any(f" {first} " in said and f" {last} " in said for first, last in names)
