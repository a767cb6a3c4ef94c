"""What is written again and again, kept to begin from."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.relays.models.kinds import RelayKind


class RelayTemplate(Timestamps, Base):
    """For the whole team. `words`: the columns of a relay by name, and the `questions` of a consultation; `audience`:
    its rule, without people."""

    __tablename__ = "relay_template"

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[RelayKind] = enum_column(RelayKind)
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")

    created_by: Mapped[User | None] = relationship()
