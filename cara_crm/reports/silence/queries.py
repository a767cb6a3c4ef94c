"""Which reports wait for an answer, for how long, and how often their federation was reminded."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload, undefer

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.reports.models import Answer, AnswerState, Report, ReportPosition, ReportReminder, ReportState
from cara_crm.sectors.models import Sector
from cara_crm.settings.queries import Clocks, clocks

MOST_REMINDERS = 2
APART = timedelta(days=14)
FORGOTTEN = timedelta(days=90)  # after silence could be recorded: nobody is reminded of what is that old
FROZEN = (ReportState.SENT, ReportState.ACKNOWLEDGED)


def next_reminder(report: Report, decided: Clocks) -> date | None:
    """The day from which the clock reminds of a sent report again, at least two weeks after the last time; None when
    it does not."""
    done = len(report.reminders)
    if report.sent_at is None or not report.reminds or done >= MOST_REMINDERS:
        return None
    due = report.sent_at + timedelta(days=decided.second_reminder if done else decided.first_reminder)
    earliest = report.reminders[-1].at + APART if done else due
    return max(due, earliest).astimezone(clock.PARIS).date()


def silent_from(report: Report, decided: Clocks) -> date:
    """The day from which silence may be recorded, of a report that was sent."""
    assert report.sent_at is not None
    return (report.sent_at + timedelta(days=decided.no_answer)).astimezone(clock.PARIS).date()


def is_last() -> sa.ColumnElement[bool]:
    """No later version of the report (of a query on `Report`) was sent."""
    later = aliased(Report)
    return ~(
        sa.exists()
        .where(later.number == Report.number, later.edition > Report.edition, later.state.in_(FROZEN))
        .correlate(Report)
    )


def is_open(*, drafts: bool) -> sa.ColumnElement[bool]:
    """A position of the report (of a query on `Report`) has no answer; with `drafts`, begun ones count as none."""
    answered = sa.exists().where(
        Answer.report_id == ReportPosition.report_id,
        Answer.position_id == ReportPosition.position_id,
        *([Answer.state != AnswerState.DRAFT] if drafts else []),
    )
    return sa.exists().where(ReportPosition.report_id == Report.id, ~answered).correlate(Report)


def to_remind(decided: Clocks) -> list[Report]:
    """Sent reports of which the clock reminds today, the oldest first."""
    now = clock.now()
    oldest = now - timedelta(days=decided.no_answer) - FORGOTTEN
    newest = now - timedelta(days=decided.first_reminder)
    query = (
        sa.select(Report)
        .where(Report.state.in_(FROZEN), Report.reminds, Report.sent_at.between(oldest, newest))
        .where(is_last(), is_open(drafts=True))
        .options(joinedload(Report.federation), selectinload(Report.reminders), selectinload(Report.entries))
        .options(selectinload(Report.answers), selectinload(Report.sectors))
        .order_by(Report.sent_at, Report.id)
    )
    found = [(report, next_reminder(report, decided)) for report in db.session.scalars(query)]
    return [report for report, day in found if day and day <= clock.today()]


def unanswered_for(decided: Clocks) -> sa.ColumnElement[bool]:
    """Reports sent so long ago that silence is an answer, whose federation was reminded, with a position without a
    word."""
    reminded = sa.exists().where(ReportReminder.report_id == Report.id).correlate(Report)
    old = Report.sent_at < clock.now() - timedelta(days=decided.no_answer)
    return sa.and_(Report.state.in_(FROZEN), old, reminded, is_last(), is_open(drafts=False))


@dataclass(frozen=True)
class Open:
    """What is not answered of a report: positions without a word, and those that the federation has begun."""

    silent: list[ReportPosition]
    begun: list[ReportPosition]

    @property
    def total(self) -> int:
        return len(self.silent) + len(self.begun)


def open_of(report: Report) -> Open:
    """Of a report with its entries and answers."""
    given = {answer.position_id for answer in report.answers if answer.state is not AnswerState.DRAFT}
    begun = {answer.position_id for answer in report.answers} - given
    waiting = [entry for entry in report.entries if entry.position_id not in given]
    return Open(
        [entry for entry in waiting if entry.position_id not in begun],
        [entry for entry in waiting if entry.position_id in begun],
    )


@dataclass(frozen=True)
class Standing:
    """Where a sent report stands with its federation: what is open, how often it was reminded, what comes next."""

    open: Open
    reminders: list[ReportReminder]
    next_on: date | None
    silent_from: date

    @property
    def is_silence(self) -> bool:
        """May it be recorded that no answer came?"""
        return bool(self.open.silent) and clock.today() >= self.silent_from


def standing(report: Report) -> Standing:
    """Of the last version of a report that was sent."""
    waiting, decided = open_of(report), clocks()
    next_on = next_reminder(report, decided) if waiting.total else None
    return Standing(waiting, list(report.reminders), next_on, silent_from(report, decided))


def report_for(actor: Actor, report_id: int) -> Report:
    """The last version of a sent report in this manager's sectors, with what was answered. Raises NotVisible."""
    scope = [] if actor.sector_ids is None else [Report.sectors.any(Sector.id.in_(actor.sector_ids))]
    found = db.session.scalar(
        sa.select(Report)
        .where(Report.id == report_id, Report.state.in_(FROZEN), is_last(), *scope)
        .options(
            joinedload(Report.federation),
            selectinload(Report.answers),
            selectinload(Report.entries),
            selectinload(Report.reminders),
            selectinload(Report.sectors),
            undefer(Report.document),
        )
    )
    if found is None:
        raise NotVisible
    return found
