"""How many there are of the sectors in the territory, by dated sources."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.extensions import db
from cara_crm.reports.material import InTerritory
from cara_crm.reports.queries.scope import Scope
from cara_crm.sectors.models import Sector, SectorPopulation


def counted_in_territory(scope: Scope) -> tuple[InTerritory, ...]:
    """Of each sector of the report the last count until the end of its period."""
    query = (
        sa.select(SectorPopulation)
        .join(SectorPopulation.sector)
        .where(
            SectorPopulation.sector_id.in_(scope.sector_ids),
            SectorPopulation.counted_on <= scope.period.end,
            SectorPopulation.retired_on.is_(None),
        )
        .order_by(Sector.ordinal, Sector.id, SectorPopulation.counted_on, SectorPopulation.id)
        .options(joinedload(SectorPopulation.sector))
    )
    last = {one.sector: one for one in db.session.scalars(query)}
    return tuple(
        InTerritory(sector.name_in(scope.language), one.count, one.name_in(scope.language), one.source, one.counted_on)
        for sector, one in last.items()
    )
