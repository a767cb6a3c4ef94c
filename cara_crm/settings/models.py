"""What the administrator decides for the whole house, and the cluster's own page."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cara_crm.core.db import Base, Named, Timestamps, pk


class Setting(Timestamps, Base):
    """One value by name (`confidentiality.k`, `demonstration`, `cluster.name`…)."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(sa.JSON)


class Milestone(Named, Base):
    """A step of the cluster's history. `name_*` is its title."""

    __tablename__ = "milestone"

    id: Mapped[pk]
    year: Mapped[int]
    text_fr: Mapped[str]
    text_en: Mapped[str]
    ordinal: Mapped[int] = mapped_column(default=0)


class KeyFigure(Named, Base):
    """A figure of the cluster's page. `name_*` says what is counted."""

    __tablename__ = "key_figure"

    id: Mapped[pk]
    value: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    ordinal: Mapped[int] = mapped_column(default=0)
