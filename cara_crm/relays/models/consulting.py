"""What a consultation asks, and what a member answers."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.core import clock
from cara_crm.core.db import Base, enum_column, pk, reference
from cara_crm.members.models import Member
from cara_crm.relays.models.kinds import QuestionKind


class Question(Base):
    """One question of a consultation. `options` of a choice; its answers are kept by their place in that list."""

    __tablename__ = "relay_question"

    id: Mapped[pk]
    relay_id: Mapped[int] = reference("relay.id", ondelete="CASCADE")
    ordinal: Mapped[int]
    kind: Mapped[QuestionKind] = enum_column(QuestionKind)
    words: Mapped[str]
    words_en: Mapped[str] = mapped_column(default="")
    options: Mapped[list[Any]] = mapped_column(default=list)
    options_en: Mapped[list[Any]] = mapped_column(default=list)

    def name_in(self, language: str) -> str:
        return self.words_en if language == "en" and self.words_en else self.words

    def options_in(self, language: str) -> list[str]:
        return self.options_en if language == "en" and self.options_en else self.options


class Response(Base):
    """What a member answers to a consultation: one a member, `values` by the questions' ids. Raw words."""

    __tablename__ = "relay_response"
    __table_args__ = (sa.UniqueConstraint("relay_id", "member_id"),)

    id: Mapped[pk]
    relay_id: Mapped[int] = reference("relay.id", ondelete="CASCADE")
    member_id: Mapped[int] = reference("member.id")
    contact_id: Mapped[int | None] = reference("contact.id", ondelete="SET NULL")
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member] = relationship()
