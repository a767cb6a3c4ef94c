"""What went down: counts of the cluster's own work."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.insights.queries.heard import TWELVE_MONTHS
from cara_crm.relays.models import Direction, Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.queries.ledger import GROUP

READ = sa.case((Recipient.acknowledged_at.is_not(None), GROUP))


@dataclass(frozen=True)
class Downward:
    """Downward relays sent in twelve months, the people they were for, and who said "I have read this" (None: so few
    groups that it is withheld, or that the journal beside it would tell what so few did)."""

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
            sa.func.count(READ.distinct()),
            _behind_what_is_withheld(since, k),
        )
        .outerjoin(Recipient, Recipient.relay_id == Relay.id)
        .outerjoin(Recipient.member)
        .where(Relay.direction == Direction.DOWN, Relay.state == RelayState.SENT, Relay.sent_at >= since)
    )
    relays, people, read, groups, few = db.session.execute(query).one()
    return Downward(relays, people, None if 0 < groups < k or 0 < few < k else read)


def _behind_what_is_withheld(since: datetime, k: int) -> sa.ScalarSelect[int]:
    """The journal shows how many read each relay but where fewer than `k` groups did (of an answer, where fewer got
    it): the total less what is shown there is what these groups did."""
    ours = (Relay.direction == Direction.DOWN, Relay.state == RelayState.SENT, Relay.sent_at >= since)
    few_read = sa.func.count(READ.distinct()).between(1, k - 1)
    few_got = sa.and_(Relay.kind == RelayKind.ANSWER, sa.func.count(GROUP.distinct()) < k)
    by_relay = sa.select(Relay.id).join(Recipient, Recipient.relay_id == Relay.id).outerjoin(Recipient.member)
    withheld = by_relay.where(*ours).group_by(Relay.id, Relay.kind).having(sa.or_(few_read, few_got))
    behind = sa.select(sa.func.count(READ.distinct())).select_from(Recipient).outerjoin(Recipient.member)
    return behind.where(Recipient.relay_id.in_(withheld)).correlate(None).scalar_subquery()
