"""What went down: counts of the cluster's own work."""

from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.insights.queries.heard import TWELVE_MONTHS
from cara_crm.relays.models import Direction, Recipient, Relay, RelayState
from cara_crm.relays.queries.ledger import GROUP


@dataclass(frozen=True)
class Downward:
    """Downward relays sent in twelve months, the people they were for, and who said "I have read this" (None: so few
    groups that it is withheld)."""

    relays: int
    people: int
    read: int | None


def downward(k: int) -> Downward:
    since = clock.now() - TWELVE_MONTHS
    query = (
        sa.select(
            sa.func.count(Relay.id.distinct()),
            sa.func.count(Recipient.id),
            sa.func.count(Recipient.acknowledged_at),
            sa.func.count(sa.case((Recipient.acknowledged_at.is_not(None), GROUP)).distinct()),
        )
        .outerjoin(Recipient, Recipient.relay_id == Relay.id)
        .outerjoin(Recipient.member)
        .where(Relay.direction == Direction.DOWN, Relay.state == RelayState.SENT, Relay.sent_at >= since)
    )
    relays, people, read, groups = db.session.execute(query).one()
    return Downward(relays, people, None if 0 < groups < k else read)
