"""What the forms of relays offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority, Programme
from cara_crm.members.models import MemberCategory, MemberStatus, Tag
from cara_crm.positions.models import Position, PositionState
from cara_crm.relays.models import Recipient, Relay, RelayKind
from cara_crm.relays.queries.journal import visible
from cara_crm.sectors.models import Sector, ValueChainRole
from cara_crm.territory.models import Department
from cara_crm.workgroups.models import Workgroup
from cara_crm.workgroups.queries import offered as workgroups_offered


@dataclass(frozen=True)
class Filed:
    """A priority or programme, with the short name of its federation."""

    id: int
    federation: str
    name_fr: str
    name_en: str

    def name_in(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_fr


@dataclass(frozen=True)
class Choices:
    """What the forms of relays offer: reference values in use."""

    sectors: list[Sector]
    federations: list[Federation]
    roles: list[ValueChainRole]
    departments: list[tuple[int, str]]
    workgroups: list[Workgroup]
    tags: list[tuple[int, str]]
    priorities: list["Filed"]
    programmes: list["Filed"]
    asked: list[Relay]
    categories: tuple[MemberCategory, ...] = tuple(MemberCategory)
    statuses: tuple[MemberStatus, ...] = tuple(MemberStatus)


@dataclass(frozen=True)
class Recordable:
    """What the form for what passed elsewhere offers."""

    sectors: list[Sector]
    federations: list[Federation]
    positions: list[Position]


def recordable(actor: Actor) -> Recordable:
    """Retired values are not offered; positions are those that went up, in the actor's sectors, the latest first."""
    scope = [] if actor.sector_ids is None else [Position.sectors.any(Sector.id.in_(actor.sector_ids))]
    open_positions = (
        sa.select(Position)
        .where(Position.state.in_((PositionState.APPROVED, PositionState.RELAYED, PositionState.ANSWERED)), *scope)
        .options(joinedload(Position.federation))
        .order_by(Position.id.desc())
        .limit(100)
    )
    return Recordable(_sectors(actor), _in_use(Federation), list(db.session.scalars(open_positions)))


def _sectors(actor: Actor) -> list[Sector]:
    return [one for one in _in_use(Sector) if actor.sector_ids is None or one.id in actor.sector_ids]


def choices(actor: Actor) -> Choices:
    """For writing: retired values are not offered."""
    filed, plain = _filed(), _plain()
    return Choices(
        sectors=_sectors(actor),
        federations=_in_use(Federation),
        roles=_in_use(ValueChainRole),
        departments=[(row.id, row.words) for row in plain if row.kind == "department"],
        workgroups=workgroups_offered(actor),
        asked=_that_asked(actor),
        priorities=[Filed(*row[1:5]) for row in filed if row.kind == "priority"],
        programmes=[Filed(*row[1:5]) for row in filed if row.kind == "programme"],
        tags=[(row.id, row.words) for row in plain if row.kind == "tag"],
    )


def _filed() -> Sequence[Any]:
    """Priorities and programmes by federation, in one statement."""
    both = sa.union_all(_filed_as(Priority, "priority"), _filed_as(Programme, "programme")).subquery()
    ordered = (both.c.kind, both.c.of_federation, both.c.short_name, both.c.ordinal, both.c.id)
    return db.session.execute(sa.select(both).order_by(*ordered)).all()


def _filed_as(kind: Any, name: str) -> Any:
    shown = (sa.literal(name).label("kind"), kind.id, Federation.short_name, kind.name_fr, kind.name_en)
    place = (Federation.ordinal.label("of_federation"), kind.ordinal)
    in_use = (kind.retired_on.is_(None), Federation.retired_on.is_(None))
    return sa.select(*shown, *place).join(kind.federation).where(*in_use)


def _plain() -> Sequence[Any]:
    """Departments by code and tags by name, in one statement."""
    words = (Department.code + " " + Department.name).label("words")
    departments = sa.select(
        sa.literal("department").label("kind"), Department.id, words, Department.code.label("place")
    )
    tags = sa.select(sa.literal("tag"), Tag.id, Tag.name, Tag.folded)
    both = sa.union_all(departments, tags).subquery()
    return db.session.execute(sa.select(both).order_by(both.c.kind, both.c.place, both.c.id)).all()


def _in_use(kind: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(kind).where(kind.retired_on.is_(None)).order_by(kind.ordinal, kind.id)))


def _that_asked(actor: Actor) -> list[Relay]:
    """Calls and events that somebody was interested in, or registered for, the latest first."""
    said = sa.or_(Recipient.interested_at.is_not(None), Recipient.registered_at.is_not(None))
    answered = sa.exists().where(Recipient.relay_id == Relay.id, said)
    asked = sa.select(Relay).where(Relay.kind.in_((RelayKind.OPPORTUNITY, RelayKind.EVENT)), *visible(actor), answered)
    return list(db.session.scalars(asked.order_by(Relay.happened_at.desc(), Relay.id.desc()).limit(30)))
