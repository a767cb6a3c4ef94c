"""The register as the leak check wants it: everything by which a member could be recognised in a text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from cara_crm.confidentiality.leaks import LeakIndex, RegisterEntry
from cara_crm.confidentiality.threshold import K_DEFAULT, K_FLOOR
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority, Programme
from cara_crm.issues.models import Issue
from cara_crm.members.models import Group, Member, MemberName, Network, SectorAssignment, Site, Tag, member_tag
from cara_crm.reports.words import LANGUAGES, words
from cara_crm.sectors.models import Sector, ValueChainRole
from cara_crm.settings.queries import value
from cara_crm.territory.models import Department, Region

Texts = Mapping[int, list[str]]


def leak_index() -> LeakIndex:
    """The index over every organisation of the register, former and archived ones included."""
    k = max(K_FLOOR, int(value("confidentiality.k", K_DEFAULT)))
    return LeakIndex(register_entries(), ordinary=ordinary_names(), k=k)


def register_entries() -> list[RegisterEntry]:
    """One entry a member, read in a fixed number of queries."""
    names = _texts(sa.select(MemberName.member_id, MemberName.name))
    people, emails, phones = _people()
    roles = _texts(*(_role_names(column) for column in (ValueChainRole.name_fr, ValueChainRole.name_en)))
    sirets = _texts(sa.select(Site.member_id, Site.siret).where(Site.siret.is_not(None)))
    towns = _texts(sa.select(Site.member_id, Site.town).where(Site.town != ""))
    thirds = _texts(sa.select(Issue.member_id, Issue.third_parties).where(Issue.third_parties != ""))
    products = _texts(sa.select(member_tag.c.member_id, Tag.name).join(Tag, Tag.id == member_tag.c.tag_id))
    sizes = _sizes()
    return [
        RegisterEntry(
            id=row.id,
            group=row.group_id,
            names=_distinct([row.legal_name, row.usual_name, *names[row.id]]),
            group_names=_distinct([row.group_name or ""]),
            people=_distinct(people[row.id]),
            emails=_distinct(emails[row.id]),
            domains=_distinct([row.website]),
            phones=_distinct(phones[row.id]),
            sirens=_distinct([row.siren or "", *sirets[row.id]]),
            towns=_distinct(towns[row.id]),
            third_parties=_distinct(part for text in thirds[row.id] for part in _parts(text)),
            roles=_distinct(roles[row.id]),
            departments=_distinct([row.department or ""]),
            sizes=sizes.get(row.category.value, ()),
            products=_distinct(products[row.id]),
        )
        for row in _members()
    ]


def _members() -> Iterable[Any]:
    return db.session.execute(
        sa.select(
            Member.id,
            Member.group_id,
            Member.legal_name,
            Member.usual_name,
            Member.siren,
            Member.website,
            Member.category,
            Group.name.label("group_name"),
            Department.name.label("department"),
        )
        .outerjoin(Group, Group.id == Member.group_id)
        .outerjoin(Department, Department.id == Member.department_id)
        .order_by(Member.id)
    )


def _texts(*selects: Any) -> Texts:
    """By member id, from statements that give (member id, text)."""
    found: dict[int, list[str]] = defaultdict(list)
    for select in selects:
        for member_id, text in db.session.execute(select):
            found[member_id].append(text)
    return found


def _people() -> tuple[Texts, Texts, Texts]:
    """Names, e-mails and telephone numbers of contacts, by member; those who left are still recognised."""
    names: dict[int, list[str]] = defaultdict(list)
    emails: dict[int, list[str]] = defaultdict(list)
    phones: dict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(Affiliation.member_id, Contact.first_name, Contact.last_name, Contact.email, Contact.phone)
        .join(Contact, Contact.id == Affiliation.contact_id)
        .where(Affiliation.member_id.is_not(None))
    )
    for member_id, first, last, email, phone in rows:
        assert member_id is not None
        names[member_id].append(f"{first} {last}".strip())
        emails[member_id].append(email or "")
        phones[member_id].append(phone)
    return names, emails, phones


def _role_names(column: Any) -> Any:
    return sa.select(SectorAssignment.member_id, column).join(
        ValueChainRole, ValueChainRole.id == SectorAssignment.role_id
    )


def _sizes() -> dict[str, tuple[str, ...]]:
    """How a text would call each category, in both languages."""
    return {
        code: tuple(words(language)["categories"][code] for language in LANGUAGES) for code in words("fr")["categories"]
    }


def _parts(text: str) -> Iterable[str]:
    """The customers and suppliers that an author listed, one a line or parted by commas."""
    return (part.strip() for line in text.splitlines() for part in line.replace(";", ",").split(","))


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def ordinary_names() -> list[str]:
    """Names that anybody may write: the cluster's own, federations, sectors, places, programmes, priorities."""
    named = (Federation, Sector, Priority, Programme, Network, ValueChainRole)
    found = [str(value("cluster.name", "CARA")), str(value("cluster.long_name", ""))]
    for model in named:
        for row in db.session.execute(sa.select(model.name_fr, model.name_en)):
            found += row
    found += db.session.scalars(sa.select(Federation.short_name))
    found += db.session.scalars(sa.select(Federation.code))
    found += db.session.scalars(sa.select(Programme.code))
    found += db.session.scalars(sa.select(Department.name))
    found += db.session.scalars(sa.select(Region.name))
    return [name for name in found if name]
