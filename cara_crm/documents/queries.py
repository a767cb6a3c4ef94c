"""Documents, as an actor may see them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission
from cara_crm.documents.models import Document
from cara_crm.extensions import db
from cara_crm.interactions.models import interaction_member
from cara_crm.interactions.queries import members_in_charge
from cara_crm.interactions.queries import visible as visible_interactions
from cara_crm.members.queries import visible as visible_members

MOST = 100


def visible(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Of members that the actor sees; the confidential ones and those of conversations for who reads raw words.

    Confidential ones of a member that left its sectors stay with their managers, as its conversations do.
    """
    open_to_all = Document.is_confidential.is_(False)
    plain = sa.and_(Document.member_id.is_not(None), *_of(visible_members(actor)))
    if not actor.can(Permission.INTERACTION_READ):
        return [plain, open_to_all]
    said = Document.interaction.has(sa.and_(*visible_interactions(actor))) if visible_interactions(actor) else sa.true()
    own = sa.and_(plain, sa.or_(open_to_all, *_of(members_in_charge(actor)))) if actor.sector_ids is not None else plain
    return [sa.or_(own, sa.and_(Document.interaction_id.is_not(None), said))]


def _of(members: Sequence[sa.ColumnElement[bool]]) -> list[sa.ColumnElement[bool]]:
    return [Document.member.has(sa.and_(*members))] if members else []


def of_member(actor: Actor, member_id: int) -> Sequence[Document]:
    """Documents of a member and of the conversations with it that the actor may open, the newest first."""
    spoken = sa.select(interaction_member.c.interaction_id).where(interaction_member.c.member_id == member_id)
    return _listed(actor, sa.or_(Document.member_id == member_id, Document.interaction_id.in_(spoken)))


def of_interaction(actor: Actor, interaction_id: int) -> Sequence[Document]:
    """What came with a conversation, the newest first."""
    return _listed(actor, Document.interaction_id == interaction_id)


def _listed(actor: Actor, of: sa.ColumnElement[bool]) -> Sequence[Document]:
    select = (
        sa.select(Document)
        .where(of, Document.removed_at.is_(None), *visible(actor))
        .options(joinedload(Document.file), joinedload(Document.added_by))
        .order_by(Document.added_at.desc(), Document.id.desc())
        .limit(MOST)
    )
    return db.session.scalars(select).all()


def document_for(actor: Actor, document_id: int) -> Document:
    """One that is there, with its file. Raises NotVisible."""
    found = db.session.scalar(
        sa.select(Document)
        .where(Document.id == document_id, Document.removed_at.is_(None), *visible(actor))
        .options(joinedload(Document.file), joinedload(Document.member), joinedload(Document.interaction))
    )
    if found is None:
        raise NotVisible
    return found
