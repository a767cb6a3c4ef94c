"""What was said and passed on: issues, positions, relays, reports."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.search import holds
from cara_crm.desk.queries.search.hits import SHOWN, Hit, Kind, Why
from cara_crm.desk.queries.waiting import in_charge
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Issue, IssueState
from cara_crm.positions.models import Position
from cara_crm.relays.models import Relay, RelayState
from cara_crm.relays.queries.journal import visible
from cara_crm.reports.models import Report
from cara_crm.reports.queries.listing import reports


def issues(actor: Actor, words: list[str]) -> Iterator[Hit]:
    held = (holds(Issue.folded, word) for word in words)
    query = (
        sa.select(Issue)
        .where(*held, Issue.state != IssueState.DRAFT, *in_charge(Issue.sectors, actor))
        .options(joinedload(Issue.member))
        .order_by(Issue.submitted_at.desc(), Issue.id.desc())
        .limit(SHOWN)
    )
    for issue in db.session.scalars(query):
        yield Hit(Kind.ISSUE, issue.id, issue.title, issue.member.name, _in_text(issue.title, words))


def positions(actor: Actor, words: list[str]) -> Iterator[Hit]:
    held = (holds(Position.folded, word) for word in words)
    query = (
        sa.select(Position)
        .where(*held, *in_charge(Position.sectors, actor))
        .options(joinedload(Position.federation))
        .order_by(Position.id.desc())
        .limit(SHOWN)
    )
    for one in db.session.scalars(query):
        yield Hit(Kind.POSITION, one.id, one.title, one.federation.short_name, _in_text(one.title, words))


def _in_text(title: str, words: list[str]) -> Why | None:
    return None if all(word in fold(title) for word in words) else Why.TEXT


def relays(actor: Actor, words: list[str]) -> Iterator[Hit]:
    """Titles are few enough to be folded here: the table has no folded column."""
    query = (
        sa.select(Relay.id, Relay.title, Federation.short_name)
        .outerjoin(Federation, Federation.id == Relay.federation_id)
        .where(Relay.state != RelayState.DRAFT, *visible(actor))
        .order_by(Relay.happened_at.desc())
        .limit(2000)
    )
    found = (row for row in db.session.execute(query) if all(word in fold(row.title) for word in words))
    for _count, row in zip(range(SHOWN), found, strict=False):
        yield Hit(Kind.RELAY, row.id, row.title, row.short_name or "")


def written_reports(actor: Actor, words: list[str]) -> Iterator[Hit]:
    """A report's number is written "2026-FIF-3": its parts are words."""
    query = reports(actor).order_by(Report.id.desc()).limit(500)
    found = (report for report in db.session.scalars(query) if _names(report, words))
    for _count, report in zip(range(SHOWN), found, strict=False):
        yield Hit(Kind.REPORT, report.id, report.number, report.federation.short_name)


def _names(report: Report, words: list[str]) -> bool:
    named = fold(f"{report.number} {report.federation.short_name} {report.federation.name_fr}")
    return all(word in named or word in named.replace(" ", "") for word in words)
