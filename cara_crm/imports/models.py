"""Lists on their way into the register, and what each of them wrote."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference


class ImportState(StrEnum):
    MAPPING = "mapping"
    CHECKED = "checked"
    DONE = "done"
    ABANDONED = "abandoned"


class MemberImport(Timestamps, Base):
    """A file on its way into the register: what was recognised, what was decided, what came of it."""

    __tablename__ = "member_import"

    id: Mapped[pk]
    file_id: Mapped[int] = reference("stored_file.id")
    state: Mapped[ImportState] = enum_column(ImportState, default=ImportState.MAPPING)
    mapping: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    result: Mapped[dict[str, object]] = mapped_column(sa.JSON, default=dict)
    user_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    job_id: Mapped[int | None] = reference("job.id", ondelete="SET NULL")
