"""Meetings and calls with a federation, or with members on its behalf: recorded by hand, never sent."""

from collections.abc import Sequence
from datetime import date, datetime, time

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.positions.models import Position
from cara_crm.relays.models import Direction, Relay, RelayKind, RelayState
from cara_crm.sectors.models import Sector


class NotYet(DomainError):
    """A passage is recorded once it has taken place."""

    field = "happened_on"


def record_relay(
    kind: RelayKind,
    *,
    direction: Direction,
    title: str,
    body: str,
    happened_on: date,
    federation_id: int | None = None,
    sector_ids: Sequence[int] = (),
    position_ids: Sequence[int] = (),
    submission_key: str | None = None,
    by: Actor,
) -> Relay:
    """One passage of information that took place on `happened_on` (Paris). Positions carry their sectors along."""
    if submission_key and (existing := db.session.scalar(sa.select(Relay).filter_by(submission_key=submission_key))):
        return existing
    if happened_on > clock.today():
        raise NotYet(_("Only what has taken place is recorded: this day is still to come."))
    relay = Relay(
        direction=direction,
        kind=kind,
        state=RelayState.RECORDED,
        title=title,
        body=body,
        federation_id=federation_id,
        happened_at=min(clock.now(), datetime.combine(happened_on, time(12), clock.PARIS)),
        created_by_id=by.user_id,
        submission_key=submission_key,
    )
    relay.positions = list(db.session.scalars(sa.select(Position).where(Position.id.in_(position_ids))))
    wanted = {*sector_ids, *(s.id for p in relay.positions for s in p.sectors)}
    relay.sectors = list(db.session.scalars(sa.select(Sector).where(Sector.id.in_(wanted))))
    db.session.add(relay)
    audit.record("relay.recorded", relay, by=by, kind=kind.value, direction=direction.value)
    return relay
