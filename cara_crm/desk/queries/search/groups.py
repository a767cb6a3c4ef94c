"""Working groups and commissions, by name or purpose."""

from collections.abc import Iterator

import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.languages import label
from cara_crm.desk.queries.search.hits import SHOWN, Hit, Kind, Why
from cara_crm.extensions import db
from cara_crm.workgroups.models import Workgroup
from cara_crm.workgroups.queries import visible


def workgroups(actor: Actor, words: list[str]) -> Iterator[Hit]:
    """They are few: their folded text is read as it is."""
    held = (Workgroup.folded.contains(word, autoescape=True) for word in words)
    query = sa.select(Workgroup).where(Workgroup.archived_on.is_(None), *held, *visible(actor))
    for one in db.session.scalars(query.order_by(Workgroup.sort_key, Workgroup.id).limit(SHOWN)):
        why = None if all(word in fold(one.name) for word in words) else Why.TEXT
        yield Hit(Kind.WORKGROUP, one.id, one.name, label(one.kind), why)
