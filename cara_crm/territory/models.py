"""Regions and departments (Code officiel géographique, INSEE)."""

from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.core.db import Base, pk, reference


class Region(Base):
    """`is_covered`: the cluster works there."""

    __tablename__ = "region"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    is_covered: Mapped[bool] = mapped_column(default=False)

    departments: Mapped[list["Department"]] = relationship(back_populates="region", order_by="Department.id")


class Department(Base):
    __tablename__ = "department"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    region_id: Mapped[int] = reference("region.id")

    region: Mapped[Region] = relationship(back_populates="departments")
