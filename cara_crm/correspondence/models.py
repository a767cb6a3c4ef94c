"""Mails that a manager sent to the own address in the product, until they are kept as conversations or discarded."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import SecretAddress
from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.files.models import StoredFile
from cara_crm.interactions.models import MailDirection
from cara_crm.members.models import Member


class JournalAddress(SecretAddress):
    """To which a manager forwards mails. 80 bits: short enough for every mail program."""

    __tablename__ = "journal_address"
    PURPOSE, AUDITED, DIGITS = "journal", "journal_address", 20


class DraftState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    DISCARDED = "discarded"


class MailDraft(Timestamps, Base):
    """One mail for one manager. `key` is the message's (`Letter.key`): a line stays when the draft is settled, so that
    the same message makes no second one; its words do not.

    `people`: the correspondents as [{"address", "name"}], who wrote it first. `member_id` is set where their addresses
    name one member only. `came_from`: the sender's address where it is not the owner's. `left_out`: names of files that
    are not kept.
    """

    __tablename__ = "mail_draft"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "key"),
        sa.Index("ix_mail_draft_open", "user_id", "state", "arrived_at"),
        sa.CheckConstraint("(state = 'kept') = (kept_at IS NOT NULL)", name="kept_at_once_kept"),
    )

    id: Mapped[pk]
    user_id: Mapped[int] = reference("user_account.id", ondelete="CASCADE", index=False)
    key: Mapped[str]
    state: Mapped[DraftState] = enum_column(DraftState, default=DraftState.OPEN)
    arrived_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime]
    direction: Mapped[MailDirection | None] = enum_column(MailDirection, check="direction")
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    people: Mapped[list[Any]] = mapped_column(default=list)
    came_from: Mapped[str] = mapped_column(default="")
    is_cut: Mapped[bool] = mapped_column(default=False)
    left_out: Mapped[list[Any]] = mapped_column(default=list)
    member_id: Mapped[int | None] = reference("member.id")
    interaction_id: Mapped[int | None] = reference("interaction.id", ondelete="SET NULL")
    kept_at: Mapped[datetime | None]

    member: Mapped[Member | None] = relationship()
    files: Mapped[list["MailDraftFile"]] = relationship(
        back_populates="draft", cascade="all, delete-orphan", order_by="MailDraftFile.id"
    )

    @property
    def addresses(self) -> list[str]:
        return [str(one["address"]) for one in self.people]


class MailDraftFile(Base):
    """A file that came with the mail and may be kept."""

    __tablename__ = "mail_draft_file"

    id: Mapped[pk]
    draft_id: Mapped[int] = reference("mail_draft.id", ondelete="CASCADE")
    file_id: Mapped[int] = reference("stored_file.id")

    draft: Mapped[MailDraft] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()
