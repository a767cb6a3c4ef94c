"""Lists on their way into the register, and what each of them wrote."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.files.models import StoredFile


class ImportState(StrEnum):
    MAPPING = "mapping"
    CHECKED = "checked"
    DONE = "done"
    UNDONE = "undone"
    ABANDONED = "abandoned"


class MemberImport(Timestamps, Base):
    """A file on its way into the register: what was recognised, what was decided, what came of it.

    `marks` are the largest ids of each table when it was written: what hangs on a new member with a larger one came
    later.
    """

    __tablename__ = "member_import"
    __table_args__ = (sa.CheckConstraint("state <> 'undone' OR undone_at IS NOT NULL", name="undone_at_a_moment"),)

    id: Mapped[pk]
    file_id: Mapped[int] = reference("stored_file.id")
    state: Mapped[ImportState] = enum_column(ImportState, default=ImportState.MAPPING)
    mapping: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    result: Mapped[dict[str, object]] = mapped_column(sa.JSON, default=dict)
    marks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    user_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    job_id: Mapped[int | None] = reference("job.id", ondelete="SET NULL")
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")

    file: Mapped[StoredFile] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])


class ImportedMember(Base):
    """One member that an import made (`is_new`) or changed. `changes` is as `members.imports.ledger` writes it; of a
    new one it holds only the number of its tags. No foreign key: what is taken back keeps its line here."""

    __tablename__ = "imported_member"
    __table_args__ = (sa.UniqueConstraint("import_id", "member_id"),)

    id: Mapped[pk]
    import_id: Mapped[int] = reference("member_import.id", ondelete="CASCADE")
    member_id: Mapped[int] = mapped_column(index=True)
    is_new: Mapped[bool]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ColumnMapping(Timestamps, Base):
    """Which column of lists with these headers is what: {header: field, or "" to leave it out}.

    `signature` is of the headers in any order, folded; `folded` is the name by which a command asks for it.
    """

    __tablename__ = "column_mapping"

    id: Mapped[pk]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    signature: Mapped[str] = mapped_column(unique=True)
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    used_at: Mapped[datetime] = mapped_column(default=clock.now)
    user_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")

    user: Mapped[User | None] = relationship()
