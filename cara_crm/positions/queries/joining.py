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
from cara_crm.positions.models import Position, PositionState, position_sector, position_wish
from cara_crm.positions.queries.lists import OPEN_STATES, in_charge
from cara_crm.positions.queries.moves import merged_into

SHOWN = 6
WORKED_ON = (PositionState.DRAFT, PositionState.APPROVED)


@dataclass(frozen=True)
class ToJoin:
    """`wished`: what the author of an issue wishes to join; `near`: what resembles it, both sent or not; `others`: the
    drafts that do not."""

    wished: tuple[Position, ...]
    near: tuple[Alike, ...]
    others: tuple[Position, ...]


def positions_to_join(actor: Actor, issue: Issue, federation_ids: Collection[int]) -> ToJoin:
    """Positions of these federations to which the issue may be added; what was sent has to be taken up again first.

    `record` is the position with its federation; the most alike first.
    """
    wish = sa.exists().where(position_wish.c.position_id == Position.id, position_wish.c.issue_id == issue.id)
    sectors = [sector.id for sector in issue.sectors]
    is_near = sa.exists().where(position_sector.c.position_id == Position.id, position_sector.c.sector_id.in_(sectors))
    query = (
        sa.select(Position, wish, is_near)
        .where(
            Position.federation_id.in_(list(federation_ids)),
            *in_charge(actor),
            sa.or_(Position.state.in_(OPEN_STATES), wish),
        )
        .options(joinedload(Position.federation))
        .order_by(wish.desc(), Position.updated_at.desc(), Position.id.desc())
        .limit(500)
    )
    rows = list(db.session.execute(query))
    wished = dict.fromkeys(_led_on(actor, position) for position, is_wished, _near in rows if is_wished)
    found = [(position, near) for position, is_wished, near in rows if not is_wished and position not in wished]
    candidates = [Candidate(fold(one.title), one.folded, one, near) for one, near in found]
    near = alike(fold(issue.title), issue.folded, candidates, most=SHOWN)
    seen = {one.record.id for one in near}
    others = tuple(one for one, _near in found if one.id not in seen and one.state in WORKED_ON)
    return ToJoin(tuple(one for one in wished if one), tuple(near), others)


def _led_on(actor: Actor, position: Position) -> Position | None:
    """What was merged since is where it leads, if the actor may see that."""
    target = merged_into(position.id) if position.state is PositionState.CLOSED else None
    if target is None:
        return position
    query = sa.select(Position).where(Position.id == target, *in_charge(actor))
    return db.session.scalar(query.options(joinedload(Position.federation)))
