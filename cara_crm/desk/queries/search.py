"""One box over members, contacts, issues, positions, relays and reports: folded text, in the actor's scope."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from rapidfuzz import process
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Permission
from cara_crm.core.search import holds
from cara_crm.desk.queries.waiting import in_charge
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Issue, IssueState
from cara_crm.members.models import Member, Site
from cara_crm.positions.models import Position
from cara_crm.relays.models import Relay, RelayState
from cara_crm.relays.queries.journal import visible
from cara_crm.reports.models import Report
from cara_crm.reports.queries.listing import reports

SHOWN = 8
SHORTEST = 2
LIKENESS = 78  # of 100, rapidfuzz's weighted ratio: one or two letters wrong in a name


class Kind(StrEnum):
    MEMBER = "member"
    CONTACT = "contact"
    ISSUE = "issue"
    POSITION = "position"
    RELAY = "relay"
    REPORT = "report"


class Why(StrEnum):
    """Where the words were found, when the title does not show it."""

    SIREN = "siren"
    FORMER_NAME = "former_name"
    PLACE = "place"
    EMAIL = "email"
    TEXT = "text"
    SPELLING = "spelling"


@dataclass(frozen=True)
class Hit:
    kind: Kind
    id: int
    title: str
    place: str
    why: Why | None = None
    matched: str = ""


def search(actor: Actor, text: str) -> list[Hit]:
    """Up to eight of each kind that the actor may see; an empty list for less than two letters."""
    folded = fold(text)[:100]
    if len(folded) < SHORTEST:
        return []
    hits: list[Hit] = []
    for permission, source in SOURCES:
        if actor.can(permission):
            hits.extend(source(actor, folded))
    return hits


def _like(column: InstrumentedAttribute[str], folded: str) -> sa.ColumnElement[bool]:
    """Every word somewhere in the column; digits also without the spaces people write between them."""
    joined = re.sub(r"(?<=\d) (?=\d)", "", folded)
    return sa.and_(*(holds(column, word) for word in joined.split()))


def _members(_actor: Actor, folded: str) -> Iterator[Hit]:
    options = (selectinload(Member.other_names), selectinload(Member.sites), joinedload(Member.department))
    query = sa.select(Member).where(_like(Member.folded, folded), Member.archived_on.is_(None))
    found = list(db.session.scalars(query.options(*options).order_by(Member.sort_key, Member.id).limit(SHOWN)))
    for member in found:
        yield _member(member, folded)
    if not found:
        yield from _members_alike(folded)


def _member(member: Member, folded: str) -> Hit:
    town = next((site.town for site in sorted(member.sites, key=lambda s: not s.is_head) if site.town), "")
    place = ", ".join(part for part in (town, member.department.name if member.department else "") if part)
    why, matched = _why(member, folded)
    return Hit(Kind.MEMBER, member.id, member.name, place, why, matched)


def _why(member: Member, folded: str) -> tuple[Why | None, str]:
    words = folded.split()
    if all(word in fold(member.name) for word in words):
        return None, ""
    digits = "".join(words)
    if digits.isdigit() and member.siren and digits in member.siren:
        return Why.SIREN, member.siren
    names = (member.legal_name, *(other.name for other in member.other_names))
    former = next((name for name in names if all(word in fold(name) for word in words)), None)
    if former:
        return Why.FORMER_NAME, former
    town = next((site.town for site in member.sites if all(word in fold(_where(site)) for word in words)), "")
    return (Why.PLACE, town) if town else (Why.TEXT, "")


def _where(site: Site) -> str:
    return f"{site.name} {site.town} {site.postal_code}"


def _members_alike(folded: str) -> Iterator[Hit]:
    """When nothing fits exactly: names that resemble what was typed."""
    names = {
        row.id: row.sort_key
        for row in db.session.execute(
            sa.select(Member.id, Member.sort_key).where(Member.archived_on.is_(None)).limit(20_000)
        )
    }
    alike = [key for _name, _score, key in process.extract(folded, names, limit=SHOWN, score_cutoff=LIKENESS)]
    if not alike:
        return
    query = sa.select(Member).where(Member.id.in_(alike)).options(joinedload(Member.department))
    members = {member.id: member for member in db.session.scalars(query)}
    for key in alike:
        member = members[key]
        yield Hit(Kind.MEMBER, key, member.name, member.department.name if member.department else "", Why.SPELLING)


def _contacts(_actor: Actor, folded: str) -> Iterator[Hit]:
    query = (
        sa.select(Contact)
        .where(_like(Contact.folded, folded), Contact.archived_on.is_(None))
        .options(selectinload(Contact.affiliations).joinedload(Affiliation.member))
        .options(selectinload(Contact.affiliations).joinedload(Affiliation.federation))
        .order_by(Contact.sort_key, Contact.id)
        .limit(SHOWN)
    )
    for contact in db.session.scalars(query):
        by_name = all(word in fold(contact.name) for word in folded.split())
        why, matched = (None, "") if by_name else (Why.EMAIL, contact.email or "")
        yield Hit(Kind.CONTACT, contact.id, contact.name, _employer(contact), why, matched)


def _employer(contact: Contact) -> str:
    now = next((one for one in contact.affiliations if one.holds_on(clock.today())), None)
    if now is None:
        return ""
    house = now.member.name if now.member else now.federation.short_name if now.federation else ""
    return ", ".join(part for part in (now.function, house) if part)


def _issues(actor: Actor, folded: str) -> Iterator[Hit]:
    query = (
        sa.select(Issue)
        .where(_like(Issue.folded, folded), Issue.state != IssueState.DRAFT, *in_charge(Issue.sectors, actor))
        .options(joinedload(Issue.member))
        .order_by(Issue.submitted_at.desc(), Issue.id.desc())
        .limit(SHOWN)
    )
    for issue in db.session.scalars(query):
        yield Hit(Kind.ISSUE, issue.id, issue.title, issue.member.name, _in_text(issue.title, folded))


def _in_text(title: str, folded: str) -> Why | None:
    return None if all(word in fold(title) for word in folded.split()) else Why.TEXT


def _positions(actor: Actor, folded: str) -> Iterator[Hit]:
    query = (
        sa.select(Position)
        .where(_like(Position.folded, folded), *in_charge(Position.sectors, actor))
        .options(joinedload(Position.federation))
        .order_by(Position.id.desc())
        .limit(SHOWN)
    )
    for one in db.session.scalars(query):
        yield Hit(Kind.POSITION, one.id, one.title, one.federation.short_name, _in_text(one.title, folded))


def _relays(actor: Actor, folded: str) -> Iterator[Hit]:
    """Titles are few enough to be folded here: the table has no folded column."""
    query = (
        sa.select(Relay.id, Relay.title, Federation.short_name)
        .outerjoin(Federation, Federation.id == Relay.federation_id)
        .where(Relay.state != RelayState.DRAFT, *visible(actor))
        .order_by(Relay.happened_at.desc())
        .limit(2000)
    )
    words = folded.split()
    found = (row for row in db.session.execute(query) if all(word in fold(row.title) for word in words))
    for _count, row in zip(range(SHOWN), found, strict=False):
        yield Hit(Kind.RELAY, row.id, row.title, row.short_name or "")


def _reports(actor: Actor, folded: str) -> Iterator[Hit]:
    query = reports(actor)
    words = folded.split()
    for report in db.session.scalars(query.order_by(Report.id.desc()).limit(500)):
        text = fold(f"{report.number} {report.federation.short_name} {report.federation.name_fr}")
        if all(word in text for word in words):
            yield Hit(Kind.REPORT, report.id, report.number, report.federation.short_name)


Source = Callable[[Actor, str], Iterator[Hit]]
SOURCES: tuple[tuple[Permission, Source], ...] = (
    (Permission.MEMBER_READ, _members),
    (Permission.CONTACT_READ, _contacts),
    (Permission.ISSUE_READ, _issues),
    (Permission.POSITION_READ, _positions),
    (Permission.JOURNAL_READ, _relays),
    (Permission.REPORT_READ, _reports),
)
