"""What a list may show of its members beyond their own line: one statement for a page of them, whatever is shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.members.models import (
    AccountManager,
    Group,
    Member,
    MemberName,
    Network,
    SectorAssignment,
    Site,
    StatusPeriod,
    Tag,
    member_tag,
)
from cara_crm.sectors.models import Sector, ValueChainRole

SEVERAL = "; "
AS_THEY_ARE = (
    "legal_name", "headcount_band", "activity_code", "website", "brands", "foreign_number", "phone", "email",
)  # fmt: skip
Value = sa.ColumnElement[Any]


def details(ids: Sequence[int], values: Mapping[str, Value]) -> dict[int, Any]:
    """Id → row with these values; each is an expression on `Member`. None are asked for nothing."""
    if not ids or not values:
        return {}
    select = sa.select(Member.id, *(value.label(name) for name, value in values.items())).where(Member.id.in_(ids))
    return {row.id: row for row in db.session.execute(select)}


def values(language: str) -> dict[str, Value]:
    """What the register itself knows of a member today, by the name of its column; several are parted by SEVERAL."""
    today = clock.today()
    return {
        **{name: _of_head(name) for name in ("siret", "address", "postal_code")},
        **{name: getattr(Member, name) for name in AS_THEY_ARE},
        "turnover": Member.turnover_euros,
        "changed": Member.updated_at,
        "sectors": _sectors(language, today),
        "role": _roles(language, today),
        "since": _since(today),
        "manager": joined(own_manager()),
        "tags": joined(own_tags()),
        "other_names": joined(own_names()),
        "group": _one(Group.name, Group.id == Member.group_id),
        "network": _one(_name_in(Network, language), Network.id == Member.network_id),
    }


def _of_head(name: str) -> Value:
    """A fact of the head office."""
    return _one(getattr(Site, name), Site.member_id == Member.id, Site.is_head)


def _one(column: Any, *where: Any) -> Value:
    return sa.select(column).where(*where).correlate(Member).limit(1).scalar_subquery()


def joined(select: sa.Select[Any], between: str = SEVERAL) -> Value:
    """The column `word` of some rows as one text, in their order."""
    rows = select.correlate(Member).subquery()
    return sa.select(sa.func.aggregate_strings(rows.c.word, between)).scalar_subquery()


def _name_in(kind: Any, language: str) -> Any:
    return sa.func.coalesce(sa.func.nullif(kind.name_en, ""), kind.name_fr) if language == "en" else kind.name_fr


def _held(today: date) -> tuple[Any, ...]:
    line = SectorAssignment
    ended = sa.and_(line.until_on.is_not(None), line.until_on < today)
    return (line.member_id == Member.id, line.from_on <= today, ~ended)


def _sectors(language: str, today: date) -> Value:
    main = sa.func.max(sa.case((SectorAssignment.is_main, 1), else_=0))
    return joined(
        sa.select(_name_in(Sector, language).label("word"))
        .join(SectorAssignment, SectorAssignment.sector_id == Sector.id)
        .where(*_held(today))
        .group_by(Sector.id)
        .order_by(main.desc(), Sector.ordinal)
    )


def _roles(language: str, today: date) -> Value:
    return joined(
        sa.select(_name_in(ValueChainRole, language).label("word"))
        .join(SectorAssignment, SectorAssignment.role_id == ValueChainRole.id)
        .where(*_held(today))
        .group_by(ValueChainRole.id)
        .order_by(ValueChainRole.ordinal)
    )


def _since(today: date) -> Value:
    """The first day of the present status; a day to come is not it."""
    period = StatusPeriod
    first = sa.select(sa.func.max(period.from_on)).where(period.member_id == Member.id, period.from_on <= today)
    return first.correlate(Member).scalar_subquery()


def own_manager() -> sa.Select[Any]:
    return (
        sa.select(User.name.label("word"))
        .join(AccountManager, AccountManager.user_id == User.id)
        .where(AccountManager.member_id == Member.id, AccountManager.until_on.is_(None))
        .order_by(User.name)
    )


def own_names() -> sa.Select[Any]:
    return sa.select(MemberName.name.label("word")).where(MemberName.member_id == Member.id).order_by(MemberName.id)


def own_tags() -> sa.Select[Any]:
    return (
        sa.select(Tag.name.label("word"))
        .join(member_tag, member_tag.c.tag_id == Tag.id)
        .where(member_tag.c.member_id == Member.id)
        .order_by(Tag.folded)
    )
