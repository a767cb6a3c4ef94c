"""The way of what members said to the federation and back, from whichever end one comes."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission
from cara_crm.desk.queries.waiting import in_charge
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Issue, IssueState
from cara_crm.issues.queries import of_own_member
from cara_crm.positions.models import Position, PositionIssue, PositionState
from cara_crm.positions.queries import names_behind
from cara_crm.relays.models import Relay, RelayState, relay_position
from cara_crm.relays.queries import Ledger, Told, ledgers, together, told_together
from cara_crm.reports.document import TOTAL, DocumentPosition
from cara_crm.reports.layout import GROUPS
from cara_crm.reports.models import Answer, AnswerState, Report, ReportPosition, ReportState, report_position_issue
from cara_crm.reports.reading.queries import code_of, document_of

MOST = 3
CARRIED = report_position_issue.c
HEARD = "heard-category"
FROZEN = (ReportState.SENT, ReportState.ACKNOWLEDGED)


class ChainKind(StrEnum):
    """Where one comes from."""

    ISSUE = "issue"
    POSITION = "position"
    REPORT = "report"
    RELAY = "relay"
    ANSWER = "answer"


@dataclass(frozen=True)
class Worded:
    """A position in its way: as it stands for who words it, as it went up for everybody else."""

    id: int
    title: str
    state: PositionState
    approved_at: datetime | None


@dataclass
class Way:
    """One way up to one federation and back. `issues` holds only what its reader may see.

    Who may not know people reads the title and the number of groups in the frozen report, and nobody's day.
    """

    here: ChainKind
    federation: Federation | None = None
    positions: list[Worded] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    groups: int | None = 0
    first_heard: datetime | None = None
    report: Report | None = None
    answers: list[Answer] = field(default_factory=list)
    relays: list[Relay] = field(default_factory=list)
    ledger: Ledger | Told = field(default_factory=Ledger)
    knows_people: bool = True

    @property
    def worded_at(self) -> datetime | None:
        """When the last of the positions had its second person's yes."""
        return max((p.approved_at for p in self.positions if p.approved_at), default=None)

    @property
    def sent_at(self) -> datetime | None:
        return self.report.sent_at if self.report else None

    @property
    def given(self) -> list[Answer]:
        """Answers that the federation has sent, the latest last."""
        given = [a for a in self.answers if a.state is not AnswerState.DRAFT and a.given_at]
        return sorted(given, key=lambda a: (a.given_at or clock.now(), a.id))

    @property
    def answered_at(self) -> datetime | None:
        return self.given[-1].given_at if self.given else None

    @property
    def passed_on_at(self) -> datetime | None:
        return max((r.sent_at for r in self.relays if r.sent_at), default=None)

    def days(self, since: datetime | None, until: datetime | None) -> int | None:
        """How long a stage took, in days; up to today while it lasts; None before it began."""
        if since is None or clock.is_undated(since):
            return None
        return max(0, ((until or clock.now()) - since).days)


def ways(actor: Actor, kind: ChainKind, record_id: int, k: int) -> list[Way]:
    """The ways through one record, one per federation's position (a report's positions go together).

    Raises NotVisible. Who may not read raw words sees positions that went up, as they went.
    """
    if kind is ChainKind.REPORT:
        report = _report(actor, record_id)
        return [_way(actor, kind, _positions(actor, _of_report(report.id)), k, report)]
    issue = _issue(actor, record_id) if kind is ChainKind.ISSUE else None
    positions = _positions(actor, _through(kind, record_id))
    if issue and not positions:
        return [_alone(issue)]
    if not positions:
        raise NotVisible
    return [_way(actor, kind, [position], k) for position in positions[:MOST]]


def own_ways(actor: Actor, issue_id: int) -> list[Way]:
    """A member's own issue: its words, what was made of them, where they went; nobody else's. Raises NotVisible."""
    issue = db.session.scalar(sa.select(Issue).where(Issue.id == issue_id, *of_own_member(actor)))
    if issue is None:
        raise NotVisible
    sent = sa.select(CARRIED.position_id).where(CARRIED.issue_id == issue.id)
    query = sa.select(Position).where(Position.id.in_(sent)).options(joinedload(Position.federation))
    return [_own(issue, one) for one in db.session.scalars(query.order_by(Position.id))] or [_alone(issue)]


def _own(issue: Issue, position: Position) -> Way:
    """A position goes on without the issue: what later reports say with it is others' words, and not told."""
    with_it = sa.select(CARRIED.report_id).where(CARRIED.issue_id == issue.id, CARRIED.position_id == position.id)
    report = last_report([position.id], Report.id.in_(with_it))
    names = names_behind([position.id])
    worded = [
        replace(one, title=names.hide(one.title, position.id, issue.member_id))
        for one in _as_it_went([position], report)
    ]
    way = Way(ChainKind.ISSUE, position.federation, worded, [issue], None, issue.submitted_at, report)
    way.knows_people = False
    way.answers = _answers([position.id], Answer.state == AnswerState.RELAYED, Answer.report_id.in_(with_it))
    way.relays = _passed_on(way.answers)
    return way


def _alone(issue: Issue) -> Way:
    return Way(ChainKind.ISSUE, None, [], [issue], 1, issue.submitted_at)


def _way(actor: Actor, kind: ChainKind, positions: list[Position], k: int, report: Report | None = None) -> Way:
    ids = [position.id for position in positions]
    found = report or last_report(ids)
    way = Way(
        here=kind,
        federation=positions[0].federation if positions else (report.federation if report else None),
        report=found,
        knows_people=actor.can(Permission.ISSUE_READ),
    )
    if way.knows_people:
        _add_people(way, positions)
    else:
        way.positions = _as_it_went(positions, found)
        way.groups = _groups_told(positions, found, of_report=report is not None)
    here_only = [Answer.report_id == report.id] if report else []
    way.answers = _answers(ids, Answer.state != AnswerState.DRAFT, *here_only)
    way.relays = _passed_on(way.answers)
    way.ledger = _ledger(way, k)
    return way


def _add_people(way: Way, positions: list[Position]) -> None:
    links = _links([position.id for position in positions])
    way.positions = [Worded(p.id, p.title, p.state, p.approved_at) for p in positions]
    way.issues = list({link.issue_id: link.issue for link in links}.values())
    way.groups = len({link.issue.member.group_key for link in links})
    heard = (link.issue.submitted_at for link in links)
    way.first_heard = min((at for at in heard if at and not clock.is_undated(at)), default=None)


def _as_it_went(positions: list[Position], report: Report | None) -> list[Worded]:
    """By the frozen report: what is written since then has been reviewed by nobody."""
    document = document_of(report) if report and report.state in FROZEN else None
    told = {p.id: document.position(code_of(p.id)) for p in positions} if document else {}
    return [Worded(p.id, _title(told.get(p.id), p.id), p.state, p.approved_at) for p in positions]


def _title(said: DocumentPosition | None, position_id: int) -> str:
    return said.title if said else code_of(position_id)


def _groups_told(positions: list[Position], report: Report | None, *, of_report: bool) -> int | None:
    """How many groups the report says: were heard, or stand behind its only position."""
    if report is None or report.state not in FROZEN:
        return None
    document = document_of(report)
    if of_report:
        table = next((table for table in document.tables if table.id == HEARD), None)
        return _whole(table.column(TOTAL)[TOTAL]) if table else None
    said = document.position(code_of(positions[0].id))
    return next((_whole(figure.value) for figure in said.figures if figure.id == GROUPS), None) if said else None


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _ledger(way: Way, k: int) -> Ledger | Told:
    """What became of the answers, together; of an answer to few groups, nothing for who may not know people."""
    counts = list(ledgers([relay.id for relay in way.relays]).values()) if way.relays else []
    return together(counts) if way.knows_people else told_together(counts, k)


def _through(kind: ChainKind, record_id: int) -> sa.Select[int]:
    """The ids of the positions that a record belongs to."""
    if kind is ChainKind.ISSUE:
        return sa.select(PositionIssue.position_id).where(PositionIssue.issue_id == record_id)
    if kind is ChainKind.ANSWER:
        return sa.select(Answer.position_id).where(Answer.id == record_id)
    if kind is ChainKind.RELAY:
        return sa.select(relay_position.c.position_id).where(relay_position.c.relay_id == record_id)
    return sa.select(Position.id).where(Position.id == record_id)


def _issue(actor: Actor, issue_id: int) -> Issue:
    found = db.session.scalar(
        sa.select(Issue)
        .where(Issue.id == issue_id, Issue.state != IssueState.DRAFT, *in_charge(Issue.sectors, actor))
        .options(joinedload(Issue.member))
    )
    if found is None or not actor.can(Permission.ISSUE_READ):
        raise NotVisible
    return found


def _report(actor: Actor, report_id: int) -> Report:
    scope = [] if actor.can(Permission.POSITION_READ) else [Report.state.in_(FROZEN)]
    found = db.session.scalar(
        sa.select(Report)
        .where(Report.id == report_id, *in_charge(Report.sectors, actor), *scope)
        .options(joinedload(Report.federation))
    )
    if found is None:
        raise NotVisible
    return found


def _of_report(report_id: int) -> sa.Select[int]:
    return sa.select(ReportPosition.position_id).where(ReportPosition.report_id == report_id)


def _positions(actor: Actor, position_ids: sa.Select[int]) -> list[Position]:
    """Those of the positions that this reader may see: who does not word them sees what went up."""
    went_up = [] if actor.can(Permission.POSITION_READ) else [Position.relayed_at.is_not(None)]
    query = (
        sa.select(Position)
        .where(Position.id.in_(position_ids), *in_charge(Position.sectors, actor), *went_up)
        .options(joinedload(Position.federation))
        .order_by(Position.id)
    )
    return list(db.session.scalars(query))


def _links(position_ids: list[int]) -> list[PositionIssue]:
    query = (
        sa.select(PositionIssue)
        .where(PositionIssue.position_id.in_(position_ids))
        .options(joinedload(PositionIssue.issue).joinedload(Issue.member))
        .order_by(PositionIssue.added_at, PositionIssue.issue_id)
    )
    return list(db.session.scalars(query))


def last_report(position_ids: list[int], *among: sa.ColumnElement[bool]) -> Report | None:
    query = (
        sa.select(Report)
        .join(Report.entries)
        .where(ReportPosition.position_id.in_(position_ids), Report.state.in_(FROZEN), *among)
        .options(joinedload(Report.federation))
        .order_by(Report.sent_at.desc(), Report.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def _answers(position_ids: list[int], *among: sa.ColumnElement[bool]) -> list[Answer]:
    """One a position and report: where several versions were answered, that of the last."""
    query = (
        sa.select(Answer)
        .join(Answer.report)
        .where(Answer.position_id.in_(position_ids), *among)
        .options(joinedload(Answer.relay), contains_eager(Answer.report))
        .order_by(Report.edition, Answer.id)
    )
    return list({(one.report.number, one.position_id): one for one in db.session.scalars(query)}.values())


def _passed_on(answers: Iterable[Answer]) -> list[Relay]:
    return [a.relay for a in answers if a.relay and a.relay.state is RelayState.SENT]
