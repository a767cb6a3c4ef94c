"""Where issues of a position came from and went to, and where an old address leads."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission
from cara_crm.extensions import db
from cara_crm.positions.models import MoveKind, Position, PositionMove, PositionState
from cara_crm.positions.queries.lists import in_charge, is_visible

SHOWN = 10


def moves_of(actor: Actor, position: Position) -> list[PositionMove]:
    """The latest moves out of and into a position whose other side the actor may see too; newest first."""
    other = sa.case(
        (PositionMove.source_id == position.id, PositionMove.target_id), else_=PositionMove.source_id
    ).label("other")
    query = (
        sa.select(PositionMove)
        .join(Position, Position.id == other)
        .where(sa.or_(PositionMove.source_id == position.id, PositionMove.target_id == position.id))
        .where(PositionMove.undone_at.is_(None), *in_charge(actor))
        .options(joinedload(PositionMove.source), joinedload(PositionMove.target))
        .order_by(PositionMove.id.desc())
        .limit(SHOWN)
    )
    return list(db.session.scalars(query))


def move_for(actor: Actor, move_id: int) -> PositionMove:
    """A move between two positions that the actor may both see. Raises NotVisible."""
    move = db.session.scalar(
        sa.select(PositionMove)
        .where(PositionMove.id == move_id)
        .options(joinedload(PositionMove.source), joinedload(PositionMove.target))
    )
    if move is None:
        raise NotVisible
    both = sa.select(sa.func.count()).where(Position.id.in_((move.source_id, move.target_id)), *in_charge(actor))
    if db.session.scalar(both) != 2:
        raise NotVisible
    return move


def later_moves(move: PositionMove) -> int:
    """How many moves that hold still touched one of the two positions after this one."""
    ids = (move.source_id, move.target_id)
    touching = sa.or_(PositionMove.source_id.in_(ids), PositionMove.target_id.in_(ids))
    return (
        db.session.scalar(
            sa.select(sa.func.count()).where(PositionMove.id > move.id, PositionMove.undone_at.is_(None), touching)
        )
        or 0
    )


def merged_into(position_id: int) -> int | None:
    """The id of the position in which this one ended, through further merges; None when it was never merged."""
    pairs = db.session.execute(
        sa.select(PositionMove.source_id, PositionMove.target_id)
        .where(PositionMove.kind == MoveKind.MERGE, PositionMove.undone_at.is_(None))
        .where(
            PositionMove.source_id.in_(
                sa.select(Position.id).where(
                    Position.federation_id
                    == sa.select(Position.federation_id).where(Position.id == position_id).scalar_subquery()
                )
            )
        )
        .order_by(PositionMove.id)
    )
    onward: dict[int, int] = {row.source_id: row.target_id for row in pairs}
    at, seen = position_id, {position_id}
    while (target := onward.get(at)) is not None and target not in seen:
        seen.add(target)
        at = target
    return None if at == position_id else at


def leads_on(actor: Actor, position_id: int) -> int | None:
    """Where the chain of a position goes on that was merged before it was ever sent; None where it has its own."""
    if not actor.can(Permission.POSITION_READ):
        return None
    unsent = sa.select(Position.id).where(
        Position.id == position_id,
        Position.state == PositionState.CLOSED,
        Position.relayed_at.is_(None),
        *in_charge(actor),
    )
    target = merged_into(position_id) if db.session.scalar(unsent) else None
    return target if target is not None and is_visible(actor, target) else None
