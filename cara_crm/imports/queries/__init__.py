"""Imports under way and done."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key
from cara_crm.core.permissions import Permission
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile
from cara_crm.imports.models import ColumnMapping, MemberImport
from cara_crm.jobs.models import Job
from cara_crm.members.models import Member, Site

NEWEST_FIRST = Key([MemberImport.id], descending=True)


def visible(actor: Actor) -> Sequence[sa.ColumnElement[bool]]:
    """The house sees every import; a manager of some sectors those of his own."""
    return () if actor.sector_ids is None else (MemberImport.user_id == actor.user_id,)


def import_with_file(actor: Actor, import_id: int) -> tuple[MemberImport, StoredFile]:
    """An import that this person may read and decide, and its file, content loaded. Raises NotVisible."""
    entry = import_to_decide(actor, import_id, joinedload(MemberImport.file).undefer(StoredFile.content))
    return entry, entry.file


def may_decide(actor: Actor, entry: MemberImport) -> bool:
    """A list may hold raw words: who reads none decides only about the lists that he brought himself."""
    return actor.can(Permission.ISSUE_HANDLE) or entry.user_id == actor.user_id


def import_to_decide(actor: Actor, import_id: int, *options: Any) -> MemberImport:
    """An import of which this person may read the file, choose the columns and write the rows. Raises NotVisible."""
    entry = import_for(actor, import_id, *options)
    if not may_decide(actor, entry):
        raise NotVisible
    return entry


def import_for(actor: Actor, import_id: int, *options: Any) -> MemberImport:
    """An import with its file's name and who began and undid it. Raises NotVisible."""
    people = (joinedload(MemberImport.user), joinedload(MemberImport.undone_by))
    select = sa.select(MemberImport).where(MemberImport.id == import_id, *visible(actor))
    found = db.session.scalar(select.options(*(options or [joinedload(MemberImport.file)]), *people))
    if found is None:
        raise NotVisible
    return found


def listed(actor: Actor) -> sa.Select[Any]:
    """Imports for paging."""
    people = (joinedload(MemberImport.file), joinedload(MemberImport.user))
    return sa.select(MemberImport).where(*visible(actor)).options(*people)


def job_of(entry: MemberImport) -> Job | None:
    """The worker's job that writes an import, if it was handed over."""
    return db.session.get(Job, entry.job_id) if entry.job_id else None


def recent_imports(actor: Actor, most: int = 5) -> list[MemberImport]:
    """The last ones."""
    return list(db.session.scalars(listed(actor).order_by(MemberImport.id.desc()).limit(most)))


def beside(ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Id → where a member is and its website, as they stand beside a row of a list."""
    head = sa.and_(Site.member_id == Member.id, Site.is_head)
    rows = db.session.execute(
        sa.select(Member.id, Member.website, Site.address, Site.postal_code, Site.town)
        .outerjoin(Site, head)
        .where(Member.id.in_(set(ids)))
    )
    return {
        row.id: {"website": row.website, "place": f"{row.address}, {row.postal_code} {row.town}".strip(" ,")}
        if row.address is not None
        else {"website": row.website}
        for row in rows
    }


def mappings() -> list[ColumnMapping]:
    """Every remembered mapping, the last used first."""
    select = sa.select(ColumnMapping).options(joinedload(ColumnMapping.user))
    return list(db.session.scalars(select.order_by(ColumnMapping.used_at.desc(), ColumnMapping.id)))


def mapping_for(mapping_id: int) -> ColumnMapping:
    """Raises NotVisible."""
    found = db.session.get(ColumnMapping, mapping_id)
    if found is None:
        raise NotVisible
    return found


def mapping_named(name: str) -> ColumnMapping | None:
    """By its name, in any writing."""
    return db.session.scalar(sa.select(ColumnMapping).where(ColumnMapping.folded == fold(name)))


def mapping_by_signature(signature: str) -> ColumnMapping | None:
    """By the headers of a list, as `services.mappings.signature` reads them."""
    return db.session.scalar(sa.select(ColumnMapping).where(ColumnMapping.signature == signature))
