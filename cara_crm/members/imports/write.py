"""Carrying out what was decided: bulk statements in the caller's transaction, one audit event per member."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.members.imports.chain import Line, lines
from cara_crm.members.imports.entrusting import entrust_all
from cara_crm.members.imports.ledger import Ledger, in_turn, insert, insert_noted
from cara_crm.members.imports.plan import Plan, Update
from cara_crm.members.imports.references import References, load_references
from cara_crm.members.imports.since import status_of
from cara_crm.members.imports.snapshot import CHUNK
from cara_crm.members.models import (
    Group,
    Member,
    MemberName,
    MemberStatus,
    SectorAssignment,
    Site,
    StatusPeriod,
    Tag,
    member_tag,
)
from cara_crm.members.search_text import search_text, sort_text
from cara_crm.members.spreadsheet import Draft
from cara_crm.members.spreadsheet.folding import SiteDraft
from cara_crm.members.spreadsheet.values import band_for


class RegisterMoved(DomainError):
    """Somebody changed a member between the check and the writing."""


def carry_out(plan: Plan, *, status: MemberStatus = MemberStatus.PROSPECT, by: Actor) -> Ledger:
    """Create and update what the plan says; `status` is that of new members of which the list says nothing.

    Gives back what was written, for who may want to take it back.

    Raises RegisterMoved; SQLAlchemy's IntegrityError when a SIREN was taken meanwhile: check again, then.
    """
    _add_words(plan)
    references = load_references()
    ledger = Ledger()
    ids = _create(plan, status, references)
    ledger.created = {id: len({fold(tag) for tag in d.tags} - {""}) for id, d in zip(ids, plan.creations, strict=True)}
    _update(plan, references, ledger)
    _add_parts(plan, ids, status, references, ledger)
    told = ((id, references.team.one(draft.account_manager)) for id, draft in zip(ids, plan.creations, strict=True))
    entrust_all({id: user_id for id, user_id in told if user_id is not None}, plan.updates, ledger, by=by)
    events = ((id, {"rows": list(d.rows)}) for id, d in zip(ids, plan.creations, strict=True))
    audit.record_all("member.imported", "member", events, by=by)
    changed = [(u.member_id, {"fields": [c.field for c in u.changes]}) for u in plan.updates]
    audit.record_all("member.updated_by_import", "member", changed, by=by)
    counts = {"rows": plan.rows, "created": len(ids), "updated": len(changed)}
    audit.record("member.import", "register", by=by, source=plan.source, **counts)
    return ledger


def _add_words(plan: Plan) -> None:
    """Groups and tags that the list brings."""
    references = load_references()
    everyone: list[Draft | Update] = [*plan.creations, *plan.updates]
    groups = {fold(one.group): one.group for one in everyone if one.group and fold(one.group)}
    tags = {fold(tag): tag for one in everyone for tag in one.tags if fold(tag)}
    insert(Group, ({"name": n, "folded": f} for f, n in groups.items() if f not in references.groups))
    insert(Tag, ({"name": n, "folded": f} for f, n in tags.items() if f not in references.tags))


def _create(plan: Plan, status: MemberStatus, references: References) -> list[int]:
    """New members; their ids in the order of the plan (asking the database for an order costs a statement each)."""
    ids: list[int] = []
    table: Any = Member.__table__
    told = ("siren", "foreign_number", "legal_name", "department_id")
    inserted = sa.insert(table).returning(table.c.id, *(table.c[name] for name in told))
    for drafts in in_turn(plan.creations):
        rows = [_member(draft, status, references, plan.source) for draft in drafts]
        found = {_key(*values): id for id, *values in db.session.execute(inserted, rows)}
        ids += [found[_key(*(row[name] for name in told))] for row in rows]
    return ids


def _key(siren: str | None, abroad: str | None, name: str, department_id: int | None) -> Any:
    return siren or abroad or (name, department_id)


def _member(draft: Draft, status: MemberStatus, references: References, source: str) -> dict[str, Any]:
    sectors = lines(draft, references)
    band = draft.headcount_band or (band_for(draft.headcount) if draft.headcount is not None else "")
    year = draft.year or clock.today().year
    names = [draft.name, draft.usual_name, *draft.other_names, *draft.brands.splitlines()]
    places = [word for site in draft.sites for word in (site.name, site.town, site.siret or "")]
    return {
        "legal_name": draft.name,
        "usual_name": draft.usual_name,
        "name_to_confirm": draft.name_to_confirm,
        "folded": search_text(names, draft.siren, places, abroad=draft.foreign_number, phone=draft.phone),
        "sort_key": sort_text(draft.usual_name, draft.name),
        "siren": draft.siren,
        "foreign_number": draft.foreign_number,
        "group_id": references.groups.get(fold(draft.group)) if draft.group else None,
        "category": draft.category or "other",
        "category_source": source if draft.category else "",
        "category_year": year if draft.category else None,
        "headcount_band": band,
        "headcount_source": source if band else "",
        "headcount_year": year if band else None,
        "turnover_euros": draft.turnover,
        "turnover_year": year if draft.turnover is not None else None,
        "activity_code": draft.activity.code if draft.activity else "",
        "activity_nomenclature": draft.activity.nomenclature if draft.activity else None,
        "description": draft.description,
        "website": draft.website,
        "phone": draft.phone,
        "email": draft.email,
        "brands": draft.brands,
        "network_id": references.networks.get(fold(draft.network)) if draft.network else None,
        "status": status_of(draft, status),
        "main_sector_id": sectors[0][0] if sectors else None,
        "department_id": references.departments.get(draft.department or ""),
    }


def _update(plan: Plan, references: References, ledger: Ledger) -> None:
    """Rows of `Member` with the version that was compared with; rows of sites."""
    members = [(update.member_id, update.version, _columns(update, references)) for update in plan.updates]
    if _update_rows(Member, members) != len(members):
        raise RegisterMoved(_("The register changed while the list was checked. Check it again."))
    sites = [(id, None, dict(columns)) for update in plan.updates for id, columns in update.site_columns.items()]
    _update_rows(Site, sites)
    for update, (member_id, version, columns) in zip(plan.updates, members, strict=True):
        ledger.noted(member_id, version, update.before, columns)
        for site_id, told in update.site_columns.items():
            ledger.noted_site(member_id, site_id, update.sites_before[site_id], told)


def _columns(update: Update, references: References) -> dict[str, Any]:
    columns = dict(update.columns)
    if update.group:
        columns["group_id"] = references.groups[fold(update.group)]
    if update.status:
        columns["status"] = update.status
    if update.sectors and not update.has_main_sector:
        columns["main_sector_id"] = update.sectors[0][0]
    return columns


def _update_rows(kind: Any, rows: Sequence[tuple[int, int | None, dict[str, Any]]]) -> int:
    """Rows (id, version or None, columns), one statement per set of columns; how many rows were found as expected."""
    table, found = kind.__table__, 0
    moment = {"new_updated_at": clock.now()} if "updated_at" in table.c else {}
    by_shape: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for id, version, columns in rows:
        values = {f"new_{name}": value for name, value in columns.items()} | moment
        by_shape[tuple(sorted(columns))].append({"of_id": id, **({"of_version": version} if version else {}), **values})
    for shape, given in by_shape.items():
        new: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in shape}
        if moment:
            new["updated_at"] = sa.bindparam("new_updated_at")
        statement = sa.update(table).where(table.c.id == sa.bindparam("of_id"))
        if "version" in table.c:
            statement = statement.where(table.c.version == sa.bindparam("of_version"))
            new["version"] = table.c.version + 1
        count = db.session.connection().execute(statement.values(**new), given).rowcount
        found += len(given) if count < 0 else count
    return found


def _add_parts(plan: Plan, ids: list[int], status: MemberStatus, references: References, ledger: Ledger) -> None:
    """Names, sites, status periods, sectors and tags of new and changed members."""
    fresh = list(zip(ids, plan.creations, strict=True))
    changed = [(update.member_id, update) for update in plan.updates]
    names = chain(((id, draft.other_names) for id, draft in fresh), ((id, update.names) for id, update in changed))
    insert_noted(MemberName, _distinct_names(names, plan.source), ledger)
    insert(Site, (_site(id, site, _head(d), references) for id, d in fresh for site in d.sites))
    insert_noted(Site, (_site(id, site, u.head_site, references) for id, u in changed for site in u.new_sites), ledger)
    _add_periods(_first_periods(fresh, status), plan, ledger)
    _add_assignments(
        chain(
            ((id, lines(draft, references), False) for id, draft in fresh),
            ((id, list(update.sectors), update.has_main_sector) for id, update in changed),
        ),
        ledger,
    )
    _set_roles(plan.updates, ledger)
    tags = chain(((id, draft.tags) for id, draft in fresh), ((id, update.tags) for id, update in changed))
    tagged = {(id, references.tags[fold(tag)]) for id, words in tags for tag in words if fold(tag)}
    insert(member_tag, ({"member_id": id, "tag_id": tag} for id, tag in sorted(tagged)))
    for id, tag in sorted(tagged):
        if id not in ledger.created:
            ledger.changed[id].setdefault("tags", []).append(tag)


def _head(draft: Draft) -> SiteDraft | None:
    """The first address that a list gives of a company is its head office's; a plant is not."""
    return draft.sites[0] if draft.sites and not draft.name_to_confirm else None


Period = tuple[int, str, date]


def _first_periods(fresh: Iterable[tuple[int, Draft]], status: MemberStatus) -> Iterator[Period]:
    """(member, status, from when) of new members: of one that is a member from the day that the list gives."""
    for id, draft in fresh:
        began = status_of(draft, status)
        is_told = draft.member_since is not None and began == MemberStatus.ACTIVE.value
        yield id, began, draft.member_since if is_told and draft.member_since else clock.today()


def _add_periods(fresh: Iterable[Period], plan: Plan, ledger: Ledger) -> None:
    today, reason = clock.today(), _("Import of %(source)s", source=plan.source or _("a list"))
    period = StatusPeriod
    ids = [update.member_id for update in plan.updates if update.status]
    for start in range(0, len(ids), CHUNK):
        open_now = sa.and_(period.member_id.in_(ids[start : start + CHUNK]), period.until_on.is_(None))
        closed = sa.update(period).where(open_now).values(until_on=today).returning(period.id, period.member_id)
        for id, member_id in db.session.execute(closed.execution_options(synchronize_session=False)):
            ledger.changed[member_id].setdefault("closed", []).append(id)
    begun = chain(fresh, _begun(plan.updates, today))
    rows = ({"member_id": id, "status": s, "from_on": day, "reason": reason} for id, s, day in begun)
    insert_noted(period, rows, ledger)
    _move_beginnings(plan.updates, ledger)


def _begun(updates: Iterable[Update], today: date) -> Iterator[Period]:
    """Periods that known members get: another status, or the first of one that had none."""
    for one in updates:
        if one.status or (one.since and one.since.period_id is None):
            yield one.member_id, one.status or MemberStatus.ACTIVE.value, one.since.on if one.since else today


def _move_beginnings(updates: Iterable[Update], ledger: Ledger) -> None:
    """Periods that began earlier than the register knew."""
    moved = [
        (one.member_id, one.since.period_id, one.since)
        for one in updates
        if one.since and one.since.period_id is not None
    ]
    _update_rows(StatusPeriod, [(id, None, {"from_on": since.on}) for _member, id, since in moved])
    for member_id, id, since in moved:
        ledger.noted_columns(member_id, StatusPeriod.__tablename__, id, {"from_on": since.was}, {"from_on": since.on})


def _add_assignments(named: Iterable[tuple[int, list[Line], bool]], ledger: Ledger) -> None:
    """(member, sectors, has it a main one already): the first of a member's sectors is its main one."""
    insert_noted(
        SectorAssignment,
        (
            {"member_id": id, "sector_id": sector_id, "role_id": role_id, "is_main": n == 0 and not has_main}
            | {"from_on": clock.today()}
            for id, sectors, has_main in named
            for n, (sector_id, role_id) in enumerate(sectors)
        ),
        ledger,
    )


def _set_roles(updates: Iterable[Update], ledger: Ledger) -> None:
    """The role in a sector that the member is in already."""
    told = [(one.member_id, *role) for one in updates for role in one.roles]
    _update_rows(SectorAssignment, [(id, None, {"role_id": after}) for _member, id, _before, after in told])
    for member_id, id, before, after in told:
        ledger.noted_columns(member_id, SectorAssignment.__tablename__, id, {"role_id": before}, {"role_id": after})


def _distinct_names(named: Iterable[tuple[int, Sequence[str]]], source: str) -> Iterable[dict[str, Any]]:
    """Other spellings, one per folded form."""
    for member_id, names in named:
        for folded, name in {fold(name): name for name in reversed(names)}.items():
            if folded:
                yield {"member_id": member_id, "name": name, "folded": folded, "source": source}


def _site(member_id: int, site: SiteDraft, head: SiteDraft | None, references: References) -> dict[str, Any]:
    return {
        "member_id": member_id,
        "siret": site.siret,
        "name": site.name,
        "address": site.address,
        "postal_code": site.postal_code,
        "town": f"{site.town}, {site.country}" if site.country and site.town else site.town or site.country,
        "department_id": references.departments.get(site.department or ""),
        "is_head": site is head,
    }
