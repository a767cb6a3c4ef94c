"""What relays are begun from."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.relays.models import RelayTemplate


def templates() -> list[RelayTemplate]:
    """All of them, by name."""
    query = sa.select(RelayTemplate).options(joinedload(RelayTemplate.created_by))
    return list(db.session.scalars(query.order_by(RelayTemplate.name, RelayTemplate.id)))


def template_for(template_id: int) -> RelayTemplate:
    """Raises NotVisible."""
    found = db.session.get(RelayTemplate, template_id)
    if found is None:
        raise NotVisible
    return found
