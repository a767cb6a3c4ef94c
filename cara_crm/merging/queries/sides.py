"""The register as looking for pairs sees it: a handful of queries, whatever its size."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.members.imports.snapshot import known_members
from cara_crm.members.marks import domain_of
from cara_crm.members.matching import Known, Rules
from cara_crm.merging.likeness import ContactSide
from cara_crm.settings import queries as settings
from cara_crm.territory.models import Department

Sets = dict[int, set[Any]]
MATCHING = "matching.rules"


def member_sides(*, archived: bool = False, ids: Collection[int] | None = None) -> list[Known]:
    """Every member that is in the lists, with what its people's addresses tell; `archived`: all of them; `ids`: only
    those of these."""
    codes = department_codes()
    domains, phones = _of_people(ids)
    return [
        replace(one, domains=one.domains | domains[one.id], phones=one.phones | phones[one.id])
        if domains.get(one.id) or phones.get(one.id)
        else one
        for one in known_members(codes, archived=archived, ids=ids)
    ]


def department_codes() -> dict[int, str]:
    """Id → code."""
    return {one.id: one.code for one in db.session.execute(sa.select(Department.id, Department.code))}


def matching_rules() -> Rules:
    """What the administrator decided about points; the rest as it comes."""
    decided = settings.value(MATCHING, {})
    return Rules(**{one.name: int(decided[one.name]) for one in fields(Rules) if one.name in decided})


def contact_sides() -> list[ContactSide]:
    """Every person that is in the lists."""
    places: Sets = defaultdict(set)
    for contact_id, member_id, federation_id in db.session.execute(
        sa.select(Affiliation.contact_id, Affiliation.member_id, Affiliation.federation_id)
    ):
        places[contact_id].add(("member", member_id) if member_id else ("federation", federation_id))
    rows = db.session.execute(
        sa.select(
            Contact.id, Contact.first_name, Contact.last_name, Contact.email, Contact.phone, Contact.second_phone
        ).where(Contact.archived_on.is_(None))
    )
    return [
        ContactSide(
            id, fold(first), fold(last), domain_of(email or ""), frozenset(filter(None, phones)), frozenset(places[id])
        )
        for id, first, last, email, *phones in rows
    ]


def _of_people(ids: Collection[int] | None) -> tuple[Sets, Sets]:
    """Member id → domains of the e-mail addresses, and phones, of those who have a function there."""
    domains: Sets = defaultdict(set)
    phones: Sets = defaultdict(set)
    wanted = Affiliation.member_id.is_not(None) if ids is None else Affiliation.member_id.in_(ids)
    for employer_id, email, *numbers in db.session.execute(
        sa.select(Affiliation.member_id, Contact.email, Contact.phone, Contact.second_phone)
        .join(Affiliation.contact)
        .where(wanted, Affiliation.until_on.is_(None))
    ):
        assert employer_id is not None
        if domain := domain_of(email or ""):
            domains[employer_id].add(domain)
        phones[employer_id].update(filter(None, numbers))
    return domains, phones
