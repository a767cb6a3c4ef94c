"""Merges that were done, for whoever sees the record that was kept."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

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


class Merged(NamedTuple):
    """A merge that holds."""

    id: int
    at: datetime


def merges_in_words(kind: MergeKind, kept_id: int) -> sa.ScalarSelect[str]:
    """The same as part of another statement, for `merges_read`: most records were never merged."""
    held = sa.and_(Merge.kind == kind, Merge.kept_id == kept_id, Merge.undone_at.is_(None))
    second = sa.cast(sa.extract("epoch", Merge.at), sa.BigInteger)
    word = (sa.cast(Merge.id, sa.Text) + ":" + sa.cast(second, sa.Text)).label("word")
    rows = sa.select(word).where(held).order_by(Merge.id.desc()).subquery()
    return sa.select(sa.func.aggregate_strings(rows.c.word, " ")).scalar_subquery()


def merges_read(words: str | None) -> list[Merged]:
    """What `merges_in_words` selected."""
    pairs = (word.split(":") for word in (words or "").split())
    return [Merged(int(id), datetime.fromtimestamp(int(second), UTC)) for id, second in pairs]


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
