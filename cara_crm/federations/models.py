"""National bodies, their agenda and programmes, and the sectors for which the cluster represents them."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.core.db import Base, Named, pk, reference
from cara_crm.sectors.models import Sector
from cara_crm.territory.models import Region


class Federation(Named, Base):
    """`code` is what commands and files use (`PFA`, `FIF`, `FRANCE_VELO`); `short_name` what people say."""

    __tablename__ = "federation"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    description_fr: Mapped[str] = mapped_column(default="")
    description_en: Mapped[str] = mapped_column(default="")
    ordinal: Mapped[int] = mapped_column(default=0)

    priorities: Mapped[list["Priority"]] = relationship(back_populates="federation", order_by="Priority.ordinal")
    programmes: Mapped[list["Programme"]] = relationship(back_populates="federation", order_by="Programme.ordinal")
    mandates: Mapped[list["Mandate"]] = relationship(back_populates="federation", order_by="Mandate.id")


class Priority(Named, Base):
    """One axis of a federation's agenda. `own_code`: what the federation itself calls it in its documents."""

    __tablename__ = "priority"
    __table_args__ = (sa.UniqueConstraint("federation_id", "code"),)

    id: Mapped[pk]
    federation_id: Mapped[int] = reference("federation.id")
    code: Mapped[str]
    own_code: Mapped[str] = mapped_column(default="")
    ordinal: Mapped[int] = mapped_column(default=0)

    federation: Mapped[Federation] = relationship(back_populates="priorities")


class Programme(Named, Base):
    __tablename__ = "programme"
    __table_args__ = (sa.UniqueConstraint("federation_id", "code"),)

    id: Mapped[pk]
    federation_id: Mapped[int] = reference("federation.id")
    code: Mapped[str]
    description_fr: Mapped[str] = mapped_column(default="")
    description_en: Mapped[str] = mapped_column(default="")
    ordinal: Mapped[int] = mapped_column(default=0)

    federation: Mapped[Federation] = relationship(back_populates="programmes")


mandate_region = sa.Table(
    "mandate_region",
    Base.metadata,
    sa.Column("mandate_id", sa.ForeignKey("mandate.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("region_id", sa.ForeignKey("region.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Mandate(Base):
    """The cluster represents a sector for a federation, in regions, from a day until a day."""

    __tablename__ = "mandate"
    __table_args__ = (sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),)

    id: Mapped[pk]
    federation_id: Mapped[int] = reference("federation.id")
    sector_id: Mapped[int] = reference("sector.id")
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    federation: Mapped[Federation] = relationship(back_populates="mandates")
    sector: Mapped[Sector] = relationship()
    regions: Mapped[list[Region]] = relationship(secondary=mandate_region, order_by="Region.id")

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)
