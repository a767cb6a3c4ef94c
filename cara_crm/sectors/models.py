"""What the cluster works on."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.core.db import Base, Named, pk, reference


class Sector(Named, Base):
    __tablename__ = "sector"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    ordinal: Mapped[int] = mapped_column(default=0)


class ValueChainRole(Named, Base):
    """A place in the value chain; without a sector it exists in every one."""

    __tablename__ = "value_chain_role"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    sector_id: Mapped[int | None] = reference("sector.id")
    ordinal: Mapped[int] = mapped_column(default=0)

    sector: Mapped[Sector | None] = relationship()


class SectorPopulation(Named, Base):
    """How many there are of a sector in the cluster's territory, members or not, by somebody else's count.

    `name_*` says what is counted ("establishments of 10 employees or more"), `source` and `counted_on` by whom and
    when.
    """

    __tablename__ = "sector_population"
    __table_args__ = (sa.CheckConstraint("count >= 0", name="counted"),)

    id: Mapped[pk]
    sector_id: Mapped[int] = reference("sector.id")
    count: Mapped[int]
    source: Mapped[str]
    counted_on: Mapped[date]

    sector: Mapped[Sector] = relationship()
