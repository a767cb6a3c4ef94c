"""Whom a downward relay concerns: the people, and why each of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.fold import fold
from cara_crm.core.search import holds
from cara_crm.extensions import db
from cara_crm.members.models import Member, MemberCategory, MemberStatus, SectorAssignment, Tag
from cara_crm.relays.models import Recipient, Relay
from cara_crm.workgroups.models import Seat, Workgroup
from cara_crm.workgroups.queries import holds_today

MOST_WORDS = 5
CRITERIA = (
    "sectors",
    "roles",
    "categories",
    "departments",
    "statuses",
    "functions",
    "tags",
    "workgroups",
    "bands",
    "got",
    "interested",
)


@dataclass
class Person:
    """Somebody a relay is for: `why` names each function and member that the rule matched."""

    contact: Contact
    member_id: int
    why: list[str] = field(default_factory=list)
    by_hand: bool = False
    members: list[Member] = field(default_factory=list)

    @property
    def reason(self) -> str:
        return "; ".join(self.why)

    def is_called(self, words: Sequence[str]) -> bool:
        """Does each of these folded words stand in the name or in why it is in?"""
        text = f"{self.contact.folded} {fold(self.reason)}"
        return all(word in text for word in words)


def audience_of(rule: dict[str, Any]) -> list[Person]:
    """The people of an audience, by name, once each however many of their functions match.

    `rule` holds lists by criterion (CRITERIA, the people `plus_contacts` whom somebody added, and the exceptions
    `except_contacts`, `except_members`): values of one criterion are alternatives, criteria are conditions that hold
    together; an empty criterion asks nothing. A rule that asks nothing concerns nobody but those who were added.
    """
    found = _matching(rule) if any(rule.get(criterion) for criterion in CRITERIA) else []
    met = {person.contact.id for person in found}
    added = [person for person in _added(rule) if person.contact.id not in met]
    return sorted([*found, *added], key=lambda one: (one.contact.sort_key, one.contact.id)) if added else found


def _matching(rule: dict[str, Any]) -> list[Person]:
    functions = [fold(text) for text in rule.get("functions", [])]
    conditions = (*_member_conditions(rule), *_seats(rule), *_got(rule), *_interested(rule))
    return _people(a for a in db.session.scalars(_affiliations(rule, *conditions)) if _has_function(a, functions))


def _added(rule: dict[str, Any]) -> list[Person]:
    if not rule.get("plus_contacts"):
        return []
    people = _people(db.session.scalars(_affiliations(rule, Contact.id.in_(rule["plus_contacts"]))))
    for person in people:
        person.by_hand = True
    return people


def _affiliations(rule: dict[str, Any], *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    today = clock.today()
    return (
        sa.select(Affiliation)
        .join(Affiliation.member)
        .join(Affiliation.contact)
        .where(
            Affiliation.from_on <= today,
            sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= today),
            Contact.archived_on.is_(None),
            Member.archived_on.is_(None),
            *conditions,
            Contact.id.not_in(rule.get("except_contacts", [])),
            Member.id.not_in(rule.get("except_members", [])),
        )
        .options(contains_eager(Affiliation.member), contains_eager(Affiliation.contact))
        .order_by(Contact.sort_key, Contact.id, Affiliation.id)
    )


def _member_conditions(rule: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    plain = [
        ("categories", Member.category, MemberCategory),
        ("departments", Member.department_id, int),
        ("statuses", Member.status, MemberStatus),
    ]
    conditions: list[sa.ColumnElement[bool]] = [
        column.in_([kind(value) for value in rule[name]]) for name, column, kind in plain if rule.get(name)
    ]
    if rule.get("bands"):
        conditions.append(Member.headcount_band.in_(rule["bands"]))
    if rule.get("tags"):
        conditions.append(Member.tags.any(Tag.id.in_(rule["tags"])))
    if rule.get("sectors") or rule.get("roles"):
        assigned = sa.select(SectorAssignment.member_id).where(*_assignment_conditions(rule))
        conditions.append(Member.id.in_(assigned))  # asked of each member, SQLite read the sector once a member
    return conditions


def _seats(rule: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    """Who sits today in one of these working groups, while the group is there."""
    if not rule.get("workgroups"):
        return []
    there = sa.select(Seat.contact_id).join(Seat.workgroup)
    chosen = there.where(Seat.workgroup_id.in_(rule["workgroups"]), Workgroup.archived_on.is_(None), holds_today())
    return [Affiliation.contact_id.in_(chosen)]


def _got(rule: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    """Whoever one of these relays was for, while it belongs to the member for which it got it: an erratum goes to those
    who got the first. Two that became one person, or one member, are that one."""
    if not rule.get("got"):
        return []
    person, member = aliased(Contact), aliased(Member)
    who, where = (sa.func.coalesce(one.merged_into_id, one.id) for one in (person, member))
    told = sa.select(who).select_from(Recipient).join(person, person.id == Recipient.contact_id)
    told = told.where(Recipient.relay_id.in_(rule["got"]))
    for_none = Affiliation.contact_id.in_(told.where(Recipient.member_id.is_(None)))
    for_one = told.add_columns(where).join(member, member.id == Recipient.member_id)
    there = sa.tuple_(Affiliation.contact_id, Affiliation.member_id).in_(for_one)
    return [Affiliation.contact_id.in_(told), sa.or_(for_none, there)]


def _interested(rule: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    """Who said “interested”, or registered, when it got one of these relays."""
    if not rule.get("interested"):
        return []
    said = sa.or_(Recipient.interested_at.is_not(None), Recipient.registered_at.is_not(None))
    people = sa.select(Recipient.contact_id).where(Recipient.relay_id.in_(rule["interested"]), said)
    return [Affiliation.contact_id.in_(people)]


def _assignment_conditions(rule: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    """Sector and role are said of the same assignment, and hold today."""
    today = clock.today()
    found: list[sa.ColumnElement[bool]] = [
        SectorAssignment.from_on <= today,
        sa.or_(SectorAssignment.until_on.is_(None), SectorAssignment.until_on >= today),
    ]
    if rule.get("sectors"):
        found.append(SectorAssignment.sector_id.in_(rule["sectors"]))
    if rule.get("roles"):
        found.append(SectorAssignment.role_id.in_(rule["roles"]))
    return found


def _has_function(affiliation: Affiliation, functions: list[str]) -> bool:
    return not functions or any(text in fold(affiliation.function) for text in functions)


def _people(rows: Iterable[Affiliation]) -> list[Person]:
    found: dict[int, Person] = {}
    for row in rows:
        contact, member = row.contact, row.member
        if member is None:
            continue
        person = found.setdefault(contact.id, Person(contact, member.id))
        person.members.append(member)
        person.why.append(f"{row.function}, {member.name}" if row.function else member.name)
    return list(found.values())


def left_since(relay: Relay, people: Sequence[Person]) -> int:
    """How many got what an erratum sets right and are not among these people: they left, or were taken out."""
    got = db.session.scalars(sa.select(Recipient.contact_id).where(Recipient.relay_id == relay.corrects_id))
    return len(set(got) - {person.contact.id for person in people})


def author_contacts(authors: list[tuple[int, int | None]]) -> dict[int, list[Person]]:
    """Who hears the answer to words of a member: {member id: people}, for pairs of (member id, author's contact id).

    The author, while still there; where no author of a member is, the member's other people of today.
    """
    today = clock.today()
    rows = db.session.scalars(
        sa.select(Affiliation)
        .join(Affiliation.contact)
        .where(
            Affiliation.member_id.in_({member_id for member_id, _contact in authors}),
            Affiliation.from_on <= today,
            sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= today),
            Contact.archived_on.is_(None),
        )
        .options(contains_eager(Affiliation.contact), joinedload(Affiliation.member))
        .order_by(Contact.sort_key, Contact.id)
    ).all()
    wanted = {pair for pair in authors if pair[1] is not None}
    there = {(row.member_id, row.contact_id) for row in rows} & wanted
    covered = {member_id for member_id, _contact in there}
    found: dict[int, list[Person]] = {}
    for member_id in {member_id for member_id, _contact in authors}:
        mine = [r for r in rows if r.member_id == member_id]
        if member_id in covered:
            mine = [r for r in mine if (member_id, r.contact_id) in there]
        found[member_id] = _people(mine)
    return found


def people_called(query: sa.Select[Recipient], q: str) -> sa.Select[Recipient]:
    """Those of a relay's people whose name, or whose member's, has all the words."""
    words = fold(q).split()[:MOST_WORDS]
    named = (sa.or_(holds(Contact.folded, w), Recipient.member.has(holds(Member.folded, w))) for w in words)
    return query.where(*named)
