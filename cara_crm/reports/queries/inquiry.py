"""What a flash note is made of: the issues that were chosen for it, and what members answered to its consultation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.issues.models import Consent, Issue, IssueConsent, IssueImpact
from cara_crm.members.models import Member
from cara_crm.members.spreadsheet.values import BANDS
from cara_crm.relays.models import Question, Recipient, Relay, RelayKind, Response, relay_position
from cara_crm.reports.material import AskedQuestion, Inquiry, Organisation, Poll, Reply, Voice
from cara_crm.reports.models import Request, request_issue
from cara_crm.reports.queries.scope import Scope
from cara_crm.reports.queries.voices import usable

LEAST = {code: least for code, least, _most in BANDS}


def inquiry(scope: Scope, request_id: int, known: Mapping[int, Organisation]) -> Inquiry:
    """The request with its usable issues of the note's days and, once it is closed, its consultation."""
    request = db.session.get_one(Request, request_id)
    relay = db.session.get(Relay, request.relay_id) if request.relay_id else None
    return Inquiry(
        request_id=request.id,
        question=request.question,
        asked_on=request.asked_at.astimezone(clock.PARIS).date(),
        voices=_voices(scope, request_id, known),
        poll=_poll(relay, scope.language) if relay and relay.sent_at and not relay.is_open else None,
    )


def _voices(scope: Scope, request_id: int, known: Mapping[int, Organisation]) -> tuple[Voice, ...]:
    chosen = sa.select(request_issue.c.issue_id).where(request_issue.c.request_id == request_id)
    mine = Issue.id.in_(chosen), Issue.submitted_at >= clock.moment(scope.period.start), *usable(scope.federation_id)
    rows = db.session.execute(
        sa.select(Issue.id, Issue.member_id, IssueConsent.consent)
        .join(IssueConsent, IssueConsent.issue_id == Issue.id)
        .where(*mine)
        .order_by(Issue.id)
    ).all()
    impacts: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for impact in db.session.scalars(
        sa.select(IssueImpact).where(IssueImpact.issue_id.in_(chosen)).order_by(IssueImpact.id)
    ):
        impacts[impact.issue_id].append((impact.measure.value, impact.amount))
    return tuple(
        Voice(i, known[member_id], frozenset(), named=consent == Consent.NAMED, impacts=tuple(impacts.get(i, ())))
        for i, member_id, consent in rows
    )


def polls_of(position_ids: Sequence[int], language: str) -> dict[int, Poll]:
    """By position, the consultation that was chosen as its evidence and is closed; of several, the latest."""
    chosen = (
        sa.select(relay_position.c.position_id, Relay)
        .join(Relay, Relay.id == relay_position.c.relay_id)
        .where(relay_position.c.position_id.in_(position_ids), Relay.kind == RelayKind.CONSULTATION)
        .where(Relay.results_at.is_not(None))
        .order_by(Relay.results_at, Relay.id)
    )
    latest = {row[0]: row[1] for row in db.session.execute(chosen)}
    return {position_id: _poll(relay, language) for position_id, relay in latest.items()}


def _poll(relay: Relay, language: str) -> Poll:
    asked = sa.select(Recipient.member_id).where(Recipient.relay_id == relay.id)
    replied = sa.select(Response.member_id).where(Response.relay_id == relay.id)
    members = db.session.scalars(
        sa.select(Member)
        .where(sa.or_(Member.id.in_(asked), Member.id.in_(replied)))
        .order_by(Member.id)
        .options(sa.orm.load_only(Member.group_id, Member.headcount_band))
    ).all()
    groups = {member.id: member.group_key for member in members}
    employees: dict[str, int] = defaultdict(int)
    for member in members:
        employees[member.group_key] += LEAST.get(member.headcount_band, 0)
    questions = db.session.scalars(
        sa.select(Question).where(Question.relay_id == relay.id).order_by(Question.ordinal, Question.id)
    )
    responses = db.session.scalars(sa.select(Response).where(Response.relay_id == relay.id).order_by(Response.id))
    return Poll(
        relay_id=relay.id,
        questions=tuple(
            AskedQuestion(one.id, one.kind.value, one.name_in(language), tuple(one.options_in(language)))
            for one in questions
        ),
        asked=frozenset(groups.values()),
        replies=tuple(
            Reply(groups[one.member_id], tuple((int(key), value) for key, value in one.values.items()))
            for one in responses
        ),
        employees=tuple(sorted(employees.items())),
        closed_on=relay.deadline_on or clock.today(),
    )
