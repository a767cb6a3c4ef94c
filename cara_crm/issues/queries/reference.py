"""What an issue is filed under: sectors of a member, federations of sectors, priorities."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Mandate, Priority
from cara_crm.members.models import SectorAssignment
from cara_crm.sectors.models import Sector


def sectors_of_member(member_id: int, on: date | None = None) -> list[Sector]:
    """The sectors a member belongs to on a day (today), its main one first."""
    day = on or clock.today()
    query = (
        sa.select(Sector)
        .join(SectorAssignment, SectorAssignment.sector_id == Sector.id)
        .where(SectorAssignment.member_id == member_id, SectorAssignment.from_on <= day)
        .where(sa.or_(SectorAssignment.until_on.is_(None), SectorAssignment.until_on >= day))
        .order_by(SectorAssignment.is_main.desc(), Sector.ordinal)
    )
    return list(dict.fromkeys(db.session.scalars(query)))


def federations_of_sectors(sector_ids: Iterable[int], on: date | None = None) -> list[Federation]:
    """The federations for which the cluster holds a mandate on a day (today) in one of these sectors."""
    day = on or clock.today()
    query = (
        sa.select(Federation)
        .join(Mandate, Mandate.federation_id == Federation.id)
        .where(Mandate.sector_id.in_(list(sector_ids)), Mandate.from_on <= day)
        .where(sa.or_(Mandate.until_on.is_(None), Mandate.until_on >= day))
        .order_by(Federation.ordinal)
    )
    return list(dict.fromkeys(db.session.scalars(query)))


def sectors() -> list[Sector]:
    """Sectors that are not retired, in order."""
    return list(db.session.scalars(sa.select(Sector).where(Sector.retired_on.is_(None)).order_by(Sector.ordinal)))


def priorities() -> list[tuple[Federation, Priority]]:
    """Every federation's priorities that are not retired, in order."""
    query = (
        sa.select(Federation, Priority)
        .join(Priority, Priority.federation_id == Federation.id)
        .where(Priority.retired_on.is_(None), Federation.retired_on.is_(None))
        .order_by(Federation.ordinal, Priority.ordinal)
    )
    return [(federation, priority) for federation, priority in db.session.execute(query)]


def federations() -> list[Federation]:
    """Federations that are not retired, in order."""
    query = sa.select(Federation).where(Federation.retired_on.is_(None)).order_by(Federation.ordinal)
    return list(db.session.scalars(query))
