"""The register as an import compares with it: a handful of queries, whatever the list's length."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.members.marks import domain_of, place_key, town_key
from cara_crm.members.matching import NOTHING, Known
from cara_crm.members.models import (
    AccountManager,
    Member,
    MemberName,
    SectorAssignment,
    Site,
    StatusPeriod,
    Tag,
    member_tag,
)

CHUNK = 500  # ids in one IN
NEVER_COMPARED = frozenset({"created_at", "updated_at", "folded", "sort_key"})
SITE = [column for column in Site.__table__.columns if column.name not in NEVER_COMPARED]


@dataclass
class Record:
    """A member's present values; `columns` are those of its row."""

    id: int
    columns: dict[str, Any]
    names: list[str] = field(default_factory=list)
    sites: list[Any] = field(default_factory=list)
    sector_ids: set[int] = field(default_factory=set)
    has_main_sector: bool = False
    tags: set[str] = field(default_factory=set)
    periods: list[Any] = field(default_factory=list)
    entered_on: date | None = None
    manager_id: int | None = None
    assignments: list[Any] = field(default_factory=list)

    @property
    def every_name(self) -> list[str]:
        return [name for name in (self.legal_name, self.usual_name, *self.names) if name]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["columns"][name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def known_members(
    department_of: dict[int, str], *, archived: bool = True, ids: Collection[int] | None = None
) -> list[Known]:
    """Every member, or those with these ids, as matching sees it; of a merged one the names lead to where it went."""
    names: dict[int, list[str]] = defaultdict(list)
    sites: dict[int, list[tuple[int | None, str | None, str, str]]] = defaultdict(list)
    for member_id, name in db.session.execute(_of(ids, sa.select(MemberName.member_id, MemberName.name), MemberName)):
        names[member_id].append(name)
    places = sa.select(Site.member_id, Site.department_id, Site.siret, Site.address, Site.postal_code, Site.town)
    for member_id, department_id, siret, address, code, town in db.session.execute(_of(ids, places, Site)):
        sites[member_id].append((department_id, siret, place_key(address, code), town_key(town)))
    select = sa.select(
        Member.id,
        Member.siren,
        Member.legal_name,
        Member.usual_name,
        Member.department_id,
        Member.merged_into_id,
        Member.website,
        Member.email,
        Member.phone,
        Member.foreign_number,
    )
    select = select if ids is None else select.where(Member.id.in_(ids))
    rows = db.session.execute(select if archived else select.where(Member.archived_on.is_(None)))
    return [
        Known(
            merged_into or id,
            siren,
            tuple(name for name in (legal, usual, *names[id]) if name),
            frozenset(department_of[d] for d in {department_id, *(place[0] for place in sites[id])} if d),
            domains=frozenset(filter(None, [domain_of(website), domain_of(email)])),
            places=frozenset(key for _department, _siret, key, _town in sites[id] if key),
            phones=frozenset([phone]) if phone else NOTHING,
            numbers=frozenset(siret[:9] for _department, siret, _key, _town in sites[id] if siret),
            towns=frozenset(town for _department, _siret, _key, town in sites[id] if town),
            abroad=abroad,
        )
        for id, siren, legal, usual, department_id, merged_into, website, email, phone, abroad in rows
    ]


def _of(ids: Collection[int] | None, select: Any, part: Any) -> Any:
    return select if ids is None else select.where(part.member_id.in_(ids))


def records(ids: Iterable[int], today: date) -> dict[int, Record]:
    """The members with these ids, whole."""
    found: dict[int, Record] = {}
    columns = [column for column in Member.__table__.columns if column.name not in NEVER_COMPARED]
    names = [column.name for column in columns]
    at = names.index("id")
    for chunk in _chunks(sorted(set(ids))):
        rows = db.session.execute(sa.select(*columns).where(Member.id.in_(chunk)))
        part = {row[at]: Record(row[at], dict(zip(names, row, strict=True))) for row in rows}
        _add_parts(part, chunk, today)
        found |= part
    return found


def add_periods(found: dict[int, Record]) -> None:
    """What these members were from when, the first first, and the day on which they were entered."""
    period = StatusPeriod
    for chunk in _chunks(sorted(found)):
        entered = sa.select(Member.id, Member.created_at).where(Member.id.in_(chunk))
        for id, moment in db.session.execute(entered):
            found[id].entered_on = moment.astimezone(clock.PARIS).date()
        rows = sa.select(period.id, period.member_id, period.from_on, period.until_on)
        rows = rows.where(period.member_id.in_(chunk)).order_by(period.from_on, period.id)
        for row in db.session.execute(rows):
            found[row.member_id].periods.append(row)


def add_managers(found: dict[int, Record]) -> None:
    """Who looks after these members now."""
    present = sa.select(AccountManager.member_id, AccountManager.user_id).where(AccountManager.until_on.is_(None))
    for chunk in _chunks(sorted(found)):
        held = present.where(AccountManager.member_id.in_(chunk)).order_by(AccountManager.id)
        for member_id, user_id in db.session.execute(held):
            found[member_id].manager_id = user_id


def site_owners(sirets: Iterable[str]) -> dict[str, int]:
    """SIRET → id of the member that has it."""
    owners: dict[str, int] = {}
    for chunk in _chunks(sorted(set(sirets))):
        rows = db.session.execute(sa.select(Site.siret, Site.member_id).where(Site.siret.in_(chunk)))
        owners |= {siret: member_id for siret, member_id in rows if siret}
    return owners


def _add_parts(part: dict[int, Record], ids: list[int], today: date) -> None:
    for member_id, name in db.session.execute(
        sa.select(MemberName.member_id, MemberName.name).where(MemberName.member_id.in_(ids)).order_by(MemberName.id)
    ):
        part[member_id].names.append(name)
    for site in db.session.execute(sa.select(*SITE).where(Site.member_id.in_(ids)).order_by(Site.id)):
        part[site.member_id].sites.append(site)
    held = sa.or_(SectorAssignment.until_on.is_(None), SectorAssignment.until_on >= today)
    line = SectorAssignment
    columns = (line.id, line.member_id, line.sector_id, line.role_id, line.is_main)
    rows = sa.select(*columns).where(line.member_id.in_(ids), held).order_by(line.id)
    for row in db.session.execute(rows):
        record = part[row.member_id]
        record.sector_ids.add(row.sector_id)
        record.has_main_sector |= row.is_main
        record.assignments.append(row)
    for member_id, folded in db.session.execute(
        sa.select(member_tag.c.member_id, Tag.folded).join(Tag).where(member_tag.c.member_id.in_(ids))
    ):
        part[member_id].tags.add(folded)


def _chunks(ids: list[Any]) -> Iterator[list[Any]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
