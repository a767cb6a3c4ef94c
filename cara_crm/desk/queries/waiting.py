"""What waits for somebody, oldest first, each with its one next action."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission
from cara_crm.correspondence.models import MailDraft
from cara_crm.correspondence.queries import own_open
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.desk.queries.subjects import MEMBER_NAME, subjects_of
from cara_crm.desk.queries.waits import Wait, Waiting, in_order
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Agreement, Issue, IssueMessage, IssueState
from cara_crm.issues.queries import in_charge as may_read
from cara_crm.issues.queries import is_silent, last_word, warned_before
from cara_crm.members.models import Member
from cara_crm.positions.models import Position, PositionIssue, PositionState
from cara_crm.relays.models import Relay
from cara_crm.relays.queries import proposals_waiting
from cara_crm.reports.answers.queries import is_replaced
from cara_crm.reports.models import Answer, AnswerState, Report, ReportQuestion, ReportState, Request
from cara_crm.reports.queries.writers import worded_by, writers
from cara_crm.reports.requests.queries import waiting as requests_waiting
from cara_crm.reports.silence.queries import unanswered_for
from cara_crm.sectors.models import Sector
from cara_crm.settings.queries import Clocks, clocks
from cara_crm.tasks.models import Task

MOST = 40
TASKS_AHEAD = timedelta(days=7)
ACKNOWLEDGEMENT_AFTER, ACKNOWLEDGEMENT_UNTIL = timedelta(days=7), timedelta(days=120)
ENDED = (IssueState.DRAFT, IssueState.WITHDRAWN, IssueState.DECLINED, IssueState.CLOSED)


def waiting(actor: Actor) -> list[Waiting]:
    """Everything that waits for this person, oldest first; each source is limited, so that the page stays light."""
    decided = clocks()
    found = list(_lines(actor, decided))
    for permission, source in SOURCES:
        if actor.can(permission):
            found.extend(source(actor))
    return in_order(found, decided)


def in_charge(column: Any, actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Only what touches the actor's sectors; nothing to add when every sector is."""
    return [] if actor.sector_ids is None else [column.any(Sector.id.in_(actor.sector_ids))]


def _issues(actor: Actor) -> Iterator[Waiting]:
    unread_since = (
        sa.select(sa.func.min(IssueMessage.at))
        .where(IssueMessage.issue_id == Issue.id, IssueMessage.is_from_member, IssueMessage.read_at.is_(None))
        .correlate(Issue)
        .scalar_subquery()
    )
    query = (
        sa.select(Issue, unread_since)
        .where(
            sa.or_(Issue.state == IssueState.SUBMITTED, Issue.agreement == Agreement.ASKED, unread_since.is_not(None)),
            Issue.state.not_in(ENDED),
            *in_charge(Issue.sectors, actor),
        )
        .options(joinedload(Issue.member))
        .order_by(Issue.submitted_at, Issue.id)
        .limit(MOST)
    )
    for issue, unread in db.session.execute(query):
        yield _issue(issue, unread)


def _issue(issue: Issue, unread_since: datetime | None) -> Waiting:
    kind = Wait.MESSAGE if unread_since else Wait.AGREEMENT if issue.agreement is Agreement.ASKED else Wait.QUALIFY
    since = unread_since or issue.submitted_at or issue.created_at
    return Waiting(kind, since, issue.title, issue.member.name, issue.id)


def _reports(actor: Actor) -> Iterator[Waiting]:
    since, until = clock.now() - ACKNOWLEDGEMENT_UNTIL, clock.now() - ACKNOWLEDGEMENT_AFTER
    unacknowledged = sa.and_(Report.state == ReportState.SENT, Report.sent_at.between(since, until))
    handed_over = sa.and_(Report.state == ReportState.DRAFT, Report.handed_over_at.is_not(None))
    query = (
        sa.select(Report)
        .where(
            sa.or_(handed_over, Report.state == ReportState.APPROVED, unacknowledged),
            *(in_charge(Report.sectors, actor) if actor.can(Permission.REPORT_EDIT) else ()),
        )
        .options(joinedload(Report.federation))
        .order_by(Report.id)
        .limit(MOST)
    )
    found = db.session.scalars(query).all()
    to_review = [one.id for one in found if one.state is ReportState.DRAFT and actor.can(Permission.REPORT_REVIEW)]
    wrote = writers(to_review) if to_review else {}
    for report in found:
        line = _report(report, actor, wrote.get(report.id))
        if line:
            yield line


def _report(report: Report, actor: Actor, wrote: frozenset[int] | None) -> Waiting | None:
    """The reviewer's turn, then the sender's; nobody reviews what he wrote."""
    place = f"{report.federation.short_name}, {report.period_from:%d/%m/%Y} – {report.period_until:%d/%m/%Y}"
    if report.state is ReportState.DRAFT:
        if wrote is None or actor.user_id in wrote:
            return None
        return Waiting(Wait.REVIEW, report.handed_over_at or report.updated_at, report.number, place, report.id)
    if not actor.can(Permission.REPORT_SEND):
        return None
    if report.state is ReportState.APPROVED:
        return Waiting(Wait.SEND, report.approved_at or report.updated_at, report.number, place, report.id)
    return Waiting(Wait.ACKNOWLEDGE, report.sent_at or report.updated_at, report.number, place, report.id)


def _answers(actor: Actor) -> Iterator[Waiting]:
    query = (
        sa.select(Answer)
        .join(Answer.position)
        .where(Answer.state == AnswerState.GIVEN, ~is_replaced(), *in_charge(Position.sectors, actor))
        .options(joinedload(Answer.position), joinedload(Answer.report).joinedload(Report.federation))
        .order_by(Answer.given_at)
        .limit(MOST)
    )
    for one in db.session.scalars(query):
        place = f"{one.report.federation.short_name}, {one.report.number}"
        yield Waiting(Wait.PASS_ON, one.given_at or one.updated_at, one.position.title, place, one.id)


def _requests(actor: Actor) -> sa.Select[Any]:
    """What a federation asked by a day; see `_dated`."""
    named = sa.select(Federation.short_name).where(Federation.id == Request.federation_id).scalar_subquery()
    place = named + " " + sa.cast(Request.due_on, sa.Text)
    line = _line(Wait.REQUEST, Request.asked_at, Request.question, place, Request.id)
    return line.where(*requests_waiting(actor)).order_by(Request.due_on, Request.id).limit(MOST)


def _dated(line: Waiting) -> Waiting:
    """A request waits since the morning of its day: the last word of its place."""
    name, _space, day = line.place.rpartition(" ")
    due = date.fromisoformat(day)
    return replace(line, since=_morning(due), place=f"{name}, {due:%d/%m/%Y}")


def _lines(actor: Actor, decided: Clocks) -> Iterator[Waiting]:
    """What a line of one table tells, in one statement."""
    told = [lines(actor).subquery() for permission, lines in LINES if actor.can(permission)]
    if actor.can(Permission.ISSUE_HANDLE):
        told.append(_silences(actor, decided.silence).subquery())
    if actor.can(Permission.REPORT_SEND):
        told.append(_unanswered(actor, decided).subquery())
    if actor.can(Permission.REPORT_REVIEW):
        told.append(_replies(actor).subquery())
    for kind, since, title, place, id in db.session.execute(sa.union_all(*map(sa.select, told))) if told else ():
        line = Waiting(Wait(kind), since, title, place or "", id)
        yield _dated(line) if line.kind is Wait.REQUEST else line


def _line(kind: Wait, since: Any, title: Any, place: Any, id: Any) -> sa.Select[Any]:
    return sa.select(sa.literal(kind.value).label("kind"), since, title, place.label("place"), id.label("id"))


def _positions(actor: Actor) -> sa.Select[Any]:
    """Approved ones that were changed since, or whose issues were."""
    changed_issue = (
        sa.exists()
        .where(PositionIssue.position_id == Position.id, PositionIssue.issue_id == Issue.id)
        .where(PositionIssue.issue_revision.is_not(None), PositionIssue.issue_revision != Issue.content_revision)
    )
    changed = sa.or_(Position.approved_revision != Position.content_revision, changed_issue)
    place = sa.select(Federation.short_name).where(Federation.id == Position.federation_id).scalar_subquery()
    line = _line(Wait.APPROVE_AGAIN, Position.updated_at, Position.title, place, Position.id)
    mine = line.where(Position.state == PositionState.APPROVED, changed, *in_charge(Position.sectors, actor))
    return mine.order_by(Position.updated_at, Position.id).limit(MOST)


def _unanswered(actor: Actor, decided: Clocks) -> sa.Select[Any]:
    """Reports that their federation was reminded of, and did not answer."""
    place = sa.select(Federation.short_name).where(Federation.id == Report.federation_id).scalar_subquery()
    line = _line(Wait.NO_ANSWER, Report.sent_at, Report.number, place, Report.id)
    silent = unanswered_for(decided), *in_charge(Report.sectors, actor)
    return line.where(*silent).order_by(Report.sent_at, Report.id).limit(MOST)


def _replies(actor: Actor) -> sa.Select[Any]:
    """What a colleague words for a federation that asked; nobody releases his own words."""
    words = Report.number, sa.select(Federation.short_name).where(Federation.id == Report.federation_id)
    line = _line(Wait.REPLY, ReportQuestion.worded_at, words[0], words[1].scalar_subquery(), ReportQuestion.id)
    waiting = ReportQuestion.worded_at.is_not(None), ReportQuestion.released_at.is_(None), ~worded_by(actor.user_id)
    mine = line.join(ReportQuestion.report).where(*waiting).order_by(ReportQuestion.worded_at, ReportQuestion.id)
    return mine.limit(MOST)


def _proposals(actor: Actor) -> sa.Select[Any]:
    """What a federation would like the members to know."""
    place = sa.select(Federation.short_name).where(Federation.id == Relay.federation_id).scalar_subquery()
    line = _line(Wait.PROPOSAL, Relay.created_at, Relay.title, place, Relay.id)
    return line.where(*proposals_waiting(actor)).order_by(Relay.created_at, Relay.id).limit(MOST)


def _pauses(actor: Actor) -> sa.Select[Any]:
    """Pauses whose last day is past: does it go on?"""
    place = sa.select(MEMBER_NAME).where(Member.id == Issue.member_id).scalar_subquery()
    line = _line(Wait.PAUSE, last_word().label("since"), Issue.title, place, Issue.id)
    return line.where(Issue.paused_until <= clock.today(), *may_read(actor)).order_by(Issue.id).limit(MOST)


def _silences(actor: Actor, silence: int) -> sa.Select[Any]:
    """One line for all issues whose authors have heard nothing for long; its target is their number."""
    nothing = sa.literal("")
    line = _line(Wait.SILENT, sa.func.min(last_word()).label("since"), nothing, nothing, sa.func.count(Issue.id))
    return line.where(is_silent(warned_before(silence)), *may_read(actor)).having(sa.func.count(Issue.id) > 0)


def _deliveries(_actor: Actor) -> sa.Select[Any]:
    place = sa.func.coalesce(sa.func.nullif(Delivery.recipient_name, ""), Delivery.recipient)
    lost = Delivery.status.in_((DeliveryStatus.FAILED, DeliveryStatus.BOUNCED)), Delivery.settled_at.is_(None)
    line = _line(Wait.DELIVERY, Delivery.created_at, Delivery.subject, place, Delivery.id)
    return line.where(*lost).order_by(Delivery.id.desc()).limit(5)


def _mails(actor: Actor) -> sa.Select[Any]:
    place = sa.select(MEMBER_NAME).where(Member.id == MailDraft.member_id).scalar_subquery()
    line = _line(Wait.MAIL, MailDraft.arrived_at, MailDraft.subject, place, MailDraft.id)
    return line.where(*own_open(actor)).order_by(MailDraft.arrived_at, MailDraft.id).limit(MOST)


LINES: tuple[tuple[Permission, Callable[[Actor], sa.Select[Any]]], ...] = (
    (Permission.ISSUE_HANDLE, _pauses),
    (Permission.POSITION_EDIT, _positions),
    (Permission.RELAY_EDIT, _proposals),
    (Permission.DELIVERY_READ, _deliveries),
    (Permission.INTERACTION_EDIT, _mails),
    (Permission.REPORT_EDIT, _requests),
)


def own_or_team(actor: Actor) -> sa.ColumnElement[bool]:
    """A task of one's own, or of the whole team."""
    return sa.or_(Task.assignee_id == actor.user_id, Task.assignee_id.is_(None))


def task_for(actor: Actor, task_id: int) -> Task:
    """Raises NotVisible for somebody else's task."""
    task = db.session.scalar(sa.select(Task).where(Task.id == task_id, own_or_team(actor)))
    if task is None:
        raise NotVisible
    return task


def _tasks(actor: Actor) -> Iterator[Waiting]:
    query = (
        sa.select(Task)
        .where(own_or_team(actor), Task.done_at.is_(None))
        .where(sa.or_(Task.due_on.is_(None), Task.due_on <= clock.today() + TASKS_AHEAD))
        .order_by(Task.due_on, Task.id)
        .limit(MOST)
    )
    tasks = list(db.session.scalars(query))
    records = subjects_of(actor, tasks)
    for one in tasks:
        since = _morning(one.due_on) if one.due_on else one.created_at
        record = records.get((one.subject_type, one.subject_id))
        yield Waiting(Wait.TASK, since, "", record.title if record else "", one.id, one, record)


def _morning(day: date) -> datetime:
    return clock.moment(day, time(8)).astimezone(UTC)


Source = Callable[[Actor], Iterable[Waiting]]
SOURCES: tuple[tuple[Permission, Source], ...] = (
    (Permission.ISSUE_HANDLE, _issues),
    (Permission.REPORT_READ, _reports),
    (Permission.REPORT_SEND, _answers),
    (Permission.TASK_EDIT, _tasks),
)
