"""The register as looking for pairs sees it: a handful of queries, whatever its size."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.members.matching import Known
from cara_crm.members.models import Member, MemberName, Site
from cara_crm.merging.likeness import ContactSide, MemberSide, domain_of

Sets = dict[int, set[Any]]


def member_sides() -> list[MemberSide]:
    """Every member that is in the lists."""
    names, marks = _names(), _marks()
    rows = db.session.execute(
        sa.select(
            Member.id, Member.siren, Member.legal_name, Member.usual_name, Member.department_id, Member.website
        ).where(Member.archived_on.is_(None))
    )
    return [
        MemberSide(
            Known(
                id,
                siren,
                tuple(name for name in (legal, usual, *names[id]) if name),
                frozenset(str(d) for d in {department_id, *marks["department"][id]} if d),
            ),
            domains=frozenset(filter(None, {domain_of(website), *marks["domain"][id]})),
            places=frozenset(marks["place"][id]),
            phones=frozenset(marks["phone"][id]),
            numbers=frozenset(marks["number"][id]),
        )
        for id, siren, legal, usual, department_id, website in rows
    ]


def contact_sides() -> list[ContactSide]:
    """Every person that is in the lists."""
    places: Sets = defaultdict(set)
    for contact_id, member_id, federation_id in db.session.execute(
        sa.select(Affiliation.contact_id, Affiliation.member_id, Affiliation.federation_id)
    ):
        places[contact_id].add(("member", member_id) if member_id else ("federation", federation_id))
    rows = db.session.execute(
        sa.select(Contact.id, Contact.first_name, Contact.last_name, Contact.email, Contact.phone).where(
            Contact.archived_on.is_(None)
        )
    )
    return [
        ContactSide(id, fold(first), fold(last), domain_of(email or ""), fold(phone), frozenset(places[id]))
        for id, first, last, email, phone in rows
    ]


def _names() -> Sets:
    names: Sets = defaultdict(set)
    for member_id, name in db.session.execute(sa.select(MemberName.member_id, MemberName.name)):
        names[member_id].add(name)
    return names


def _marks() -> dict[str, Sets]:
    """What members have of places, and of people: kind → member id → values."""
    marks: dict[str, Sets] = defaultdict(lambda: defaultdict(set))
    for member_id, department_id, siret, address, postal_code in db.session.execute(
        sa.select(Site.member_id, Site.department_id, Site.siret, Site.address, Site.postal_code)
    ):
        marks["department"][member_id].add(department_id)
        if siret:
            marks["number"][member_id].add(siret[:9])
        if fold(address) and postal_code:
            marks["place"][member_id].add(f"{fold(address)} {postal_code}")
    for employer_id, email, phone in db.session.execute(
        sa.select(Affiliation.member_id, Contact.email, Contact.phone)
        .join(Affiliation.contact)
        .where(Affiliation.member_id.is_not(None), Affiliation.until_on.is_(None))
    ):
        assert employer_id is not None
        marks["domain"][employer_id].add(domain_of(email or ""))
        if phone:
            marks["phone"][employer_id].add(fold(phone))
    return marks
