"""What resembles the words of a search, for when nothing holds them: one statement for all kinds."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from cara_crm.contacts.models import Contact
from cara_crm.contacts.queries import visible as visible_contacts
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.languages import label
from cara_crm.core.permissions import Permission
from cara_crm.core.search import nearly, resembling
from cara_crm.desk.queries.search.hits import MOST_ALIKE, SHOWN, Hit, Kind, Why
from cara_crm.desk.queries.search.members import hits_alike as members_shown
from cara_crm.desk.queries.search.people import hits_alike as people_shown
from cara_crm.desk.queries.search.subjects import ISSUES, POSITIONS, all_titled
from cara_crm.desk.queries.waiting import in_charge
from cara_crm.extensions import db
from cara_crm.issues.models import Issue, IssueState
from cara_crm.members.models import Member
from cara_crm.members.queries import visible as visible_members
from cara_crm.positions.models import Position
from cara_crm.workgroups.models import Workgroup, WorkgroupKind
from cara_crm.workgroups.queries import visible as visible_groups

Conditions = Sequence[sa.ColumnElement[bool]]


def alike(actor: Actor, words: list[str]) -> list[Hit]:
    """Up to eight of each kind that the actor may see, in which a word is like each of these; the likest first."""
    parts = [sa.select(part.subquery()) for part in _parts(actor, words)]
    texts: dict[Kind, dict[int, str]] = {kind: {} for kind in Kind}
    titles: dict[tuple[Kind, int], tuple[str, str]] = {}
    for name, id, text, title, place in db.session.execute(sa.union_all(*parts)) if parts else ():
        kind = Kind(name)
        texts[kind][id] = fold(text) if title else text
        titles[kind, id] = title, place or ""
    typed = " ".join(words)
    found = {kind: resembling(typed, told, most=SHOWN) for kind, told in texts.items() if told}
    return [hit for kind, ids in found.items() if ids for hit in _hits(kind, ids, titles)]


def _parts(actor: Actor, words: list[str]) -> Iterator[sa.Select[Any]]:
    """Statements (kind, id, text, title, place); a title only where nothing more is asked for what is shown."""
    members, contacts = (*visible_members(actor), Member.archived_on.is_(None)), Contact.archived_on.is_(None)
    issues = (Issue.state != IssueState.DRAFT, *in_charge(Issue.sectors, actor))
    scopes: tuple[tuple[Permission, Kind, InstrumentedAttribute[str], Conditions], ...] = (
        (Permission.MEMBER_READ, Kind.MEMBER, Member.folded, members),
        (Permission.CONTACT_READ, Kind.CONTACT, Contact.folded, (*visible_contacts(actor), contacts)),
        (Permission.ISSUE_READ, Kind.ISSUE, Issue.folded, issues),
        (Permission.POSITION_READ, Kind.POSITION, Position.folded, in_charge(Position.sectors, actor)),
    )
    for permission, kind, column, scope in scopes:
        if actor.can(permission):
            near = (nearly(column, word) for word in words)
            yield _part(kind, column, sa.literal(""), sa.literal("")).where(*near, *scope).limit(MOST_ALIKE)
    if actor.can(Permission.WORKGROUP_READ):
        groups = _part(Kind.WORKGROUP, Workgroup.folded, Workgroup.name, sa.cast(Workgroup.kind, sa.Text))
        yield groups.where(Workgroup.archived_on.is_(None), *visible_groups(actor))
    if actor.can(Permission.REPORT_READ) and (titled := all_titled(actor)) is not None:
        one = titled.subquery()
        yield sa.select(one.c.kind, one.c.id, (one.c.title + " " + one.c.more).label("text"), one.c.title, one.c.place)


def _part(kind: Kind, text: InstrumentedAttribute[str], title: Any, place: Any) -> sa.Select[Any]:
    told = sa.literal(kind.value).label("kind")
    return sa.select(told, text.class_.id.label("id"), text.label("text"), title.label("title"), place.label("place"))


def _hits(kind: Kind, ids: list[int], titles: dict[tuple[Kind, int], tuple[str, str]]) -> Iterator[Hit]:
    if kind is Kind.MEMBER:
        yield from members_shown(ids)
    elif kind is Kind.CONTACT:
        yield from people_shown(ids)
    elif kind is Kind.ISSUE:
        for issue in _in_order(ids, db.session.scalars(ISSUES.where(Issue.id.in_(ids)))):
            yield Hit(kind, issue.id, issue.title, issue.member.name, Why.SPELLING)
    elif kind is Kind.POSITION:
        for one in _in_order(ids, db.session.scalars(POSITIONS.where(Position.id.in_(ids)))):
            yield Hit(kind, one.id, one.title, one.federation.short_name, Why.SPELLING)
    else:
        for id in ids:
            title, place = titles[kind, id]
            shown = label(WorkgroupKind(place)) if kind is Kind.WORKGROUP else place
            yield Hit(kind, id, title, shown, Why.SPELLING)


def _in_order(ids: list[int], records: Iterable[Any]) -> list[Any]:
    known = {one.id: one for one in records}
    return [known[id] for id in ids]
