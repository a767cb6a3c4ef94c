"""What the cluster works on."""

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
