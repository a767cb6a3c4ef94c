"""Rows into members: the rows of one SIREN, or without one of one name and place (`namesakes`), are one member."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from cara_crm.core.told import gettext as _
from cara_crm.members.marks import town_key
from cara_crm.members.names import name_key, spellings
from cara_crm.members.spreadsheet.beside import Beside, Fee, together
from cara_crm.members.spreadsheet.grid import Problem
from cara_crm.members.spreadsheet.namesakes import Key, Namesakes, as_decided, other_names, own_key
from cara_crm.members.spreadsheet.row import Doubt, Row
from cara_crm.members.spreadsheet.values import Activity

TEXTS = ("usual_name", "description", "website", "phone", "email", "network", "group")
UNDECIDED: Mapping[int, str] = MappingProxyType({})
NOWHERE: frozenset[tuple[str | None, str]] = frozenset()
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

    `name_to_confirm`: the list names only sites, so that the name is a site's. `rows` are its numbers in the list,
    `elsewhere` the department and town (`town_key`) of each where they are several.
    """

    rows: tuple[int, ...]
    siren: str | None
    foreign_number: str | None
    name: str
    name_to_confirm: bool
    other_names: tuple[str, ...]
    sites: tuple[SiteDraft, ...]
    department: str | None
    elsewhere: frozenset[tuple[str | None, str]]
    year: int | None
    usual_name: str
    activity: Activity | None
    category: str | None
    headcount_band: str | None
    headcount: int | None
    turnover: int | None
    description: str
    website: str
    phone: str
    email: str
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


@dataclass(frozen=True)
class Folded:
    """Members in the order of their first rows; rows that were taken for one of another row on a word; warnings."""

    drafts: list[Draft]
    doubts: tuple[Doubt, ...] = ()
    warnings: tuple[Problem, ...] = ()


def fold_rows(rows: list[Row], decided: Mapping[int, str] = UNDECIDED) -> Folded:
    """One Draft per member; of each fact the latest year's row that has it wins. Empties `rows`: a long list is in
    memory once.

    `decided`: row → what a person said of it, `same_as` where it is the company of another row; a further row of
    a member of which something else was said is a member of its own.
    """
    groups: dict[Key, list[Row]] = defaultdict(list)
    namesakes: dict[str, Namesakes] = defaultdict(Namesakes)
    doubts: list[Doubt] = []
    borne = Counter(name_key(row.name) for row in rows)
    rows.sort(key=_surest_last)
    while rows:
        row = rows.pop()
        name = name_key(row.name)
        alone = borne[name] == 1  # of a long list most are, and then there is nothing to compare
        groups[own_key(row, name) if alone else namesakes[name].key(row, name, doubts)].append(row)
    del namesakes, borne
    if decided:
        doubts = as_decided(groups, doubts, decided)
    drafts: list[Draft] = []
    warnings: list[Problem] = []
    while groups:
        group = groups.popitem()[1]
        drafts.append(_draft(group))
        if len(group) > 1:
            warnings += [*_left_out(group), *_other_amounts(group)]
            doubts += [one for one in other_names(group) if one.row not in decided]
    return Folded(sorted(drafts, key=lambda draft: draft.rows[0]), tuple(doubts), tuple(warnings))


def _surest_last(row: Row) -> tuple[bool, bool, bool, int]:
    """Who has a number comes before who has a place, and that before a bare name: popped from the end."""
    return bool(row.siren or row.foreign_number), row.department is not None, bool(row.town), -row.number


def _left_out(group: Sequence[Row]) -> list[Problem]:
    """A member without SIRETs has one address; others that the rows of a year tell are said, not lost in silence."""
    placed = [row for row in _addressed(group) if row.town or row.postal_code]
    if len(placed) < 2 or any(row.siret for row in group):
        return []
    kept, *others = placed
    towns = {town_key(kept.town)}
    found: list[Problem] = []
    for row in others:
        if row.year == kept.year and (key := town_key(row.town)) and key not in towns:
            towns.add(key)
            found.append(Problem(row.number, None, _one_address(row, kept)))
    return found


def _other_amounts(group: Sequence[Row]) -> list[Problem]:
    """Of a year the last row's amount is kept; another one before it is said."""
    found: list[Problem] = []
    kept: dict[int, Fee] = {}
    for fee in (fee for row in reversed(_latest_first(group)) for fee in row.beside.fees):
        before = kept.get(fee.year)
        if before and before.euros is not None and fee.euros not in (None, before.euros):
            told = {"year": fee.year, "other": before.euros, "row": before.row, "euros": fee.euros}
            reason = _("Fee %(year)s: row %(row)s of this company says %(other)s €; %(euros)s € is kept.", **told)
            found.append(Problem(fee.row, None, reason))
        kept[fee.year] = fee
    return found


def _one_address(row: Row, first: Row) -> str:
    return _(
        "Taken for the company of row %(row)s: its address in %(town)s is left out. Give the SIRETs to keep both.",
        row=first.number,
        town=row.town[:80],
    )


def _latest_first(group: Sequence[Row]) -> list[Row]:
    return sorted(group, key=lambda row: (OLDEST if row.year is None else row.year, row.number), reverse=True)


def _addressed(group: Sequence[Row]) -> list[Row]:
    """As they tell the one name and address: the latest year's first, of a year the first of the list."""
    return sorted(group, key=lambda row: (-(OLDEST if row.year is None else row.year), row.number))


def _draft(group: Sequence[Row]) -> Draft:
    latest_first = _latest_first(group)
    names = spellings([row.name for row in _addressed(group)])  # so that name and address are of one row
    name = names[0] if names else next((row.site_name for row in group if row.site_name), "")
    others = spellings([*names[1:], *(other for row in latest_first for other in row.other_names)])

    def latest(field: str) -> Any:
        return next((getattr(row, field) for row in latest_first if getattr(row, field) not in (None, "", ())), None)

    texts: dict[str, Any] = {f: latest(f) or "" for f in TEXTS}
    facts: dict[str, Any] = {
        f: latest(f) for f in ("activity", "category", "headcount_band", "headcount", "turnover", "status")
    }
    return Draft(
        rows=tuple(sorted(row.number for row in group)),
        siren=latest("siren"),
        foreign_number=latest("foreign_number"),
        name=name,
        name_to_confirm=not names and bool(name),
        other_names=tuple(other for other in others if other != name),
        sites=_sites(latest_first),
        department=next((row.department for row in _addressed(group) if row.department), None),
        elsewhere=frozenset((row.department, town_key(row.town)) for row in group) if len(group) > 1 else NOWHERE,
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
    for row in [*filter(lambda row: row.siret, latest_first), *_addressed(latest_first)]:
        if row.siret or row.postal_code or row.town or row.site_name or row.address:
            sites.setdefault(row.siret, _site(row))
    if len(sites) > 1:
        sites.pop(None, None)
    return tuple(sites[siret] for siret in sorted(sites, key=lambda siret: siret or ""))


def _site(row: Row) -> SiteDraft:
    name = row.site_name if row.siret or row.site_name else ""
    return SiteDraft(row.siret, name, row.address, row.postal_code, row.town, row.country, row.department)
