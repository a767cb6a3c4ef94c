"""Members as flat rows for a spreadsheet: exactly what the list shows, in its order."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.members.models import Group, Member, MemberName, Network, SectorAssignment, Site, Tag, member_tag
from cara_crm.members.queries.register import KEY, LINE_COLUMNS, Filters, listed
from cara_crm.sectors.models import Sector
from cara_crm.territory.models import Department

CHUNK = 2000
COLUMNS = (
    "name", "siren", "usual_name", "other_names", "siret", "category", "category_year", "status", "sectors",
    "department", "address", "postal_code", "town", "activity", "headcount_band", "headcount_year", "turnover",
    "turnover_year", "group", "network", "tags", "website", "description", "name_to_confirm",
)  # fmt: skip


def exported(actor: Actor, filters: Filters) -> Iterator[dict[str, Any]]:
    """One dict with COLUMNS per member; lists are joined with "; " and None is unknown."""
    departments = _words(Department.id, Department.code)
    groups = _words(Group.id, Group.name)
    networks = _words(Network.id, Network.name_fr)
    for rows in chunks(listed(actor, filters).with_only_columns(*Member.__table__.columns)):
        parts = _parts([row.id for row in rows])
        for row in rows:
            yield _flat(row._mapping, departments, groups, networks, parts[row.id])


def lines(actor: Actor, filters: Filters, *, descending: bool = False) -> Iterator[Sequence[Any]]:
    """The lines of the list in its order, whatever their number: some at a time, with the columns of LINE."""
    return chunks(listed(actor, filters).with_only_columns(*LINE_COLUMNS), descending=descending)


def chunks(select: sa.Select[Any], *, descending: bool = False) -> Iterator[Sequence[Any]]:
    """Rows (with `sort_key` and `id`) of a select of members by name, CHUNK at a time."""
    order = [column.desc() if descending else column.asc() for column in KEY.columns]
    edge, after = sa.tuple_(*KEY.columns), select
    while rows := db.session.execute(after.order_by(*order).limit(CHUNK)).all():
        yield rows
        last = sa.tuple_(sa.literal(rows[-1].sort_key, KEY.columns[0].type), rows[-1].id)
        after = select.where(edge < last if descending else edge > last)


def _words(id: Any, word: Any) -> dict[int, str]:
    return {row[0]: row[1] for row in db.session.execute(sa.select(id, word))}


def _parts(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Names, sectors, tags and head site of some members: a query each."""
    parts: dict[int, dict[str, Any]] = defaultdict(lambda: {"names": [], "sectors": [], "tags": [], "site": None})
    names = (
        sa.select(MemberName.member_id, MemberName.name).where(MemberName.member_id.in_(ids)).order_by(MemberName.id)
    )
    for member_id, name in db.session.execute(names):
        parts[member_id]["names"].append(name)
    line = SectorAssignment
    held = sa.or_(line.until_on.is_(None), line.until_on >= clock.today())
    lines = sa.select(line.member_id, Sector.code).join(Sector).where(line.member_id.in_(ids), held)
    for member_id, code in db.session.execute(lines.order_by(line.is_main.desc(), Sector.ordinal)):
        parts[member_id]["sectors"].append(code)
    tags = sa.select(member_tag.c.member_id, Tag.name).join(Tag).where(member_tag.c.member_id.in_(ids))
    for member_id, tag in db.session.execute(tags.order_by(Tag.folded)):
        parts[member_id]["tags"].append(tag)
    for site in db.session.execute(sa.select(Site.__table__).where(Site.member_id.in_(ids), Site.is_head)):
        parts[site.member_id]["site"] = site
    return parts


def _flat(
    row: Any, departments: dict[int, str], groups: dict[int, str], networks: dict[int, str], parts: dict[str, Any]
) -> dict[str, Any]:
    site = parts["site"]
    place = {k: getattr(site, k) if site else None for k in ("siret", "address", "postal_code", "town")}
    return {
        "name": row["legal_name"],
        "siren": row["siren"],
        "usual_name": row["usual_name"] or None,
        "other_names": "; ".join(parts["names"]) or None,
        "siret": place["siret"],
        "category": row["category"].value,
        "category_year": row["category_year"],
        "status": row["status"].value,
        "sectors": "; ".join(parts["sectors"]) or None,
        "department": departments.get(row["department_id"]),
        "address": place["address"] or None,
        "postal_code": place["postal_code"] or None,
        "town": place["town"] or None,
        "activity": row["activity_code"] or None,
        "headcount_band": row["headcount_band"] or None,
        "headcount_year": row["headcount_year"],
        "turnover": row["turnover_euros"],
        "turnover_year": row["turnover_year"],
        "group": groups.get(row["group_id"]),
        "network": networks.get(row["network_id"]),
        "tags": "; ".join(parts["tags"]) or None,
        "website": row["website"] or None,
        "description": row["description"] or None,
        "name_to_confirm": row["name_to_confirm"],
    }
