"""What became of earlier requests, what was relayed down in the period, and the figures that left before."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from cara_crm.confidentiality.sameness import Sameness
from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.issues.models import Consent, Issue, IssueConsent
from cara_crm.members.models import Member
from cara_crm.relays.models import Direction, Recipient, Relay, RelayKind, RelayState, relay_sector
from cara_crm.reports.document import EarlierRequest, ReportDocument
from cara_crm.reports.material import Reception, Released
from cara_crm.reports.models import Answer, AnswerState, ReleasedCell, Report, ReportState, report_position_issue
from cara_crm.reports.queries.scope import Scope
from cara_crm.reports.queries.voices import AGREED, UNHEARD
from cara_crm.reports.queries.wordings import position_code

LOOK_BACK = 2
_NAMED = (
    IssueConsent.consent == Consent.NAMED,
    Issue.agreement.in_(AGREED),
    Issue.state.not_in(UNHEARD),
)
SENT = (ReportState.SENT, ReportState.ACKNOWLEDGED)


def released_figures(federation_id: int, same: Sameness) -> tuple[tuple[str, tuple[Released, ...]], ...]:
    """Every figure that this federation was given, by its key, the oldest first."""
    rows = db.session.execute(
        sa.select(ReleasedCell.cell, ReleasedCell.value, ReleasedCell.group_keys, ReleasedCell.released_at)
        .where(ReleasedCell.federation_id == federation_id)
        .order_by(ReleasedCell.released_at, ReleasedCell.id)
    )
    given: dict[str, list[Released]] = defaultdict(list)
    for cell, value, groups, at in rows:
        given[cell].append(Released(value, same.apart(groups), at.astimezone(clock.PARIS).date()))
    return tuple((cell, tuple(figures)) for cell, figures in given.items())


def earlier_requests(scope: Scope) -> tuple[EarlierRequest, ...]:
    """The positions of the federation's last two reports before the period's end, and their answers so far."""
    reports = db.session.scalars(
        sa.select(Report)
        .where(
            Report.federation_id == scope.federation_id,
            Report.state.in_(SENT),
            Report.request_id.is_(None),
            Report.number != scope.number,
            Report.period_until < scope.period.end,
        )
        .order_by(Report.sent_at.desc(), Report.id.desc())
        .options(undefer(Report.document))
    )
    latest: dict[str, Report] = {}
    for report in reports:
        latest.setdefault(report.number, report)
    chosen = list(latest.values())[:LOOK_BACK]
    answers = _answers([report.id for report in chosen])
    return tuple(item for report in chosen for item in _requests(report, answers))


def _answers(report_ids: list[int]) -> dict[tuple[int, str], Answer]:
    rows = db.session.scalars(
        sa.select(Answer).where(Answer.report_id.in_(report_ids), Answer.state != AnswerState.DRAFT)
    )
    return {(answer.report_id, position_code(answer.position_id)): answer for answer in rows}


def _requests(report: Report, answers: dict[tuple[int, str], Answer]) -> Iterable[EarlierRequest]:
    document = ReportDocument.from_json(report.document or "{}")
    for position in document.positions:
        answer = answers.get((report.id, position.id))
        given = answer.given_at.astimezone(clock.PARIS).date() if answer and answer.given_at else None
        yield EarlierRequest(
            report=report.number,
            position=position.id,
            title=position.title,
            request=position.request,
            outcome=answer.outcome.value if answer and answer.outcome else "waiting",
            text=answer.text_members if answer else "",
            on=given,
        )


def named_before(earlier: Iterable[EarlierRequest]) -> tuple[tuple[tuple[str, str], frozenset[int]], ...]:
    """By report and position of earlier requests: the members that agree to be named today in each of their issues
    that it carried."""
    rows = db.session.execute(
        sa.select(Report.number, report_position_issue.c.position_id, Issue.member_id, sa.and_(*_NAMED))
        .join(Report, Report.id == report_position_issue.c.report_id)
        .join(Issue, Issue.id == report_position_issue.c.issue_id)
        .outerjoin(
            IssueConsent,
            (IssueConsent.issue_id == Issue.id) & (IssueConsent.federation_id == Report.federation_id),
        )
        .where(Report.number.in_({item.report for item in earlier}))
    )
    found: dict[tuple[str, str], dict[int, bool]] = defaultdict(dict)
    for number, position_id, member_id, is_named in rows:
        named = found[number, position_code(position_id)]
        named[member_id] = bool(is_named) and named.get(member_id, True)
    return tuple((place, frozenset(m for m, is_named in by.items() if is_named)) for place, by in found.items())


def downward_relays(scope: Scope) -> tuple[Reception, ...]:
    """What was sent to members of these sectors in the period, and the distinct groups at each stage."""
    relays = db.session.scalars(
        sa.select(Relay)
        .where(
            Relay.direction == Direction.DOWN,
            Relay.state == RelayState.SENT,
            Relay.kind != RelayKind.ANSWER,
            Relay.sent_at >= clock.moment(scope.period.start),
            Relay.sent_at < clock.moment(scope.period.end + timedelta(days=1)),
            sa.or_(
                Relay.federation_id == scope.federation_id,
                Relay.federation_id.is_(None)
                & Relay.id.in_(
                    sa.select(relay_sector.c.relay_id).where(relay_sector.c.sector_id.in_(scope.sector_ids))
                ),
            ),
        )
        .order_by(Relay.sent_at, Relay.id)
    ).all()
    reception = _reception([relay.id for relay in relays])
    return tuple(_received(relay, reception[relay.id]) for relay in relays)


def _received(relay: Relay, groups: dict[str, set[str]]) -> Reception:
    assert relay.sent_at
    on = relay.sent_at.astimezone(clock.PARIS).date()
    targeted, reached, acknowledged = (frozenset(groups[name]) for name in ("targeted", "reached", "acknowledged"))
    return Reception(relay.id, relay.kind.value, relay.title, on, targeted, reached, acknowledged)


def _reception(relay_ids: list[int]) -> Any:
    """By relay and stage: the distinct groups."""
    found: Any = defaultdict(lambda: defaultdict(set))
    rows = db.session.execute(
        sa.select(Recipient.relay_id, Member, Delivery.status, Recipient.acknowledged_at)
        .join(Member, Member.id == Recipient.member_id)
        .outerjoin(Delivery, Delivery.id == Recipient.delivery_id)
        .where(Recipient.relay_id.in_(relay_ids))
        .options(sa.orm.load_only(Member.group_id))
    )
    for relay_id, member, status, acknowledged_at in rows:
        group = member.group_key
        found[relay_id]["targeted"].add(group)
        if status == DeliveryStatus.SENT:
            found[relay_id]["reached"].add(group)
        if acknowledged_at:
            found[relay_id]["acknowledged"].add(group)
    return found


def previous_version(scope: Scope) -> ReportDocument | None:
    """The frozen document that a correction replaces."""
    if scope.version == 1:
        return None
    text = db.session.scalar(
        sa.select(Report.document).where(Report.number == scope.number, Report.edition == scope.version - 1)
    )
    return ReportDocument.from_json(text) if text else None
