"""Imports under way and done."""

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile
from cara_crm.imports.models import MemberImport
from cara_crm.jobs.models import Job


def import_with_file(import_id: int) -> tuple[MemberImport, StoredFile]:
    """An import and its file, content loaded. Raises NotVisible."""
    row = db.session.execute(
        sa.select(MemberImport, StoredFile)
        .join(StoredFile, StoredFile.id == MemberImport.file_id)
        .where(MemberImport.id == import_id)
        .options(undefer(StoredFile.content))
    ).one_or_none()
    if row is None:
        raise NotVisible
    return row[0], row[1]


def import_for(import_id: int) -> tuple[MemberImport, str]:
    """An import and its file's name. Raises NotVisible."""
    row = db.session.execute(
        sa.select(MemberImport, StoredFile.name)
        .join(StoredFile, StoredFile.id == MemberImport.file_id)
        .where(MemberImport.id == import_id)
    ).one_or_none()
    if row is None:
        raise NotVisible
    return row[0], row[1]


def job_of(entry: MemberImport) -> Job | None:
    """The worker's job that writes an import, if it was handed over."""
    return db.session.get(Job, entry.job_id) if entry.job_id else None


def recent_imports(most: int = 10) -> list[tuple[MemberImport, str]]:
    """The last ones with their files' names."""
    rows = db.session.execute(
        sa.select(MemberImport, StoredFile.name)
        .join(StoredFile, StoredFile.id == MemberImport.file_id)
        .order_by(MemberImport.id.desc())
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]
