"""Drafts of reports that begin by themselves."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.federations.models import Federation
from cara_crm.sectors.models import Sector


class Rhythm(StrEnum):
    """On the first Monday of each, about the one before."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


report_plan_sector = sa.Table(
    "report_plan_sector",
    Base.metadata,
    sa.Column("plan_id", sa.ForeignKey("report_plan.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class ReportPlan(Timestamps, Base):
    """One federation and some of its sectors, a draft each rhythm, written by `writer`.

    `last_on`: the Monday of the last draft, or of the one before the plan was made. `trouble`: why the last draft could
    not be begun.
    """

    __tablename__ = "report_plan"

    id: Mapped[pk]
    federation_id: Mapped[int] = reference("federation.id")
    rhythm: Mapped[Rhythm] = enum_column(Rhythm)
    language: Mapped[str] = mapped_column(default="fr")
    writer_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    last_on: Mapped[date]
    trouble: Mapped[str] = mapped_column(default="")

    federation: Mapped[Federation] = relationship()
    writer: Mapped[User | None] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=report_plan_sector, order_by=Sector.ordinal)
