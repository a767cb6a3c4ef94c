"""Which drafts begin by themselves, and for whom to see."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.reports.models import ReportPlan
from cara_crm.sectors.models import Sector

MOST = 200


def _whole(*conditions: sa.ColumnElement[bool]) -> sa.Select[ReportPlan]:
    return (
        sa.select(ReportPlan)
        .join(ReportPlan.federation)
        .where(*conditions)
        .options(joinedload(ReportPlan.federation), joinedload(ReportPlan.writer), selectinload(ReportPlan.sectors))
        .order_by(Federation.ordinal, ReportPlan.id)
        .limit(MOST)
    )


def plans_for(actor: Actor) -> list[ReportPlan]:
    """Those about a sector in the actor's charge."""
    mine = [] if actor.sector_ids is None else [ReportPlan.sectors.any(Sector.id.in_(actor.sector_ids))]
    return list(db.session.scalars(_whole(*mine)))


def plan_for(actor: Actor, plan_id: int) -> ReportPlan:
    """One whose sectors are all in the actor's charge. Raises NotVisible."""
    found = db.session.scalar(_whole(ReportPlan.id == plan_id))
    if found is None or (actor.sector_ids is not None and not {one.id for one in found.sectors} <= actor.sector_ids):
        raise NotVisible
    return found


def every_plan() -> list[ReportPlan]:
    """All of them, for the clock."""
    return list(db.session.scalars(_whole()))
