"""What people keep of a list: its filters under a name; and what was done to many of its records at once."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, pk, reference


class SavedView(Timestamps, Base):
    """An address of a list under a name: `place` is the list, `query` its filters as they stand in the address.

    The one without a name is a person's habit: the columns of the list where its address says nothing of them.
    """

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("user_id", "place", "name"),)

    id: Mapped[pk]
    user_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE")
    place: Mapped[str]
    name: Mapped[str]
    query: Mapped[str] = mapped_column(default="")
    is_shared: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = relationship()


class BulkChange(Base):
    """One change to many records: `done` has for each the numbers of the rows by which it is undone."""

    __tablename__ = "bulk_change"

    id: Mapped[pk]
    kind: Mapped[str]
    wish: Mapped[dict[str, Any]] = mapped_column(default=dict)
    done: Mapped[list[Any]] = mapped_column(default=list)
    user_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    left: Mapped[int] = mapped_column(default=0)

    user: Mapped[User | None] = relationship()
