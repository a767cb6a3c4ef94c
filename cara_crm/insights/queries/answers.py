"""What became of the positions that went up: counts of sent positions, which hold nothing of what a member said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import aliased, undefer

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority
from cara_crm.insights.queries.heard import TWELVE_MONTHS
from cara_crm.positions.models import Outcome, Position
from cara_crm.relays.models import Relay
from cara_crm.reports.models import Answer, AnswerState, Report, ReportPosition, ReportState
from cara_crm.reports.queries.listing import visible
from cara_crm.reports.reading.queries import code_of, document_of

FROZEN = (ReportState.SENT, ReportState.ACKNOWLEDGED)
WAITING = "waiting"
MOST_LISTED = 100


@dataclass(frozen=True)
class Asked:
    """One position of a report that was sent: when it was begun, when it first left, what came back. `outcome` None:
    it waits for an answer. `first_given_at`: of the first answer in any version, silence aside; `given_at` of the one
    that stands, which may amend it."""

    number: str
    report_id: int
    position_id: int
    federation_id: int
    priority_id: int | None
    is_acknowledged: bool
    begun_at: datetime
    sent_at: datetime
    outcome: Outcome | None
    given_at: datetime | None
    passed_on_at: datetime | None
    first_given_at: datetime | None

    @property
    def amended_at(self) -> datetime | None:
        """When the answer that stands took the place of another."""
        amends = self.given_at and self.first_given_at and self.given_at > self.first_given_at
        return self.given_at if amends else None

    @property
    def standing(self) -> str:
        return self.outcome.value if self.outcome else WAITING


def asked() -> list[Asked]:
    """Every position of the reports of twelve months, once: where the last version has it, or, of those that a later
    version leaves out, where it was answered; what was left out unanswered is asked no more."""
    first, carried = aliased(Report), aliased(ReportPosition)
    first_sent = (
        sa.select(sa.func.min(first.sent_at))
        .join(carried, carried.report_id == first.id)
        .where(first.number == Report.number, first.state.in_(FROZEN))
        .where(carried.position_id == ReportPosition.position_id)
        .correlate(Report, ReportPosition)
        .scalar_subquery()
    )
    given = sa.and_(
        Answer.report_id == ReportPosition.report_id,
        Answer.position_id == ReportPosition.position_id,
        Answer.state != AnswerState.DRAFT,
    )
    told = (Answer.outcome, Answer.given_at, Relay.sent_at, sa.type_coerce(_first_given(), Answer.given_at.type))
    carrying = (Report.number, ReportPosition.report_id, ReportPosition.position_id)
    place = (*carrying, Report.federation_id, Position.priority_id)
    received = (Report.state == ReportState.ACKNOWLEDGED).label("is_acknowledged")
    query = (
        sa.select(*place, received, Position.created_at, sa.type_coerce(first_sent, Report.sent_at.type), *told)
        .join(ReportPosition.report)
        .join(ReportPosition.position)
        .outerjoin(Answer, given)
        .outerjoin(Answer.relay)
        .where(Report.state.in_(FROZEN), Report.sent_at >= clock.now() - TWELVE_MONTHS, ~_is_in_a_later_version())
        .where(sa.or_(~_is_corrected(), Answer.outcome.is_not(None)))
        .order_by(Report.sent_at.desc(), ReportPosition.report_id, ReportPosition.ordinal, ReportPosition.position_id)
    )
    return [Asked(*row) for row in db.session.execute(query)]


def _first_given() -> sa.ScalarSelect[datetime | None]:
    """The day of the first answer to the position in any version: who amends it has not answered later."""
    version, answer = aliased(Report), aliased(Answer)
    return (
        sa.select(sa.func.min(answer.given_at))
        .join(version, version.id == answer.report_id)
        .where(version.number == Report.number, answer.position_id == ReportPosition.position_id)
        .where(answer.state != AnswerState.DRAFT, answer.outcome != Outcome.NO_ANSWER)
        .correlate(Report, ReportPosition)
        .scalar_subquery()
    )


def _is_in_a_later_version() -> sa.ColumnElement[bool]:
    later, entry = aliased(Report), aliased(ReportPosition)
    same = sa.and_(later.number == Report.number, entry.position_id == ReportPosition.position_id)
    after = sa.and_(later.edition > Report.edition, later.state.in_(FROZEN))
    return sa.exists().where(entry.report_id == later.id, same, after).correlate(Report, ReportPosition)


def _is_corrected() -> sa.ColumnElement[bool]:
    later = aliased(Report)
    return sa.exists().where(later.number == Report.number, later.edition > Report.edition, later.state.in_(FROZEN))


@dataclass(frozen=True)
class Measures:
    """What became of some positions, and of the reports that carried them.

    Medians in days of wording, of the federation's first answer, and of passing on the one that stands; None where
    nothing came so far. `amended`: answers that took the place of another; `longest`: days that the oldest one waits
    for its answer.
    """

    reports: int
    acknowledged: int
    asked: int
    by: dict[str, int]
    wording: int | None
    answering: int | None
    passing_on: int | None
    amended: int
    longest: int | None

    @property
    def answered(self) -> int:
        """Silence that was recorded is no answer."""
        return self.asked - self.by[WAITING] - self.by[Outcome.NO_ANSWER.value]

    @property
    def share(self) -> int | None:
        """Of a hundred; None where nothing was asked."""
        return round(100 * self.answered / self.asked) if self.asked else None


def measures(rows: Sequence[Asked]) -> Measures:
    by = {**dict.fromkeys((one.value for one in Outcome), 0), WAITING: 0}
    for row in rows:
        by[row.standing] += 1
    answered = [row for row in rows if row.given_at and row.outcome is not Outcome.NO_ANSWER]
    waiting = [row.sent_at for row in rows if row.outcome is None]
    return Measures(
        reports=len({row.number for row in rows}),
        acknowledged=len({row.number for row in rows if row.is_acknowledged}),
        asked=len(rows),
        by=by,
        wording=_median((row.begun_at, row.sent_at) for row in rows),
        answering=_median((row.sent_at, row.first_given_at) for row in answered),
        passing_on=_median((row.given_at, row.passed_on_at) for row in answered),
        amended=sum(row.amended_at is not None for row in answered),
        longest=max(((clock.now() - sent).days for sent in waiting), default=None),
    )


def _median(spans: Iterable[tuple[datetime | None, datetime | None]]) -> int | None:
    days = [max(0, (until - since).days) for since, until in spans if since and until]
    return round(median(days)) if days else None


@dataclass(frozen=True)
class Line:
    """The measures of one federation, or of one of its priorities (`priority` None and `is_total` False: of none)."""

    federation: Federation
    priority: Priority | None
    is_total: bool
    measures: Measures


def by_federation(rows: Sequence[Asked]) -> list[Line]:
    """Each federation of today, and whichever was asked something, with those of its priorities that were."""
    known: dict[Federation, list[Priority | None]] = {}
    both = sa.select(Federation, Priority).outerjoin(Priority, Priority.federation_id == Federation.id)
    in_order = (Federation.ordinal, Federation.id, Priority.ordinal, Priority.id)
    for federation, priority in db.session.execute(both.order_by(*in_order)):
        known.setdefault(federation, []).extend([priority] if priority else [])
    lines: list[Line] = []
    for federation, priorities in known.items():
        own = [row for row in rows if row.federation_id == federation.id]
        if own or federation.retired_on is None:
            lines.append(Line(federation, None, True, measures(own)))
        for one in [*priorities, None]:
            found = [row for row in own if row.priority_id == (one.id if one else None)]
            lines += [Line(federation, one, False, measures(found))] if found else []
    return lines


@dataclass(frozen=True)
class Listed:
    """One position behind a figure, in the words that were sent."""

    report: Report
    code: str
    title: str
    asked: Asked


def listed(
    actor: Actor, *, federation: int | None, priority: int | None, standing: str | None
) -> tuple[list[Listed], int]:
    """Positions behind a figure, the latest first, at most 100, and how many there are. `priority` 0: of none.

    Of reports that this person may not open, nothing but their number is told: the second figure counts them too.
    """
    wanted = [
        row
        for row in asked()
        if federation in (None, row.federation_id)
        and priority in (None, row.priority_id or 0)
        and standing in (None, row.standing)
    ]
    reports = visible(actor).where(Report.id.in_({row.report_id for row in wanted})).options(undefer(Report.document))
    documents = {report.id: (report, document_of(report)) for report in db.session.scalars(reports)}
    found = []
    for row in [row for row in wanted if row.report_id in documents][:MOST_LISTED]:
        report, document = documents[row.report_id]
        said = document.position(code_of(row.position_id))
        found.append(Listed(report, code_of(row.position_id), said.title if said else "", row))
    return found, len(wanted)
