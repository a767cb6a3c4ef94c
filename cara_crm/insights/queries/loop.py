"""What went down: counts of the cluster's own work."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from cara_crm.confidentiality.threshold import is_small
from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.insights.queries.heard import TWELVE_MONTHS
from cara_crm.relays.models import Direction, Recipient, Relay, RelayState
from cara_crm.relays.queries.ledger import GROUP

READ = sa.case((Recipient.acknowledged_at.is_not(None), GROUP))
UNREAD = sa.case((Recipient.acknowledged_at.is_(None), GROUP))


@dataclass(frozen=True)
class Downward:
    """Downward relays sent in twelve months, the people they were for, and who said "I have read this" (None: so few
    groups did or did not that it is withheld, or the journal beside it would tell what so few did)."""

    relays: int
    people: int | None
    read: int | None


def downward(k: int) -> Downward:
    since = clock.now() - TWELVE_MONTHS
    query = (
        sa.select(
            sa.func.count(Relay.id.distinct()),
            sa.func.count(Recipient.id),
            sa.func.count(Recipient.acknowledged_at),
            sa.func.count(READ.distinct()),
            sa.func.count(UNREAD.distinct()),
            *(_behind_what_is_withheld(who, since, k, READ, UNREAD, GROUP) for who in (READ, UNREAD)),
            _behind_what_is_withheld(GROUP, since, k, GROUP),
        )
        .outerjoin(Recipient, Recipient.relay_id == Relay.id)
        .outerjoin(Recipient.member)
        .where(Relay.direction == Direction.DOWN, Relay.state == RelayState.SENT, Relay.sent_at >= since)
    )
    relays, people, read, *readers, few = db.session.execute(query).one()
    is_told = not any(is_small(count, k) for count in (*readers, few))
    return Downward(relays, None if is_small(few, k) else people, read if is_told else None)


def _behind_what_is_withheld(
    who: sa.ColumnElement[int | None], since: datetime, k: int, *parts: sa.ColumnElement[int | None]
) -> sa.ScalarSelect[int]:
    """How many groups `who` are, of the relays of which fewer than `k` are one of the `parts`: the journal shows
    what the others were for and how many read them, and the total less what is shown there is what these did."""
    ours = (Relay.direction == Direction.DOWN, Relay.state == RelayState.SENT, Relay.sent_at >= since)
    few = (sa.func.count(one.distinct()).between(1, k - 1) for one in parts)
    by_relay = sa.select(Relay.id).join(Recipient, Recipient.relay_id == Relay.id).outerjoin(Recipient.member)
    withheld = by_relay.where(*ours).group_by(Relay.id).having(sa.or_(*few))
    behind = sa.select(sa.func.count(who.distinct())).select_from(Recipient).outerjoin(Recipient.member)
    return behind.where(Recipient.relay_id.in_(withheld)).correlate(None).scalar_subquery()
