"""Meetings of working groups: to come, held, and who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, interaction_contact
from cara_crm.interactions.queries import visible as visible_interactions
from cara_crm.workgroups.models import Meeting, Seat, Workgroup
from cara_crm.workgroups.queries.register import Seats, holds_today, is_planned, visible

MOST_MEETINGS = 60


@dataclass(frozen=True)
class Held:
    """A meeting with how many of those who sat there that day came, how many came besides, and may it be opened?"""

    meeting: Meeting
    expected: int = 0
    present: int = 0
    besides: int = 0
    is_readable: bool = False


def meetings_of(actor: Actor, workgroup: Workgroup, seats: Seats) -> tuple[list[Meeting], list[Held]]:
    """(those to come, the nearest first; those that were held or passed, the latest first)."""
    newest = sa.select(Meeting).where(Meeting.workgroup_id == workgroup.id).order_by(Meeting.held_on.desc(), Meeting.id)
    found = list(db.session.scalars(newest.limit(MOST_MEETINGS)))
    today = clock.today()
    planned = [one for one in reversed(found) if one.interaction_id is None and one.held_on >= today]
    past = [one for one in found if one not in planned]
    ids = [one.interaction_id for one in past if one.interaction_id]
    came, readable = presence(ids), _readable(actor, ids)
    everybody = [*seats.seen, *seats.others]
    return planned, [_held(one, everybody, came, readable) for one in past]


def _readable(actor: Actor, interaction_ids: list[int]) -> set[int]:
    """Those of these conversations that this actor may open."""
    conditions = visible_interactions(actor)
    if not conditions or not interaction_ids:
        return set(interaction_ids)
    return set(db.session.scalars(sa.select(Interaction.id).where(Interaction.id.in_(interaction_ids), *conditions)))


def _held(meeting: Meeting, seats: Sequence[Seat], came: dict[int, set[int]], readable: set[int]) -> Held:
    expected = {one.contact_id for one in seats if one.holds_on(meeting.held_on)}
    there = came.get(meeting.interaction_id or 0, set())
    return Held(
        meeting, len(expected), len(there & expected), len(there - expected), meeting.interaction_id in readable
    )


def presence(interaction_ids: Sequence[int]) -> dict[int, set[int]]:
    """The contacts who were at each of these conversations."""
    found: dict[int, set[int]] = {}
    link = interaction_contact.c
    select = sa.select(link.interaction_id, link.contact_id).where(link.interaction_id.in_(interaction_ids))
    for interaction_id, contact_id in db.session.execute(select) if interaction_ids else ():
        found.setdefault(interaction_id, set()).add(contact_id)
    return found


def meetings_to_come(actor: Actor) -> list[Meeting]:
    """For a calendar: meetings of the groups that this person runs, or that nobody runs and it sees."""
    mine = sa.or_(Workgroup.convenor_id == actor.user_id, Workgroup.convenor_id.is_(None))
    return _to_come(mine, *visible(actor))


def meetings_of_guest(contact_id: int) -> list[Meeting]:
    """For a calendar: meetings of the groups in which this person sits."""
    own = sa.select(Seat.workgroup_id).where(Seat.contact_id == contact_id, holds_today())
    return _to_come(Workgroup.id.in_(own))


def _to_come(*conditions: Any) -> list[Meeting]:
    found = (
        sa.select(Meeting)
        .join(Meeting.workgroup)
        .where(is_planned(), Workgroup.archived_on.is_(None), *conditions)
        .options(joinedload(Meeting.workgroup))
        .order_by(Meeting.held_on, Meeting.id)
    )
    return list(db.session.scalars(found.limit(MOST_MEETINGS)))
