"""Who is in the register already, asked while somebody is being entered."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.queries import visible as visible_contacts
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.search import nearly
from cara_crm.extensions import db
from cara_crm.members.marks import domain_of
from cara_crm.members.matching import NOTHING, Known, score
from cara_crm.members.models import Member
from cara_crm.members.names import name_key
from cara_crm.members.queries import visible as visible_members
from cara_crm.members.siren import SIREN_LENGTH
from cara_crm.merging.likeness import ContactSide, alike_contacts
from cara_crm.merging.queries.sides import matching_rules

MOST = 5


def members_like(actor: Actor, names: tuple[str, ...], website: str, *, siren: str = "") -> list[Member]:
    """Members in the lists that the rules of matching would show beside this one, or with the same website or SIREN."""
    domain = domain_of(website)
    wanted = [key for key in map(name_key, names) if len(key) > 3]
    asked = [nearly(Member.folded, word) for word in {word for key in wanted for word in key.split()} if len(word) > 2]
    if domain:
        asked.append(Member.website.ilike(f"%{domain}%"))
    number = "".join(filter(str.isdigit, siren))
    if len(number) == SIREN_LENGTH:
        asked.append(Member.siren == number)
    if not asked:
        return []
    seen = sa.select(Member.id, Member.legal_name, Member.usual_name, Member.website, Member.siren).where(
        sa.or_(*asked), Member.archived_on.is_(None), *visible_members(actor)
    )
    rows = db.session.execute(seen).all()
    rules, typed = matching_rules(), _side(0, names, website)
    points = {row.id: score(typed, _side(row.id, row[1:3], row.website), rules)[0] for row in rows}
    close = sorted((id for id, n in points.items() if n >= rules.ask), key=lambda id: -points[id])
    same = [row.id for row in rows if (domain and domain_of(row.website) == domain) or number == row.siren]
    ids = [*close, *(id for id in same if id not in close)][:MOST]
    return list(db.session.scalars(sa.select(Member).where(Member.id.in_(ids)).order_by(Member.sort_key)))


def _side(id: int, names: Iterable[str], website: str) -> Known:
    """What is known of one that is being entered, and of one in the register."""
    return Known(id, None, tuple(filter(None, names)), NOTHING, domains=frozenset(filter(None, [domain_of(website)])))


def contacts_like(
    actor: Actor, *, first_name: str, last_name: str, phone: str, member_id: int | None, email: str = ""
) -> list[Contact]:
    """Persons in the lists of the same name, or of nearly the same name at the same member or with the same phone, or
    with this e-mail address."""
    whole = (fold(f"{last_name} {first_name}"), fold(f"{first_name} {last_name}"))
    at_member = Contact.id.in_(sa.select(Affiliation.contact_id).where(Affiliation.member_id == member_id))
    asked: list[Any] = [Contact.sort_key.in_(whole), at_member]
    if email:
        asked.append(Contact.email == email.lower())
    if phone:
        asked.append(Contact.phone == phone)
    found = db.session.scalars(
        sa.select(Contact)
        .where(sa.or_(*asked), Contact.archived_on.is_(None), *visible_contacts(actor))
        .options(
            selectinload(Contact.affiliations).options(
                joinedload(Affiliation.member), joinedload(Affiliation.federation)
            )
        )
        .order_by(Contact.sort_key, Contact.id)
    ).all()
    places = frozenset([("member", member_id)] if member_id else [])
    new = ContactSide(0, fold(first_name), fold(last_name), phone=fold(phone), places=places)
    return [one for one in found if _has(one, email) or alike_contacts([new, _person(one, places)])][:MOST]


def _has(one: Contact, email: str) -> bool:
    return bool(email) and one.email == email.lower()


def _person(one: Contact, places: frozenset[tuple[str, int]]) -> ContactSide:
    theirs = frozenset(("member", a.member_id) for a in one.affiliations if a.member_id)
    return ContactSide(one.id, fold(one.first_name), fold(one.last_name), phone=fold(one.phone), places=theirs & places)
