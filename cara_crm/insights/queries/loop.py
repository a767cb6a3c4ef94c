"""What went up to each federation and came back, and what went down: counts of the cluster's own work."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.insights.queries.heard import TWELVE_MONTHS
from cara_crm.relays.models import Direction, Recipient, Relay, RelayState
from cara_crm.relays.queries.ledger import GROUP
from cara_crm.reports.models import Answer, AnswerState, Report, ReportPosition, ReportState

FROZEN = (ReportState.SENT, ReportState.ACKNOWLEDGED)


@dataclass(frozen=True)
class Body:
    """One federation over twelve months."""

    federation: Federation
    reports: int
    acknowledged: int
    positions: int
    answers: int


def bodies() -> list[Body]:
    """Every federation in its order, with what it was sent and what it answered; of a corrected report, the last
    version that was sent."""
    later = aliased(Report)
    corrected = sa.exists().where(
        later.number == Report.number, later.edition > Report.edition, later.state.in_(FROZEN)
    )
    recent = sa.and_(Report.state.in_(FROZEN), Report.sent_at >= clock.now() - TWELVE_MONTHS, ~corrected)
    reports = _by_federation(sa.func.count(), recent)
    acknowledged = _by_federation(sa.func.count(), sa.and_(recent, Report.state == ReportState.ACKNOWLEDGED))
    positions = _by_federation(sa.func.count(ReportPosition.position_id), recent, Report.entries)
    answers = _by_federation(
        sa.func.count(Answer.id), sa.and_(recent, Answer.state != AnswerState.DRAFT), Report.answers
    )
    query = sa.select(Federation, reports, acknowledged, positions, answers).order_by(Federation.ordinal)
    return [Body(*row) for row in db.session.execute(query.where(Federation.retired_on.is_(None)))]


def _by_federation(counted: sa.ColumnElement[int], where: sa.ColumnElement[bool], *joined: object) -> sa.Label[int]:
    query = sa.select(counted).select_from(Report)
    for relation in joined:
        query = query.join(relation)  # type: ignore[arg-type]
    return query.where(where, Report.federation_id == Federation.id).correlate(Federation).scalar_subquery().label(None)


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
