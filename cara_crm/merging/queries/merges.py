"""Merges that were done, for whoever sees the record that was kept."""

from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Contact
from cara_crm.contacts.queries import contact_for
from cara_crm.contacts.queries import visible as visible_contacts
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.members.queries import member_for
from cara_crm.members.queries import visible as visible_members
from cara_crm.merging.models import Merge, MergeKind

SEEN: dict[MergeKind, tuple[Permission, Any]] = {
    MergeKind.MEMBER: (Permission.MEMBER_EDIT, visible_members),
    MergeKind.CONTACT: (Permission.CONTACT_EDIT, visible_contacts),
}


def merge_for(actor: Actor, merge_id: int) -> Merge:
    """Raises NotVisible, also where the kept record is not this actor's to see."""
    merge = db.session.get(Merge, merge_id)
    if merge is None:
        raise NotVisible
    see = member_for if merge.kind is MergeKind.MEMBER else contact_for
    see(actor, merge.kept_id)
    return merge


def both_of(merge: Merge) -> tuple[Any, Any]:
    """(the kept record, the merged one)"""
    kind: Any = Member if merge.kind is MergeKind.MEMBER else Contact
    return db.session.get_one(kind, merge.kept_id), db.session.get_one(kind, merge.merged_id)


def merges_of(kind: MergeKind, kept_id: int) -> list[Merge]:
    """What was taken into a record and is in it still, the last first."""
    held = sa.and_(Merge.kind == kind, Merge.kept_id == kept_id, Merge.undone_at.is_(None))
    return list(db.session.scalars(sa.select(Merge).where(held).order_by(Merge.id.desc())))


def merges_counted(kind: MergeKind, kept_id: int) -> sa.ScalarSelect[int]:
    """How many that are, as part of another statement: most records were never merged."""
    held = sa.and_(Merge.kind == kind, Merge.kept_id == kept_id, Merge.undone_at.is_(None))
    return sa.select(sa.func.count()).where(held).scalar_subquery()


def last_merge_of(kind: MergeKind, merged_id: int) -> Merge | None:
    """The merge that took a record away, if it holds."""
    held = sa.and_(Merge.kind == kind, Merge.merged_id == merged_id, Merge.undone_at.is_(None))
    return db.session.scalar(sa.select(Merge).where(held).order_by(Merge.id.desc()).limit(1))


def is_merged(actor: Actor, kind: MergeKind, id: int) -> bool:
    """Is the record part of another today, and this actor's to see?"""
    model: Any = Member if kind is MergeKind.MEMBER else Contact
    needs, seen = SEEN[kind]
    if not actor.can(needs):
        return False
    return db.session.scalar(sa.select(model.merged_into_id).where(model.id == id, *seen(actor))) is not None
