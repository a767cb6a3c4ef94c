"""What went down is read: by more than half, within some days; who is asked may be interested."""

from functools import partial
from random import Random

import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.demonstration.stage import Stage
from cara_crm.extensions import db
from cara_crm.relays import services as relays
from cara_crm.relays.models import Recipient, Relay, RelayKind

READ, INTERESTED = 0.55, 0.4  # share of those who can have read it; of readers who are interested
READ_AFTER = (0.2, 0.9, 1.8, 3.1, 5.7)  # days
STAR_HAS_NOT_READ = 6  # days: what is newer waits for the member of the first page


def plan_reading(stage: Stage, relay: Relay, days: float, chance: Random) -> None:
    """Draw who reads the relay that was sent so many days ago, and when."""
    star = stage.cast.star.affiliations[0].contact_id
    rows = db.session.scalars(sa.select(Recipient).where(Recipient.relay_id == relay.id).order_by(Recipient.id)).all()
    asks = relay.kind in (RelayKind.OPPORTUNITY, RelayKind.EVENT)
    reactions: dict[float, list[tuple[Recipient, bool]]] = {}
    for row in rows:
        reads, likes, after = chance.random() < READ, chance.random() < INTERESTED, chance.choice(READ_AFTER)
        if row.contact_id == star:
            reads = likes = days > STAR_HAS_NOT_READ
        if reads and after < days:
            reactions.setdefault(after, []).append((row, asks and likes))
    for after, several in reactions.items():
        stage.diary.on(days - after, partial(_react, several))


def _react(several: list[tuple[Recipient, bool]]) -> None:
    for row, likes in several:
        contact = row.contact
        by = Actor(None, Role.MEMBER, contact.name, member_id=row.member_id, contact_id=contact.id)
        if likes and row.relay.takes_registrations and row.relay.is_open:
            relays.register(row, by=by)
        elif likes and row.relay.takes_interest:
            relays.show_interest(row, by=by)
        else:
            relays.acknowledge(row, by=by)
