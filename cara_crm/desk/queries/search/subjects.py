"""What was said and passed on: issues, positions, relays, reports."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Permission
from cara_crm.core.search import held, shape, spoken
from cara_crm.desk.queries.search.hits import KEPT, SHOWN, Hit, Kind, Why
from cara_crm.desk.queries.waiting import in_charge
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Issue, IssueState
from cara_crm.members.models import Member
from cara_crm.positions.models import Position
from cara_crm.relays.models import UNSENT, Relay
from cara_crm.relays.queries.journal import visible
from cara_crm.reports.models import Report
from cara_crm.reports.queries.listing import visible as visible_reports

ISSUES = sa.select(Issue).options(
    load_only(Issue.title), joinedload(Issue.member).load_only(Member.legal_name, Member.usual_name)
)
POSITIONS = sa.select(Position).options(
    load_only(Position.title), joinedload(Position.federation).load_only(Federation.short_name)
)


def issues(actor: Actor, words: list[str]) -> Iterator[Hit]:
    for issue in db.session.scalars(_issues(actor, shape(words)), spoken(words)):
        yield Hit(Kind.ISSUE, issue.id, issue.title, issue.member.name, _in_text(issue.title, words))


@lru_cache(maxsize=KEPT)
def _issues(actor: Actor, short: tuple[bool, ...]) -> sa.Select[Issue]:
    """This statement and the two below are made once for an actor and a number of words."""
    words = (held(Issue.folded, n, short=one) for n, one in enumerate(short))
    return (
        ISSUES.where(*words, Issue.state != IssueState.DRAFT, *in_charge(Issue.sectors, actor))
        .order_by(Issue.submitted_at.desc(), Issue.id.desc())
        .limit(SHOWN)
    )


def positions(actor: Actor, words: list[str]) -> Iterator[Hit]:
    for one in db.session.scalars(_positions(actor, shape(words)), spoken(words)):
        yield Hit(Kind.POSITION, one.id, one.title, one.federation.short_name, _in_text(one.title, words))


@lru_cache(maxsize=KEPT)
def _positions(actor: Actor, short: tuple[bool, ...]) -> sa.Select[Position]:
    words = (held(Position.folded, n, short=one) for n, one in enumerate(short))
    return POSITIONS.where(*words, *in_charge(Position.sectors, actor)).order_by(Position.id.desc()).limit(SHOWN)


def _in_text(title: str, words: list[str]) -> Why | None:
    return None if all(word in fold(title) for word in words) else Why.TEXT


def relays_and_reports(actor: Actor, words: list[str]) -> Iterator[Hit]:
    """Few enough to be folded here, where no column is: a relay's title, a report's number with its federation."""
    titled = all_titled(actor)
    left = Counter({Kind.RELAY: SHOWN, Kind.REPORT: SHOWN})
    for kind, id, title, place, more in db.session.execute(titled) if titled is not None else ():
        said = fold(f"{title} {more}")
        if left[kind] and all(word in said or word in said.replace(" ", "") for word in words):
            left[kind] -= 1
            yield Hit(Kind(kind), id, title, place or "")


@lru_cache(maxsize=KEPT)
def all_titled(actor: Actor) -> sa.CompoundSelect[Any] | None:
    """Statement (kind, id, title, place, more) of relays and reports, made once for an actor."""
    found = [part(actor).subquery() for permission, part in TITLED if actor.can(permission)]
    return sa.union_all(*map(sa.select, found)) if found else None


def _relays(actor: Actor) -> sa.Select[Any]:
    return (
        _titled(Kind.RELAY, Relay.id, Relay.title, sa.literal(""))
        .outerjoin(Federation, Federation.id == Relay.federation_id)
        .where(Relay.state.not_in(UNSENT), *visible(actor))
        .order_by(Relay.happened_at.desc())
        .limit(2000)
    )


def _reports(actor: Actor) -> sa.Select[Any]:
    """A report's number is written "2026-FIF-3": its parts are words; so is what it is, in both languages."""
    return (
        _titled(Kind.REPORT, Report.id, Report.number, Federation.short_name + " " + Federation.name_fr + CALLED)
        .join(Federation, Federation.id == Report.federation_id)
        .where(Report.id.in_(visible_reports(actor).with_only_columns(Report.id)))
        .order_by(Report.id.desc())
        .limit(500)
    )


def _titled(kind: Kind, id: Any, title: Any, more: Any) -> sa.Select[Any]:
    place = Federation.short_name.label("place")
    return sa.select(
        sa.literal(kind.value).label("kind"), id.label("id"), title.label("title"), place, more.label("more")
    )


CALLED = " rapport report"
TITLED = ((Permission.JOURNAL_READ, _relays), (Permission.REPORT_READ, _reports))
