"""Members as flat rows for a spreadsheet: exactly what the list shows, in its order."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.reaching import FRANCE
from cara_crm.extensions import db
from cara_crm.members.models import Group, Member, Network, SectorAssignment, Site
from cara_crm.members.queries.details import joined, own_names, own_tags
from cara_crm.members.queries.register import KEY, LINE, Filters, listed
from cara_crm.sectors.models import Sector
from cara_crm.territory.models import Department

CHUNK = 2000
COLUMNS = (
    "name", "siren", "foreign_number", "usual_name", "other_names", "brands", "siret", "category", "category_year",
    "status", "sectors", "department", "address", "postal_code", "town", "activity", "headcount_band",
    "headcount_year", "turnover", "turnover_year", "group", "network", "tags", "phone", "email", "website",
    "description", "name_to_confirm",
)  # fmt: skip
OWN = ("siren", "foreign_number", "usual_name", "email", "website", "description")


def exported(actor: Actor, filters: Filters) -> Iterator[Sequence[Any]]:
    """The cells of COLUMNS for each member of the list, by name; several are joined with "; " and None is unknown."""
    select = (
        listed(actor, filters)
        .with_only_columns(*(_values()[name].label(name) for name in COLUMNS))
        .outerjoin(Department, Department.id == Member.department_id)
        .outerjoin(Group, Group.id == Member.group_id)
        .outerjoin(Network, Network.id == Member.network_id)
        .outerjoin(Site, Site.id == _head())
        .order_by(*KEY.columns)
        .execution_options(yield_per=CHUNK)
    )
    return iter(db.session.execute(select))


def _values() -> dict[str, Any]:
    """Column → what the register says of it; codes, so that the same file can be imported again."""
    line = SectorAssignment
    held = sa.or_(line.until_on.is_(None), line.until_on >= clock.today())
    sectors = sa.select(Sector.code.label("word")).join(line, line.sector_id == Sector.id).where(held)
    return {
        **{name: _known(getattr(Site, name)) for name in ("siret", "address", "postal_code", "town")},
        **{name: _known(getattr(Member, name)) for name in OWN},
        **{name: getattr(Member, name) for name in ("category_year", "headcount_year", "turnover_year")},
        **{name: sa.type_coerce(getattr(Member, name), sa.Text) for name in ("category", "status")},
        "name": Member.legal_name,
        "other_names": joined(own_names()),
        "brands": _known(sa.func.replace(Member.brands, "\n", "; ")),
        "sectors": joined(sectors.where(line.member_id == Member.id).order_by(line.is_main.desc(), Sector.ordinal)),
        "department": Department.code,
        "activity": _known(Member.activity_code),
        "headcount_band": _known(Member.headcount_band),
        "phone": _known(_dialled(Member.phone)),
        "turnover": Member.turnover_euros,
        "group": Group.name,
        "network": Network.name_fr,
        "tags": joined(own_tags()),
        "name_to_confirm": Member.name_to_confirm,
    }


def _dialled(phone: Any) -> Any:
    """As `reaching.dialled`: what begins with a sign would be a formula in a CSV."""
    here = sa.literal("0").concat(sa.func.substr(phone, len(FRANCE) + 1))
    return sa.case((phone.startswith(FRANCE, autoescape=True), here), else_=phone)


def _known(column: Any) -> Any:
    return sa.func.nullif(column, "")


def _head() -> Any:
    """Its head office: one, though two may be marked."""
    own = sa.select(sa.func.max(Site.id)).where(Site.member_id == Member.id, Site.is_head)
    return own.correlate(Member).scalar_subquery()


def lines(actor: Actor, filters: Filters, *, descending: bool = False) -> Iterator[Sequence[Any]]:
    """The lines of the list in its order, whatever their number: some at a time, with the columns of LINE."""
    return chunks(listed(actor, filters).with_only_columns(*LINE), descending=descending)


def chunks(select: sa.Select[Any], *, descending: bool = False) -> Iterator[Sequence[Any]]:
    """Rows (with `sort_key` and `id`) of a select of members by name, CHUNK at a time."""
    order = [column.desc() if descending else column.asc() for column in KEY.columns]
    edge, after = sa.tuple_(*KEY.columns), select
    while rows := db.session.execute(after.order_by(*order).limit(CHUNK)).all():
        yield rows
        last = sa.tuple_(sa.literal(rows[-1].sort_key, KEY.columns[0].type), rows[-1].id)
        after = select.where(edge < last if descending else edge > last)
