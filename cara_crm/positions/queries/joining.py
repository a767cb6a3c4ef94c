"""Positions to which an issue may be added: what its author wishes to join first, then what resembles it."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.issues.likeness import Alike, Candidate, alike
from cara_crm.issues.models import Issue
from cara_crm.positions.models import Position, PositionState, position_wish
from cara_crm.positions.queries.lists import in_charge
from cara_crm.positions.queries.moves import merged_into


@dataclass(frozen=True)
class ToJoin:
    """`wished`: what the author of an issue wishes to join, sent or not; `near`: every other open position."""

    wished: tuple[Position, ...]
    near: tuple[Alike, ...]


def positions_to_join(actor: Actor, issue: Issue, federation_ids: Collection[int]) -> ToJoin:
    """Positions of these federations to which the issue may be added, those that resemble it first.

    `record` is the position with its federation; those that do not resemble it have a score of 0.
    """
    wish = sa.exists().where(position_wish.c.position_id == Position.id, position_wish.c.issue_id == issue.id)
    open_ones = Position.state.in_((PositionState.DRAFT, PositionState.APPROVED))
    query = (
        sa.select(Position, wish)
        .where(Position.federation_id.in_(list(federation_ids)), *in_charge(actor), sa.or_(open_ones, wish))
        .options(joinedload(Position.federation))
        .order_by(wish.desc(), Position.updated_at.desc(), Position.id.desc())
        .limit(500)
    )
    rows = list(db.session.execute(query))
    wished = dict.fromkeys(_led_on(actor, position) for position, is_wished in rows if is_wished)
    found = [position for position, is_wished in rows if not is_wished and position not in wished]
    candidates = [Candidate(fold(one.title), one.folded, one) for one in found]
    near = alike(fold(issue.title), issue.folded, candidates, most=len(found))
    seen = {one.record.id for one in near}
    rest = (Alike(one, 0, (), False) for one in found if one.id not in seen)
    return ToJoin(tuple(one for one in wished if one), (*near, *rest))


def _led_on(actor: Actor, position: Position) -> Position | None:
    """What was merged since is where it leads, if the actor may see that."""
    target = merged_into(position.id) if position.state is PositionState.CLOSED else None
    if target is None:
        return position
    query = sa.select(Position).where(Position.id == target, *in_charge(actor))
    return db.session.scalar(query.options(joinedload(Position.federation)))
