"""Consultations as evidence of positions: which one may choose, what came of those that were chosen."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.members.queries import visible as visible_members
from cara_crm.positions.models import Position, PositionState
from cara_crm.positions.queries.lists import in_charge
from cara_crm.relays.models import GONE_OUT, Question, Recipient, Relay, RelayKind, Response, relay_position
from cara_crm.relays.queries.consulting import Result, partly_read, results_of
from cara_crm.relays.queries.journal import visible
from cara_crm.relays.queries.ledger import GROUP

MOST = 30


@dataclass(frozen=True)
class Inquired:
    """A consultation chosen for a position: distinct groups asked; `results` as they may leave, [] while it is open and
    to who reads a part of the answers."""

    relay: Relay
    asked: int
    results: list[Result]
    is_partly_read: bool


def inquired_for(actor: Actor, position_id: int) -> list[Inquired]:
    """The consultations that are evidence of a position, the latest first."""
    ours = sa.select(relay_position.c.relay_id).where(relay_position.c.position_id == position_id)
    relays = _consultations(actor, Relay.id.in_(ours))
    if not relays:
        return []
    ids = [relay.id for relay in relays]
    questions: dict[int, list[Question]] = {}
    for one in db.session.scalars(
        sa.select(Question).where(Question.relay_id.in_(ids)).order_by(Question.ordinal, Question.id)
    ):
        questions.setdefault(one.relay_id, []).append(one)
    counted = sa.select(Recipient.relay_id, sa.func.count(GROUP.distinct())).join(Recipient.member)
    of_these = counted.where(Recipient.relay_id.in_(ids)).group_by(Recipient.relay_id)
    asked = {row[0]: row[1] for row in db.session.execute(of_these)}
    partly = partly_read(actor, ids)
    return [
        Inquired(
            one,
            asked.get(one.id, 0),
            [] if one.id in partly else results_of(one, questions.get(one.id, [])),
            one.id in partly,
        )
        for one in relays
    ]


def inquiries_to_choose(actor: Actor) -> list[Relay]:
    """Consultations that are evidence of nothing yet, or of what was closed or merged away, the latest first."""
    return _consultations(actor, ~Relay.positions.any(Position.state != PositionState.CLOSED))


def _consultations(actor: Actor, *among: sa.ColumnElement[bool]) -> list[Relay]:
    query = sa.select(Relay).where(Relay.kind == RelayKind.CONSULTATION, Relay.state.in_(GONE_OUT), *visible(actor))
    return list(db.session.scalars(query.where(*among).order_by(Relay.happened_at.desc(), Relay.id.desc()).limit(MOST)))


def positions_to_choose(actor: Actor) -> list[Position]:
    """Positions of every federation that are not closed, the latest first."""
    query = sa.select(Position).where(Position.state != PositionState.CLOSED, *in_charge(actor))
    with_federation = query.options(joinedload(Position.federation))
    return list(db.session.scalars(with_federation.order_by(Position.updated_at.desc(), Position.id.desc()).limit(100)))


def response_for(actor: Actor, relay: Relay, response_id: int) -> Response:
    """What a member in the reader's charge answered. Raises NotVisible."""
    mine = (Response.id == response_id, Response.relay_id == relay.id, *visible_members(actor))
    found: Response | None = db.session.scalar(sa.select(Response).join(Response.member).where(*mine))
    if found is None:
        raise NotVisible
    return found
