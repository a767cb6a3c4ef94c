"""The cluster's own page: its history, its key figures, what it works on and for whom."""

from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Mandate
from cara_crm.sectors.models import Sector
from cara_crm.settings.models import KeyFigure, Milestone
from cara_crm.settings.queries import values
from cara_crm.territory.models import Region

DEFINITION = "cluster.definition_"
DEFINITIONS = (f"{DEFINITION}fr", f"{DEFINITION}en")
T = TypeVar("T", Milestone, KeyFigure, Sector)


@dataclass(frozen=True)
class Profile:
    """`federations` maps a sector's id to the body for which the cluster represents it today.

    `definition` is what the administrator wrote about the cluster, by language; "" where nothing is written.
    """

    milestones: list[Milestone]
    figures: list[KeyFigure]
    sectors: list[Sector]
    federations: dict[int, Federation]
    regions: list[Region]
    definition: dict[str, str]


def profile() -> Profile:
    """What stands in the register today, retired values left out."""
    today = clock.today()
    mandates = db.session.scalars(sa.select(Mandate).options(joinedload(Mandate.federation)))
    return Profile(
        milestones=_current(Milestone, Milestone.year, Milestone.ordinal),
        figures=_current(KeyFigure, KeyFigure.ordinal),
        sectors=_current(Sector, Sector.ordinal),
        federations={one.sector_id: one.federation for one in mandates if one.holds_on(today)},
        regions=list(
            db.session.scalars(
                sa.select(Region)
                .where(Region.is_covered)
                .options(selectinload(Region.departments))
                .order_by(Region.name)
            )
        ),
        definition={key.removeprefix(DEFINITION): text or "" for key, text in values(*DEFINITIONS).items()},
    )


def _current(kind: type[T], *order: Any) -> list[T]:
    return list(db.session.scalars(sa.select(kind).where(kind.retired_on.is_(None)).order_by(*order)))
