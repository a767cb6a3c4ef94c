"""What is kept with an issue: its earlier words, its moves, what was written about it, its files."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.db import Base, enum_column, pk, reference
from cara_crm.files.models import StoredFile
from cara_crm.issues.models.issue import Issue
from cara_crm.issues.models.kinds import IssueState
from cara_crm.members.models import Member


class IssueVersion(Base):
    """Earlier words remain: `words` maps the fields of ISSUE_WORDS to text."""

    __tablename__ = "issue_version"
    __table_args__ = (sa.UniqueConstraint("issue_id", "number"),)

    id: Mapped[pk]
    issue_id: Mapped[int] = reference("issue.id", ondelete="CASCADE")
    number: Mapped[int]
    words: Mapped[dict[str, Any]]
    author_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    author_label: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    issue: Mapped[Issue] = relationship(back_populates="versions")


class IssueTransition(Base):
    """Each move has an author, a time and a reason."""

    __tablename__ = "issue_transition"

    id: Mapped[pk]
    issue_id: Mapped[int] = reference("issue.id", ondelete="CASCADE")
    from_state: Mapped[IssueState | None] = enum_column(IssueState, check="from_issue_state")
    to_state: Mapped[IssueState] = enum_column(IssueState, check="to_issue_state")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    actor_label: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")

    issue: Mapped[Issue] = relationship(back_populates="transitions")


class IssueMessage(Base):
    """Between the cluster and the author; internal notes are another table, so that the two never mix."""

    __tablename__ = "issue_message"

    id: Mapped[pk]
    issue_id: Mapped[int] = reference("issue.id", ondelete="CASCADE")
    is_from_member: Mapped[bool]
    author_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    author_label: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]

    issue: Mapped[Issue] = relationship(back_populates="messages")


class IssueNote(Base):
    """Seen by managers only."""

    __tablename__ = "issue_note"

    id: Mapped[pk]
    issue_id: Mapped[int] = reference("issue.id", ondelete="CASCADE")
    author_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    author_label: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    issue: Mapped[Issue] = relationship(back_populates="notes")


class IssueHelper(Base):
    """Who of the register helped to solve it in the region. The team sees it; the author where `is_named`: the helper
    agreed to that."""

    __tablename__ = "issue_helper"
    __table_args__ = (sa.UniqueConstraint("issue_id", "member_id"),)

    id: Mapped[pk]
    issue_id: Mapped[int] = reference("issue.id", ondelete="CASCADE", index=False)
    member_id: Mapped[int] = reference("member.id")
    contact_id: Mapped[int | None] = reference("contact.id")
    is_named: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    issue: Mapped[Issue] = relationship()
    member: Mapped[Member] = relationship()
    contact: Mapped[Contact | None] = relationship()

    @property
    def name(self) -> str:
        """The organisation, and who there."""
        return f"{self.member.name} ({self.contact.name})" if self.contact else self.member.name


class IssueAttachment(Base):
    __tablename__ = "issue_attachment"

    id: Mapped[pk]
    issue_id: Mapped[int] = reference("issue.id", ondelete="CASCADE")
    file_id: Mapped[int] = reference("stored_file.id")

    issue: Mapped[Issue] = relationship(back_populates="attachments")
    file: Mapped[StoredFile] = relationship()
