"""A draft beside what the register knows: which of the list's words change something.

Who goes before whom: a list of sites only fills what is empty. A dated list changes a dated fact unless the register's
is of a later year; a list without years speaks of the present year. A confirmed legal name is never replaced: another
spelling is kept beside it. A known SIRET keeps its town: a list that puts it elsewhere is told so. A town without its
postal code replaces none. A person may decide otherwise, for a field or for one member; what differs and stays as the
register has it is told in `kept`.
"""

from typing import Any

from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.members.imports.chain import compare_roles, lines
from cara_crm.members.imports.comparison import Comparison
from cara_crm.members.imports.decisions import FILE, REGISTER, Decisions
from cara_crm.members.imports.entrusting import compare_manager
from cara_crm.members.imports.places import differing, is_half, same_town
from cara_crm.members.imports.plan import Change, Kept, Update
from cara_crm.members.imports.references import References
from cara_crm.members.imports.since import compare_since
from cara_crm.members.imports.snapshot import Record
from cara_crm.members.names import name_key, spellings
from cara_crm.members.search_text import search_text, sort_text
from cara_crm.members.spreadsheet import Draft, Problem
from cara_crm.members.spreadsheet.folding import SiteDraft
from cara_crm.members.spreadsheet.values import band_for

NEVER = 9999  # a year that no list is of: what is known stays
#: Columns of a member that `write` sets from words of the list.
DECIDED_WHEN_WRITTEN = ("group_id", "status", "main_sector_id")


def compare(
    draft: Draft,
    record: Record,
    references: References,
    owners: dict[str, int],
    *,
    this_year: int,
    source: str,
    decisions: Decisions,
) -> tuple[Update | None, Kept | None, list[Problem]]:
    """The update that a draft makes of a record, None when it changes nothing; what differs and stays; warnings."""
    comparison = Comparison(draft, record, references, this_year, source, decisions)
    names = _names(comparison)
    _facts(comparison)
    _texts(comparison)
    _sites(comparison, owners)
    _department(comparison)
    update = _update(comparison, names)
    kept = Kept(record.id, record.usual_name or record.legal_name, draft.rows, tuple(comparison.kept))
    return update, kept if kept.changes else None, comparison.warnings


def _names(c: Comparison) -> tuple[str, ...]:
    """New spellings; a list of companies names a member whose name was a plant's."""
    c.set("siren", c.draft.siren if c.record.siren is None else None)
    c.offer("foreign_number", c.draft.foreign_number, old=c.record.foreign_number, year=NEVER)
    told = [] if c.draft.name_to_confirm else [c.draft.name]
    renamed = c.decisions.side(c.record.id, "legal_name") == FILE
    if told and (c.record.name_to_confirm or renamed):
        c.set("legal_name", c.draft.name)
        c.columns["name_to_confirm"] = False
        told = [*told, c.record.legal_name] if renamed and not c.record.name_to_confirm else told
    elif told and name_key(c.draft.name) not in set(map(name_key, c.record.every_name)):
        c.kept.append(Change("legal_name", c.record.legal_name, c.draft.name))
    legal = c.columns.get("legal_name", c.record.legal_name)
    kept = {fold(name) for name in c.record.names}
    fresh: dict[str, str] = {}
    for name in spellings([*told, *c.draft.other_names]):
        if name not in (legal, c.record.usual_name) and fold(name) not in kept and fold(name):
            fresh.setdefault(fold(name), name)
    c.changes.extend(Change("other_names", "", name) for name in fresh.values())
    return tuple(fresh.values())


def _facts(c: Comparison) -> None:
    record, draft = c.record, c.draft
    known_category = record.category if record.category_source or record.category != "other" else None
    c.offer("category", draft.category, old=known_category, year=record.category_year or 0)
    if "category" in c.columns:
        c.columns |= {"category_source": c.source, "category_year": c.year}
    band = draft.headcount_band or (band_for(draft.headcount) if draft.headcount is not None else None)
    c.offer("headcount_band", band, old=record.headcount_band, year=record.headcount_year or 0)
    if "headcount_band" in c.columns:
        c.columns |= {"headcount_source": c.source, "headcount_year": c.year}
    c.offer("turnover_euros", draft.turnover, old=record.turnover_euros, year=record.turnover_year or 0)
    if "turnover_euros" in c.columns:
        c.columns["turnover_year"] = c.year
    last = max(record.category_year or 0, record.headcount_year or 0)
    if draft.activity:
        c.offer("activity_code", draft.activity.code, old=record.activity_code, year=last)
        if "activity_code" in c.columns:
            c.columns["activity_nomenclature"] = draft.activity.nomenclature


def _texts(c: Comparison) -> None:
    for column in ("usual_name", "description", "website", "phone", "email", "brands"):
        c.offer(column, getattr(c.draft, column), old=c.record.columns[column])
    network = c.references.networks.get(fold(c.draft.network)) if c.draft.network else None
    if network:
        c.offer("network_id", network, old=c.record.network_id, shown=c.draft.network)


def _sites(c: Comparison, owners: dict[str, int]) -> None:
    for site in c.draft.sites:
        if site.siret is None:
            _address(c, site)
            continue
        owner = owners.get(site.siret)
        if owner is None:
            c.new_sites.append(site)
            c.changes.append(Change("sites", "", f"{site.name} {site.siret}".strip()))
        elif owner != c.record.id:
            reason = _("The SIRET %(siret)s is a site of another member.", siret=site.siret)
            c.warnings.append(Problem(c.draft.rows[0], None, reason))
        else:
            _known_site(c, next(known for known in c.record.sites if known.siret == site.siret), site)
    if c.new_sites and not c.draft.name_to_confirm and not any(known.is_head for known in c.record.sites):
        c.head_site = c.new_sites[0]


def _address(c: Comparison, site: SiteDraft) -> None:
    """The one address of a list without SIRETs is the head office's; one with a number is moved by a person only."""
    head = next((known for known in c.record.sites if known.is_head), None)
    if head is None:
        c.new_sites.append(site)
        c.head_site = site
        c.changes.append(Change("sites", "", f"{site.postal_code} {site.town}".strip()))
    else:
        _set_address(c, head, site, is_asked=head.siret is not None)


def _known_site(c: Comparison, known: Any, site: SiteDraft) -> None:
    if known.town and site.town and not same_town(known.town, site.town):
        c.warnings.append(
            Problem(
                c.draft.rows[0],
                None,
                _(
                    "The register has the site %(siret)s at %(known)s, the list at %(told)s: the register's was kept.",
                    siret=site.siret,
                    known=known.town,
                    told=site.town,
                ),
            )
        )
        return
    _set_address(c, known, site)


def _set_address(c: Comparison, known: Any, site: SiteDraft, *, is_asked: bool = False) -> None:
    """What the list says of a place that it does not move; only a place without a number may be moved.

    `is_asked`: the place has a number that the list does not give; what differs is shown, and taken when chosen.
    """
    differs = differing(known, site, is_asked=is_asked)
    changed: dict[str, Any] = {k: v for k, v in differs.items() if _replaces_place(c, k, getattr(known, k), is_asked)}
    if is_half(known, site) or (is_asked and len(changed) < len(differs)):  # half of another address is none
        changed = {k: v for k, v in changed.items() if c.decisions.side(c.record.id, f"site_{k}") == FILE}
    c.kept.extend(Change(f"site_{k}", getattr(known, k), v) for k, v in differs.items() if k not in changed)
    place = c.references.departments.get(site.department or "")
    if place and place != known.department_id and (known.department_id is None or "postal_code" in changed):
        changed["department_id"] = place
    if changed:
        c.site_columns[known.id] = changed
        c.changes.extend(Change(f"site_{k}", str(getattr(known, k) or ""), str(v)) for k, v in changed.items())


def _replaces_place(c: Comparison, part: str, old: str, is_asked: bool) -> bool:
    """What a list says of a place goes before what is there, unless a person decided or care is asked for."""
    wanted = c.decisions.side(c.record.id, f"site_{part}")
    return wanted == FILE if wanted else not (old and (c.decisions.is_cautious or is_asked))


def _department(c: Comparison) -> None:
    """The member lies where its head office does; without one, where the list says."""
    told = c.head_site.department if c.head_site else c.draft.department
    place = c.references.departments.get(told or "")
    has_head = any(known.is_head for known in c.record.sites)
    moved = next((cols["department_id"] for cols in c.site_columns.values() if "department_id" in cols), None)
    if c.record.department_id is None or (not has_head and not c.draft.name_to_confirm):
        c.set("department_id", place, told)
    elif has_head and moved and any(k.is_head and k.id in c.site_columns for k in c.record.sites):
        c.set("department_id", moved, told)


def _update(c: Comparison, names: tuple[str, ...]) -> Update | None:
    draft, record = c.draft, c.record
    sectors = tuple(line for line in lines(draft, c.references) if line[0] not in record.sector_ids)
    tags = tuple(tag for tag in draft.tags if fold(tag) and fold(tag) not in record.tags)
    group, status = _group(c), _status(c)
    words = {"sectors": ", ".join(draft.sectors) if sectors else "", "tags": ", ".join(tags)}
    c.changes.extend(Change(label, "", value) for label, value in words.items() if value)
    roles = compare_roles(c)
    since, manager_id = compare_since(c, status), compare_manager(c)
    if not c.changes:
        return None
    _search(c, names)
    return Update(
        member_id=record.id,
        version=record.version,
        name=record.usual_name or record.legal_name,
        rows=draft.rows,
        columns=c.columns,
        changes=tuple(c.changes),
        names=names,
        new_sites=tuple(c.new_sites),
        site_columns=c.site_columns,
        head_site=c.head_site,
        sectors=sectors,
        roles=roles,
        has_main_sector=record.has_main_sector,
        tags=tags,
        group=group,
        status=status,
        since=since,
        manager_id=manager_id,
        before={name: record.columns.get(name) for name in {*c.columns, *DECIDED_WHEN_WRITTEN}},
        sites_before={
            s.id: {k: getattr(s, k) for k in c.site_columns[s.id]} for s in record.sites if s.id in c.site_columns
        },
    )


def _group(c: Comparison) -> str:
    known = c.references.groups.get(fold(c.draft.group)) if c.draft.group else None
    if not c.draft.group or (known is not None and known == c.record.group_id):
        return ""
    is_taken = c.replaces("group", c.record.group_id)
    change = Change("group", c.references.group_names.get(c.record.group_id, ""), c.draft.group)
    (c.changes if is_taken else c.kept).append(change)
    return c.draft.group if is_taken else ""


def _status(c: Comparison) -> str | None:
    """A list moves the status, unless a person decided to keep it."""
    if not c.draft.status or c.draft.status == c.record.status:
        return None
    is_taken = c.decisions.side(c.record.id, "status") != REGISTER
    (c.changes if is_taken else c.kept).append(Change("status", str(c.record.status), c.draft.status))
    return c.draft.status if is_taken else None


def _search(c: Comparison, names: tuple[str, ...]) -> None:
    """Folded columns as they will be."""
    after = {**c.record.columns, **c.columns}
    places = [word for site in [*c.record.sites, *c.new_sites] for word in (site.name, site.town, site.siret or "")]
    places += [str(v) for cols in c.site_columns.values() for k, v in cols.items() if k in ("name", "town")]
    every_name = [after["legal_name"], after["usual_name"], *c.record.names, *names, *after["brands"].splitlines()]
    c.columns["folded"] = search_text(
        every_name, after["siren"], places, abroad=after["foreign_number"], phone=after["phone"]
    )
    c.columns["sort_key"] = sort_text(after["usual_name"], after["legal_name"])
