"""Views that somebody may open, and changes to many records that somebody may undo."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.lists.columns import of_query
from cara_crm.lists.models import BulkChange, SavedView

MOST_VIEWS = 60


def views_and_habit(actor: Actor, place: str) -> tuple[list[Any], str]:
    """The views of a list, and the columns that the actor chose for it ("" for none), in one statement."""
    rows = views_of(actor, place)
    return [row for row in rows if row.name], next((of_query(row.query) for row in rows if not row.name), "")


def habit(actor: Actor, place: str) -> str:
    """The columns alone."""
    own = (SavedView.user_id == actor.user_id, SavedView.place == place, SavedView.name == "")
    return of_query(db.session.scalar(sa.select(SavedView.query).where(*own)) or "")


def views_of(actor: Actor, place: str) -> Sequence[Any]:
    """Rows (id, name, query, is_shared, user_id, owner): one's own by name, then those that colleagues share."""
    mine = SavedView.user_id == actor.user_id
    kept = (SavedView.id, SavedView.name, SavedView.query, SavedView.is_shared, SavedView.user_id)
    return db.session.execute(
        sa.select(*kept, User.name.label("owner"))
        .join(SavedView.user)
        .where(SavedView.place == place, sa.or_(mine, SavedView.is_shared))
        .order_by(sa.case((mine, 0), else_=1), SavedView.name)
        .limit(MOST_VIEWS)
    ).all()


def own_view(actor: Actor, view_id: int) -> SavedView:
    """Raises NotVisible for a view of somebody else."""
    found = db.session.get(SavedView, view_id)
    if found is None or found.user_id != actor.user_id:
        raise NotVisible
    return found


def change_of(actor: Actor, change_id: int) -> BulkChange:
    """For who made it and for administrators; others: NotVisible."""
    found = db.session.get(BulkChange, change_id)
    if found is None or (found.user_id != actor.user_id and actor.role is not Role.ADMINISTRATOR):
        raise NotVisible
    return found
