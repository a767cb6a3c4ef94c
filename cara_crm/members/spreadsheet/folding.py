"""Rows into members: the rows of one SIREN, or without one of one name in one department, are one member."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from cara_crm.members.names import name_key, spellings
from cara_crm.members.spreadsheet.beside import Beside, together
from cara_crm.members.spreadsheet.row import Row
from cara_crm.members.spreadsheet.values import Activity

Key = tuple[str, ...]
OLDEST = -1  # a row without a year gives way to one that has it


@dataclass(frozen=True, slots=True)
class SiteDraft:
    """A place of a member. `siret` None is the address of a member whose list knows no sites."""

    siret: str | None
    name: str
    address: str
    postal_code: str
    town: str
    country: str
    department: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """One member as a list describes it; None and empty mean that the list does not say.

    `name_to_confirm`: the list names only sites, so that the name is a site's. `rows` are its numbers in the list.
    """

    rows: tuple[int, ...]
    siren: str | None
    name: str
    name_to_confirm: bool
    other_names: tuple[str, ...]
    sites: tuple[SiteDraft, ...]
    department: str | None
    year: int | None
    usual_name: str
    activity: Activity | None
    category: str | None
    headcount_band: str | None
    headcount: int | None
    turnover: int | None
    description: str
    website: str
    brands: str
    status: str | None
    member_since: date | None
    account_manager: str
    sectors: tuple[str, ...]
    roles: tuple[str, ...]
    network: str
    group: str
    tags: tuple[str, ...]
    beside: Beside


def fold_rows(rows: list[Row]) -> list[Draft]:
    """One Draft per member in the order of first appearance; of each fact the latest year's row that has it wins.

    Empties `rows`: a long list is in memory once.
    """
    groups: dict[Key, list[Row]] = defaultdict(list)
    namesakes: dict[str, dict[Key, set[str]]] = defaultdict(lambda: defaultdict(set))  # name → key → departments
    rows.sort(key=lambda row: (row.siren is None, row.department is None, row.number), reverse=True)
    while rows:
        row = rows.pop()
        name = name_key(row.name)
        key = _key(row, name, namesakes[name])
        groups[key].append(row)
        namesakes[name][key] |= {row.department} if row.department else set()
    drafts = []
    while groups:
        drafts.append(_draft(groups.popitem()[1]))
    return sorted(drafts, key=lambda draft: draft.rows[0])


def _key(row: Row, name: str, namesakes: Mapping[Key, Set[str]]) -> Key:
    """Whose row it is: its SIREN's, else that of the only one of this name that its department does not contradict."""
    if row.siren:
        return ("siren", row.siren)
    there = [key for key, departments in namesakes.items() if row.department in departments]
    fitting = there or [key for key, departments in namesakes.items() if not (row.department and departments)]
    numbered = [key for key in fitting if key[0] == "siren"]
    if there and numbered:
        return numbered[0]
    return fitting[0] if name and len(fitting) == 1 else ("name", name, row.department or "")


def _draft(group: Sequence[Row]) -> Draft:
    latest_first = sorted(group, key=lambda row: (OLDEST if row.year is None else row.year, row.number), reverse=True)
    names = spellings([row.name for row in latest_first])
    name = names[0] if names else next((row.site_name for row in group if row.site_name), "")
    others = spellings([*names[1:], *(other for row in latest_first for other in row.other_names)])

    def latest(field: str) -> Any:
        return next((getattr(row, field) for row in latest_first if getattr(row, field) not in (None, "", ())), None)

    texts: dict[str, Any] = {f: latest(f) or "" for f in ("usual_name", "description", "website", "network", "group")}
    facts: dict[str, Any] = {
        f: latest(f) for f in ("activity", "category", "headcount_band", "headcount", "turnover", "status")
    }
    return Draft(
        rows=tuple(sorted(row.number for row in group)),
        siren=latest("siren"),
        name=name,
        name_to_confirm=not names and bool(name),
        other_names=tuple(other for other in others if other != name),
        sites=_sites(latest_first),
        department=latest("department"),
        year=latest("year"),
        sectors=latest("sectors") or (),
        roles=latest("roles") or (),
        tags=latest("tags") or (),
        account_manager=latest("account_manager") or "",
        member_since=min((row.member_since for row in group if row.member_since), default=None),
        beside=together(row.beside for row in reversed(latest_first) if row.beside),
        brands="\n".join(latest("brands") or ()),
        **texts,
        **facts,
    )


def _sites(latest_first: Sequence[Row]) -> tuple[SiteDraft, ...]:
    """Sites with a SIRET once each, in the order of the list; an address without SIRET only where there is none."""
    sites: dict[str | None, SiteDraft] = {}
    for row in latest_first:
        if row.siret or row.postal_code or row.town or row.site_name:
            sites.setdefault(row.siret, _site(row))
    if len(sites) > 1:
        sites.pop(None, None)
    return tuple(sites[siret] for siret in sorted(sites, key=lambda siret: siret or ""))


def _site(row: Row) -> SiteDraft:
    name = row.site_name if row.siret or row.site_name else ""
    return SiteDraft(row.siret, name, row.address, row.postal_code, row.town, row.country, row.department)
