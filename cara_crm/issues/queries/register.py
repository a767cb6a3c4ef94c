"""The register as the leak check wants it: everything by which a member could be recognised in a text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from cara_crm.confidentiality.leaks import LeakIndex, RegisterEntry
from cara_crm.confidentiality.leaks.headcounts import turnover_band
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.memory import without_collection
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority, Programme
from cara_crm.issues.models import Issue
from cara_crm.members.models import (
    Group,
    Member,
    MemberCategory,
    MemberName,
    MemberStatus,
    Network,
    SectorAssignment,
    Site,
    Tag,
    member_tag,
)
from cara_crm.members.spreadsheet.values import BANDS
from cara_crm.sectors.models import Sector, ValueChainRole
from cara_crm.settings.queries import THRESHOLD, threshold_in, values
from cara_crm.territory.models import Department, Region

Rows = tuple[tuple[Any, ...], ...]
_last: list[tuple[int, LeakIndex]] = []  # of this process: what it was made from, and the index


def leak_index() -> LeakIndex:
    """The index over every organisation of the register, former and archived ones included.

    To make it takes some times as long as to read what it is made from; so it is read each time, in a fixed number of
    queries, and the last index serves again while that is the same.
    """
    with without_collection():
        house = values("cluster.name", "cluster.long_name", THRESHOLD)
        k, ordinary = threshold_in(house), ordinary_names(house)
        members, rest = _rows(_MEMBERS), _rows(_REST)
        today = clock.today().isoformat()
        made_from = hash((k, today, members, rest, *ordinary))
        for known, index in _last:
            if known == made_from:
                return index
        entries = list(_entries(members, rest, today))
        del members, rest  # a third of the memory, beside what is made from them
        index = LeakIndex(entries, ordinary=ordinary, k=k)
        _last[:] = [(made_from, index)]
        return index


_MEMBERS = (
    sa.select(
        Member.id,
        Member.group_id,
        Member.legal_name,
        Member.usual_name,
        Member.siren,
        Member.website,
        Member.brands,
        Member.phone,
        Member.email,
        Member.foreign_number,
        Member.category,
        Member.headcount_band,
        Member.turnover_euros,
        Member.status,
        Group.name,
        Department.name,
        Department.code,
        Region.name,
    )
    .outerjoin(Group, Group.id == Member.group_id)
    .outerjoin(Department, Department.id == Member.department_id)
    .outerjoin(Region, Region.id == Department.region_id)
    .order_by(Member.id)
)
_MORE: Mapping[str, Any] = {
    "names": sa.select(MemberName.member_id, MemberName.name),
    # those who left are still recognised
    "people": sa.select(
        Affiliation.member_id,
        Contact.first_name,
        Contact.last_name,
        Contact.email,
        Contact.phone,
        Contact.second_phone,
    )
    .join(Contact, Contact.id == Affiliation.contact_id)
    .where(Affiliation.member_id.is_not(None)),
    "roles": sa.select(SectorAssignment.member_id, ValueChainRole.name_fr, ValueChainRole.name_en).join(
        ValueChainRole, ValueChainRole.id == SectorAssignment.role_id
    ),
    "sites": sa.select(Site.member_id, Site.siret, Site.town, Department.name).outerjoin(
        Department, Department.id == Site.department_id
    ),
    "sectors": sa.select(
        SectorAssignment.member_id,
        Sector.code,
        Sector.name_fr,
        Sector.name_en,
        sa.cast(SectorAssignment.from_on, sa.Text),
        sa.func.coalesce(sa.cast(SectorAssignment.until_on, sa.Text), ""),
    ).join(Sector, Sector.id == SectorAssignment.sector_id),
    "thirds": sa.select(Issue.member_id, Issue.third_parties).where(Issue.third_parties != ""),
    "products": sa.select(member_tag.c.member_id, Tag.name).join(Tag, Tag.id == member_tag.c.tag_id),
}
_WIDEST = 6  # columns of one of them
_AND = re.compile(r"\s+(?:et|and|&)\s+|,\s*")
#: The least and most employees of INSEE's bands; where none is known, of what the decree 2008-1354 calls a category.
_EMPLOYEES = {"NN": (0, 0)} | {code: (least, most) for code, least, most in BANDS}
_BY_CATEGORY = {
    MemberCategory.MICRO: (0, 9),
    MemberCategory.SME: (10, 249),
    MemberCategory.MIDCAP: (250, 4999),
    MemberCategory.LARGE: (5000, None),
}


def _in_one() -> sa.CompoundSelect[Any]:
    """All of them in one statement, told apart by a first column, the shorter ones filled up with empty texts."""
    filled = []
    for name, select in _MORE.items():
        empty: list[Any] = [sa.literal_column("''") for _ in range(_WIDEST - len(select.selected_columns))]
        filled.append(select.with_only_columns(sa.literal_column(f"'{name}'"), *select.selected_columns, *empty))
    return sa.union_all(*filled)


_REST = _in_one()


def _rows(select: Any) -> Rows:
    return tuple(map(tuple, db.session.execute(select).all()))


def _by_member(rows: Rows) -> Mapping[str, Mapping[int, Sequence[tuple[Any, ...]]]]:
    """By what they tell and by member id: the first two columns of each."""
    found: dict[str, dict[int, list[tuple[Any, ...]]]] = {name: defaultdict(list) for name in _MORE}
    for row in rows:
        found[row[0]][row[1]].append(row)
    return found


def _entries(members: Rows, rows: Rows, today: str) -> Iterator[RegisterEntry]:
    """One entry a member."""
    read = _by_member(rows)
    for id, group, legal, usual, siren, website, brands, phone, email, abroad, *rest in members:
        category, band, turnover, status, group_name, department, number, region = rest
        names, people, roles, sites, sectors, thirds, products = (read[name].get(id, ()) for name in _MORE)
        yield RegisterEntry(
            id=id,
            group=group,
            names=_distinct([legal, usual, *[one[2] for one in names]]),
            group_names=_distinct([group_name]),
            brands=_distinct(brands.splitlines()),
            people=_distinct([f"{one[2]} {one[3]}".strip() for one in people]),
            emails=_distinct([email, *[one[4] for one in people]]),
            domains=_distinct([website]),
            phones=_distinct([phone, *[number for one in people for number in one[5:]]]),
            sirens=_distinct([siren, *[one[2] for one in sites]]),
            foreign_numbers=_distinct([abroad]),
            towns=_distinct([one[3] for one in sites]),
            third_parties=_distinct([part for one in thirds for part in _parts(one[2])]),
            roles=_distinct([said for one in roles for name in one[2:4] for said in _role_words(name)]),
            departments=_distinct([department]),
            department_numbers=_distinct([number]),
            regions=_distinct([region]),
            sizes=(category.value,),
            products=_distinct([one[2] for one in products]),
            site_departments=_distinct([one[4] for one in sites]),
            employees=_EMPLOYEES.get(band) or _BY_CATEGORY.get(category),
            turnovers=turnover_band(turnover),
            sectors=_distinct([one[2] for one in sectors]),
            present_sectors=_present_sectors(sectors, today) if status is MemberStatus.ACTIVE else (),
            sector_names=_distinct([said for one in sectors for name in one[3:5] for said in _sector_words(name)]),
        )


def _present_sectors(sectors: Iterable[tuple[Any, ...]], today: str) -> tuple[str, ...]:
    """The codes of those that a member is assigned to today; days are ISO dates, "" without an end."""
    return _distinct([code for _, _, code, _, _, since, until in sectors if since <= today <= (until or today)])


@lru_cache(maxsize=256)
def _role_words(name: str) -> tuple[str, ...]:
    return (name, *_parts(name))


@lru_cache(maxsize=256)
def _sector_words(name: str) -> tuple[str, ...]:
    return (name, *_AND.split(name))


def _parts(text: str) -> Iterable[str]:
    """The customers and suppliers that an author listed, one a line or parted by commas."""
    return (part.strip() for line in text.splitlines() for part in line.replace(";", ",").split(","))


def _distinct(texts: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts))) if texts else ()


def ordinary_names(house: Mapping[str, Any]) -> list[str]:
    """Names that anybody may write: the cluster's own (`house`: settings), federations, sectors, places, programmes,
    priorities."""
    own = [str(house.get("cluster.name", "CARA")), str(house.get("cluster.long_name", ""))]
    found = db.session.scalars(sa.union_all(*(sa.select(column) for column in _ORDINARY)))
    return [name for name in (*own, *found) if name]


_ORDINARY = (
    *(
        name
        for model in (Federation, Sector, Priority, Programme, Network, ValueChainRole)
        for name in (model.name_fr, model.name_en)
    ),
    Federation.short_name,
    Federation.code,
    Programme.code,
    Department.name,
    Region.name,
)
