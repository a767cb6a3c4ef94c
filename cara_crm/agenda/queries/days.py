"""What stands in a person's calendar. The address may lie with somebody else's service, so few words travel.

A task: its line where it is about an organisation or about nothing; else which kind it is, and of whom; never what was
said, asked or noted. A deadline or an event: the title that every addressee was sent. A report or an answer: number,
federation and step; never a message, a position, a figure. A meeting: kind and name of the group, hour and place; not
who comes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.languages import label
from cara_crm.core.links import absolute_url
from cara_crm.core.permissions import Permission
from cara_crm.desk.queries.subjects import Subject, subjects
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.relays.calendar import USUAL_LENGTH
from cara_crm.relays.models import Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.queries.journal import visible as visible_relays
from cara_crm.relays.queries.received import information_for
from cara_crm.reports.answers.queries import is_replaced
from cara_crm.reports.models import Answer, AnswerState, Report, ReportState
from cara_crm.reports.queries.listing import visible as visible_reports
from cara_crm.tasks.models import Task, TaskKind
from cara_crm.workgroups import queries as workgroups
from cara_crm.workgroups.models import Meeting

BEFORE, AHEAD = timedelta(days=60), timedelta(days=400)
MOST = 500  # of each kind: calendars read the whole file each time
ACKNOWLEDGED_WITHIN = timedelta(days=7)
MEETING_LASTS = timedelta(hours=2)  # where nobody said until when
WITH_A_DEADLINE = (RelayKind.OPPORTUNITY, RelayKind.CONSULTATION, RelayKind.EVENT)
OPEN_RECORDS = {None, "member"}  # a line about these was written for a list of things to do
NAMED_RECORDS = {"member", "interaction", "report"}


@dataclass(frozen=True)
class Entry:
    """One line of a calendar: `on` is a whole day, unless it begins and ends at moments.

    `changed_at`: when the record was last written.
    """

    key: str
    on: date
    title: str
    url: str
    changed_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""


def entries(actor: Actor) -> list[Entry]:
    """The days of this person, in the present language, by day."""
    found: list[Entry] = []
    for permission, source in SOURCES:
        if actor.can(permission):
            found.extend(source(actor))
    return sorted(found, key=lambda one: one.on)


def _soon(column: Any) -> sa.ColumnElement[bool]:
    today = clock.today()
    return sa.and_(column >= today - BEFORE, column <= today + AHEAD)


def _tasks(actor: Actor) -> Iterator[Entry]:
    """Own tasks that have a day and are not done; those of the whole team stay on Today."""
    query = (
        sa.select(Task)
        .where(Task.assignee_id == actor.user_id, Task.done_at.is_(None), _soon(Task.due_on))
        .order_by(Task.due_on, Task.id)
        .limit(MOST)
    )
    tasks = list(db.session.scalars(query))
    records = subjects(actor, ((one.subject_type, one.subject_id) for one in tasks))
    for one in tasks:
        if one.due_on is not None:
            title = task_title(one, records.get((one.subject_type, one.subject_id)))
            yield Entry(
                f"task-{one.id}", one.due_on, title, absolute_url("agenda.task", task_id=one.id), one.updated_at
            )


def task_title(task: Task, record: Subject | None) -> str:
    """What a task is called outside the house: see the table above."""
    own_words = task.kind is TaskKind.NOTE and task.subject_type in OPEN_RECORDS and task.title
    what = task.title if own_words else label(task.kind)
    where = record.title if record is not None and record.table in NAMED_RECORDS else ""
    return _("%(what)s – %(where)s", what=what, where=where) if where and where not in what else what


def _deadlines(actor: Actor) -> Iterator[Entry]:
    """Until when what was sent to members of the actor's sectors is open."""
    query = (
        sa.select(Relay)
        .where(Relay.state == RelayState.SENT, Relay.kind.in_(WITH_A_DEADLINE), _soon(Relay.deadline_on))
        .where(*visible_relays(actor))
        .order_by(Relay.deadline_on, Relay.id)
        .limit(MOST)
    )
    return (_deadline(one, "relays.show") for one in db.session.scalars(query))


def _received(actor: Actor) -> Iterator[Entry]:
    """Until when what this member got is open."""
    query = (
        information_for(actor)
        .where(Relay.kind.in_(WITH_A_DEADLINE), _soon(Relay.deadline_on))
        .order_by(Relay.deadline_on, Relay.id)
        .limit(MOST)
    )
    return (_deadline(one.relay, "relays.received") for one in db.session.scalars(query))


def _events(actor: Actor) -> Iterator[Entry]:
    """Events that members of the actor's sectors were invited to."""
    invited = sa.select(Relay).where(Relay.state == RelayState.SENT, _near(Relay.starts_at), *visible_relays(actor))
    in_order = invited.order_by(Relay.starts_at, Relay.id).limit(MOST)
    return (_event(one, "relays.show") for one in db.session.scalars(in_order))


def _places(actor: Actor) -> Iterator[Entry]:
    """Events at which this person has a place."""
    mine = (Recipient.contact_id == (actor.contact_id or 0), Recipient.placed_at.is_not(None), _near(Relay.starts_at))
    in_order = information_for(actor).where(*mine).order_by(Relay.starts_at, Relay.id).limit(MOST)
    return (_event(one.relay, "relays.received") for one in db.session.scalars(in_order))


def _near(column: Any) -> sa.ColumnElement[bool]:
    return sa.and_(column >= clock.now() - BEFORE, column <= clock.now() + AHEAD)


def _event(relay: Relay, endpoint: str) -> Entry:
    starts_at = relay.starts_at or clock.now()
    ends_at = relay.ends_at or starts_at + USUAL_LENGTH
    on, title = starts_at.astimezone(clock.PARIS).date(), f"{label(relay.kind)}{_(': ')}{relay.title}"
    url = absolute_url(endpoint, relay_id=relay.id)
    return Entry(f"event-{relay.id}", on, title, url, relay.updated_at, starts_at, ends_at, relay.place)


def _deadline(relay: Relay, endpoint: str) -> Entry:
    title = _("Last day: %(title)s", title=relay.title)
    url = absolute_url(endpoint, relay_id=relay.id)
    return Entry(f"relay-{relay.id}", relay.deadline_on or clock.today(), title, url, relay.updated_at)


def _reports(actor: Actor) -> Iterator[Entry]:
    """The end of the period of one that is being written; the day by which one that was sent is acknowledged."""
    since = clock.now() - BEFORE - ACKNOWLEDGED_WITHIN
    query = (
        visible_reports(actor)
        .where(
            sa.or_(
                sa.and_(Report.state.in_((ReportState.DRAFT, ReportState.APPROVED)), _soon(Report.period_until)),
                sa.and_(Report.state == ReportState.SENT, Report.sent_at >= since),
            )
        )
        .options(joinedload(Report.federation))
        .order_by(Report.id.desc())
        .limit(MOST)
    )
    return (_milestone(one) for one in db.session.scalars(query))


def _milestone(report: Report) -> Entry:
    names = {"number": report.number, "federation": report.federation.short_name}
    if report.sent_at is not None:
        title = _("Receipt expected from %(federation)s: report %(number)s", **names)
        on: date = (report.sent_at.astimezone(clock.PARIS) + ACKNOWLEDGED_WITHIN).date()
    else:
        title, on = _("End of the period: report %(number)s for %(federation)s", **names), report.period_until
    url = absolute_url("reports.show", report_id=report.id)
    return Entry(f"report-{report.id}", on, title, url, report.updated_at)


def _answers(actor: Actor) -> Iterator[Entry]:
    """Until when a federation wants to have examined what a report asks; one line a report and day."""
    inside = visible_reports(actor).with_only_columns(Report.id)
    query = (
        sa.select(Report.id, Report.number, Federation.short_name, Answer.until_on, sa.func.max(Answer.updated_at))
        .join(Answer.report)
        .join(Report.federation)
        .where(Answer.state != AnswerState.DRAFT, _soon(Answer.until_on), ~is_replaced(), Report.id.in_(inside))
        .group_by(Report.id, Report.number, Federation.short_name, Answer.until_on)
        .order_by(Answer.until_on, Report.id)
        .limit(MOST)
    )
    for report_id, number, federation, until_on, changed_at in db.session.execute(query):
        assert until_on is not None
        title = _("%(federation)s has until today: report %(number)s", federation=federation, number=number)
        url = absolute_url("reports.show", report_id=report_id)
        yield Entry(f"answer-{report_id}-{until_on}", until_on, title, url, changed_at)


def _meetings(actor: Actor) -> Iterator[Entry]:
    """Meetings to come of the groups that this person runs, or that nobody runs and it sees."""
    for one in workgroups.meetings_to_come(actor):
        yield _meeting(one, absolute_url("workgroups.show", workgroup_id=one.workgroup_id))


def _sat_in(actor: Actor) -> Iterator[Entry]:
    """Meetings to come of the groups in which this person of a member sits."""
    for one in workgroups.meetings_of_guest(actor.contact_id or 0):
        yield _meeting(one, absolute_url("relays.information"))


def _meeting(meeting: Meeting, url: str) -> Entry:
    title, starts_at = f"{label(meeting.workgroup.kind)}{_(': ')}{meeting.workgroup.name}", meeting.starts_at
    ends_at = meeting.ends_at or (starts_at + MEETING_LASTS if starts_at else None)
    key = f"meeting-{meeting.id}"
    return Entry(key, meeting.held_on, title, url, meeting.updated_at, starts_at, ends_at, meeting.place)


Source = Callable[[Actor], Iterable[Entry]]
SOURCES: tuple[tuple[Permission, Source], ...] = (
    (Permission.TASK_EDIT, _tasks),
    (Permission.JOURNAL_READ, _deadlines),
    (Permission.JOURNAL_READ, _events),
    (Permission.PORTAL_READ, _received),
    (Permission.PORTAL_READ, _places),
    (Permission.WORKGROUP_READ, _meetings),
    (Permission.PORTAL_READ, _sat_in),
    (Permission.REPORT_READ, _reports),
    (Permission.REPORT_READ, _answers),
)
