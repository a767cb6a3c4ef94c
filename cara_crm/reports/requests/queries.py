"""Which requests a person sees, what may answer one, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key
from cara_crm.extensions import db
from cara_crm.issues.likeness import Candidate, alike
from cara_crm.issues.models import Issue, IssueConsent, issue_sector
from cara_crm.issues.queries import in_charge
from cara_crm.members.models import Member
from cara_crm.relays.models import Relay, Response
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.models import OPEN_REQUESTS, Report, Request, request_issue
from cara_crm.reports.queries.state import FROZEN
from cara_crm.reports.queries.voices import usable
from cara_crm.sectors.models import Sector

MOST = 60
COMPARED = 600
YEAR = timedelta(days=365)
NEWEST_FIRST = Key([Request.id], descending=True)


def since() -> sa.ColumnElement[bool]:
    """Issues that a note of today may count: those of the last twelve months."""
    return Issue.submitted_at >= clock.moment(clock.today() - YEAR)


def visible(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """For the cluster: a manager of some sectors sees the requests about one of them."""
    if actor.sector_ids is None:
        return []
    return [Request.sectors.any(Sector.id.in_(actor.sector_ids))]


def requests(actor: Actor, *, is_open: bool | None = None) -> sa.Select[Request]:
    """The list with what its rows show, by ``NEWEST_FIRST``; only the open ones, or only the others, when asked."""
    wanted = sa.select(Request).where(*visible(actor)).options(joinedload(Request.federation))
    if is_open is None:
        return wanted
    return wanted.where(Request.state.in_(OPEN_REQUESTS) if is_open else Request.state.not_in(OPEN_REQUESTS))


def request_for(actor: Actor, request_id: int) -> Request:
    """One request for the cluster's side. Raises NotVisible."""
    return _one(Request.id == request_id, *visible(actor))


def own_requests(actor: Actor) -> Sequence[Request]:
    """Those of the officer's federation, the latest first; none for who reads one report by a link."""
    wanted = sa.select(Request).where(*_own(actor)).options(joinedload(Request.contact))
    return db.session.scalars(wanted.order_by(Request.id.desc()).limit(MOST)).all()


def own_request(actor: Actor, request_id: int) -> Request:
    """One of them. Raises NotVisible."""
    return _one(Request.id == request_id, *_own(actor))


def _own(actor: Actor) -> list[sa.ColumnElement[bool]]:
    return [sa.false() if actor.report_ids is not None else Request.federation_id == (actor.federation_id or 0)]


def _one(*conditions: sa.ColumnElement[bool]) -> Request:
    loaded = joinedload(Request.federation), joinedload(Request.relay), selectinload(Request.sectors)
    found = db.session.scalar(sa.select(Request).where(*conditions).options(*loaded))
    if found is None:
        raise NotVisible
    return found


def notes_of(request_ids: Sequence[int]) -> dict[int, list[Report]]:
    """By request: its flash notes with their versions, the oldest first."""
    wanted = sa.select(Report).where(Report.request_id.in_(request_ids)).order_by(Report.id)
    found: dict[int, list[Report]] = {i: [] for i in request_ids}
    for report in db.session.scalars(wanted):
        found[report.request_id or 0].append(report)
    return found


@dataclass(frozen=True)
class Choice:
    """An issue that may be counted; ``words`` say why it is offered."""

    issue: Issue
    is_chosen: bool
    words: tuple[str, ...]


def choices(actor: Actor, request: Request, typed: str) -> list[Choice]:
    """Issues of its sectors that this federation may know of and the actor may read: those chosen, then those that
    resemble the request or what was typed, best first."""
    chosen = set(db.session.scalars(sa.select(request_issue.c.issue_id).filter_by(request_id=request.id)))
    found = db.session.scalars(
        sa.select(Issue)
        .where(Issue.id.in_(_countable(request)), *in_charge(actor))
        .options(joinedload(Issue.member))
        .order_by(Issue.id.desc())
        .limit(COMPARED)
    ).all()
    words = fold(typed or f"{request.question} {request.details}")
    candidates = [Candidate(fold(one.title), one.folded, one) for one in found]
    near = {one.record.id: one.words for one in alike(words, words, candidates, most=MOST)}
    order = {issue_id: rank for rank, issue_id in enumerate(near)}
    offered = [Choice(one, one.id in chosen, near.get(one.id, ())) for one in found]
    offered = [one for one in offered if one.is_chosen or one.issue.id in near]
    return sorted(offered, key=lambda one: (not one.is_chosen, order.get(one.issue.id, MOST), one.issue.id))


def _countable(request: Request) -> sa.Select[int]:
    inside = sa.select(issue_sector.c.issue_id).where(
        issue_sector.c.sector_id.in_([sector.id for sector in request.sectors])
    )
    told = usable(request.federation_id)
    return sa.select(Issue.id).join(IssueConsent, told[0]).where(*told, since(), Issue.id.in_(inside))


def countable(request: Request, issue_ids: Sequence[int], actor: Actor) -> Sequence[Issue]:
    """Those of these issues that may be counted for the request and that the actor may read."""
    mine = Issue.id.in_(issue_ids), Issue.id.in_(_countable(request)), *in_charge(actor)
    return db.session.scalars(sa.select(Issue).where(*mine).order_by(Issue.id)).all()


def chosen_unread(request: Request, actor: Actor) -> list[Issue]:
    """Issues that colleagues chose and the actor may not read: they stay chosen."""
    kept = sa.select(Issue).join(request_issue, request_issue.c.issue_id == Issue.id)
    mine = sa.select(Issue.id).where(*in_charge(actor))
    found = kept.where(request_issue.c.request_id == request.id, Issue.id.not_in(mine)).order_by(Issue.id)
    return list(db.session.scalars(found))


def waiting(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Requests that the cluster owes an answer to."""
    return [Request.state.in_(OPEN_REQUESTS), *visible(actor)]


@dataclass(frozen=True)
class Outcome:
    """What became of a consultation: the note as the federation has it."""

    report: Report
    document: ReportDocument


def outcome_of(relay: Relay) -> Outcome | None:
    """The last flash note that was made of a consultation and sent."""
    report = db.session.scalar(
        sa.select(Report)
        .join(Report.request)
        .where(Request.relay_id == relay.id, Report.state.in_(FROZEN))
        .order_by(Report.id.desc())
        .limit(1)
        .options(joinedload(Report.federation), undefer(Report.document))
    )
    return Outcome(report, ReportDocument.from_json(report.document or "{}")) if report else None


def told_in_notes(issue_id: int) -> Sequence[Report]:
    """The flash notes that counted an issue, the oldest first."""
    counted = sa.select(request_issue.c.request_id).where(request_issue.c.issue_id == issue_id)
    wanted = sa.select(Report).where(
        Report.request_id.in_(counted), Report.state.in_(FROZEN), Report.corrects_id.is_(None)
    )
    return db.session.scalars(wanted.options(joinedload(Report.federation)).order_by(Report.id)).all()


def groups_chosen(request: Request) -> int:
    """How many distinct groups stand behind the chosen issues that this federation may know of; inside the cluster."""
    chosen = sa.select(request_issue.c.issue_id).filter_by(request_id=request.id)
    members = sa.select(Issue.member_id).where(Issue.id.in_(chosen), Issue.id.in_(_countable(request)))
    found = db.session.scalars(sa.select(Member).where(Member.id.in_(members)).order_by(Member.id))
    return len({member.group_key for member in found})


def replies_to(request: Request) -> int:
    """How many members answered its consultation so far."""
    counted = sa.select(sa.func.count(Response.id)).where(Response.relay_id == (request.relay_id or 0))
    return db.session.scalar(counted) or 0
