"""Files that go with a member, or with a conversation."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.db import Base, enum_column, pk, reference
from cara_crm.files.models import StoredFile
from cara_crm.interactions.models import Interaction
from cara_crm.members.models import Member


class DocumentKind(StrEnum):
    STATUTES = "statutes"
    CHARTER = "charter"
    PRESENTATION = "presentation"
    LETTER = "letter"
    OTHER = "other"


class Document(Base):
    """A file with a title. Of one that was removed the bytes are gone; the line says who removed it, when and why.

    `is_confidential` ones are raw words of a member: for who reads those, and each reading is noted.
    """

    __tablename__ = "document"
    __table_args__ = (
        sa.CheckConstraint("(member_id IS NULL) <> (interaction_id IS NULL)", name="of_a_member_or_an_interaction"),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_reason = '')", name="removed_with_a_reason"),
        sa.CheckConstraint("removed_at IS NULL OR file_id IS NULL", name="removed_is_gone"),
    )

    id: Mapped[pk]
    member_id: Mapped[int | None] = reference("member.id")
    interaction_id: Mapped[int | None] = reference("interaction.id")
    file_id: Mapped[int | None] = reference("stored_file.id")
    kind: Mapped[DocumentKind] = enum_column(DocumentKind, default=DocumentKind.OTHER)
    title: Mapped[str]
    dated_on: Mapped[date | None]
    is_confidential: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    removed_reason: Mapped[str] = mapped_column(default="")

    member: Mapped[Member | None] = relationship()
    interaction: Mapped[Interaction | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    added_by: Mapped[User | None] = relationship(foreign_keys=[added_by_id])
