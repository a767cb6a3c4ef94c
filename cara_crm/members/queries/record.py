"""One member with everything that its page shows, and the choices of its forms."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.accounts.models import User
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.languages import named
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.members.models import (
    AccountManager,
    Group,
    Member,
    Network,
    SectorAssignment,
    Site,
    Tag,
)
from cara_crm.members.queries.register import visible
from cara_crm.sectors.models import Sector, ValueChainRole
from cara_crm.territory.models import Department, Region


def member_for(actor: Actor, member_id: int) -> Member:
    """The member, alone. Raises NotVisible when it is missing or not this actor's to see."""
    found = db.session.scalar(sa.select(Member).where(Member.id == member_id, *visible(actor)))
    if found is None:
        raise NotVisible
    return found


def member_with_history(actor: Actor, member_id: int) -> Member:
    """The member with its status periods, sectors and managers. Raises NotVisible."""
    return _loaded(
        actor,
        member_id,
        selectinload(Member.status_periods),
        *_lines(),
        selectinload(Member.managers).joinedload(AccountManager.user),
    )


def member_with_facts(actor: Actor, member_id: int) -> Member:
    """The member with what its form shows. Raises NotVisible."""
    return _loaded(
        actor,
        member_id,
        joinedload(Member.group),
        selectinload(Member.tags),
        selectinload(Member.other_names),
        selectinload(Member.sites),
    )


def whole_member_for(actor: Actor, member_id: int) -> Member:
    """The member with what its sheet says. Raises NotVisible."""
    return _loaded(
        actor,
        member_id,
        joinedload(Member.group),
        joinedload(Member.network),
        joinedload(Member.department),
        joinedload(Member.tags),
        selectinload(Member.other_names),
        selectinload(Member.managers).joinedload(AccountManager.user),
        selectinload(Member.status_periods),
        selectinload(Member.sites).joinedload(Site.department),
        *_lines(),
    )


def _lines() -> tuple[Any, ...]:
    lines = selectinload(Member.assignments)
    return lines.joinedload(SectorAssignment.sector), lines.joinedload(SectorAssignment.role)


def _loaded(actor: Actor, member_id: int, *options: Any) -> Member:
    select = sa.select(Member).where(Member.id == member_id, *visible(actor)).options(*options)
    found = db.session.scalars(select).unique().one_or_none()
    if found is None:
        raise NotVisible
    return found


def sectors() -> list[Sector]:
    return list(db.session.scalars(sa.select(Sector).where(Sector.retired_on.is_(None)).order_by(Sector.ordinal)))


def departments() -> list[Any]:
    """Rows (id, code, name): those where the cluster works first, then the others, each by code."""
    select = sa.select(Department.id, Department.code, Department.name).join(Department.region)
    return list(db.session.execute(select.order_by(Region.is_covered.desc(), Department.code)))


@dataclass(frozen=True)
class Reference:
    """What a list is filtered by and read with, in a language: sectors by id, and rows of `departments()`."""

    sectors: dict[int, str]
    departments: list[Any]


def reference(language: str) -> Reference:
    """`sectors()` and `departments()` as names, with one statement."""
    rows = db.session.execute(_reference(language)).all()
    return Reference({row.id: row.name for row in rows if row.of == 0}, [row for row in rows if row.of == 1])


@cache
def _reference(language: str) -> sa.CompoundSelect[Any]:
    english = sa.func.coalesce(sa.func.nullif(Sector.name_en, ""), Sector.name_fr)
    name = english if language == "en" else Sector.name_fr
    place = sa.case((Region.is_covered, 0), else_=1)
    return sa.union_all(
        sa.select(
            sa.literal(0).label("of"),
            Sector.ordinal.label("place"),
            Sector.id.label("id"),
            sa.literal("").label("code"),
            name.label("name"),
        ).where(Sector.retired_on.is_(None)),
        sa.select(sa.literal(1), place, Department.id, Department.code, Department.name).join(Department.region),
    ).order_by("of", "place", "code")


def roles() -> list[ValueChainRole]:
    return _current(ValueChainRole)


def networks() -> list[Network]:
    return _current(Network)


def managers() -> list[User]:
    """Who of the team may look after a member."""
    team = User.role.in_([Role.MANAGER, Role.ADMINISTRATOR, Role.DIRECTOR])
    return list(db.session.scalars(sa.select(User).where(team, User.deactivated_at.is_(None)).order_by(User.name)))


def _current(kind: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(kind).where(kind.retired_on.is_(None)).order_by(kind.ordinal)))


def department_ids() -> dict[str, int]:
    """Code → id."""
    return {one.code: one.id for one in db.session.scalars(sa.select(Department))}


def sees(actor: Actor, member_id: int) -> bool:
    """Whether this member may be named to the actor."""
    return db.session.scalar(sa.select(Member.id).where(Member.id == member_id, *visible(actor))) is not None


def owner_of_siren(siren: str) -> Member | None:
    """Who has this SIREN, archived or not."""
    return db.session.scalar(sa.select(Member).where(Member.siren == siren))


def owner_of_foreign_number(number: str) -> Member | None:
    """Who has this number abroad, archived or not."""
    return db.session.scalar(sa.select(Member).where(Member.foreign_number == number))


def owner_of_siret(siret: str) -> Site | None:
    return db.session.scalar(sa.select(Site).where(Site.siret == siret))


def group_named(folded: str) -> Group | None:
    return db.session.scalar(sa.select(Group).where(Group.folded == folded))


def tags_named(folded: set[str]) -> list[Tag]:
    return list(db.session.scalars(sa.select(Tag).where(Tag.folded.in_(folded)))) if folded else []


def current_on(member: Member, day: date) -> list[SectorAssignment]:
    """The sectors that a loaded member is in on a day, the main one first."""
    return sorted((a for a in member.assignments if a.holds_on(day)), key=lambda a: (not a.is_main, a.sector.ordinal))


def sector_named(sector_id: int | None) -> str:
    """Its name in the present language."""
    return named(db.session.get(Sector, sector_id)) if sector_id else ""


def user_named(user_id: int | None) -> str:
    found = db.session.get(User, user_id) if user_id else None
    return found.name if found else ""
