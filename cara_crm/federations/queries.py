"""The federations that can be chosen today."""

from collections.abc import Sequence

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.federations.models import Federation


def federations_in_use() -> Sequence[Federation]:
    """Every federation that is not retired, in the order of the cluster."""
    return db.session.scalars(
        sa.select(Federation).where(Federation.retired_on.is_(None)).order_by(Federation.ordinal, Federation.id)
    ).all()
