"""The sectors that can be chosen today."""

from collections.abc import Sequence

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.sectors.models import Sector


def sectors_in_use() -> Sequence[Sector]:
    """Every sector that is not retired, in the order of the cluster."""
    return db.session.scalars(
        sa.select(Sector).where(Sector.retired_on.is_(None)).order_by(Sector.ordinal, Sector.id)
    ).all()
