"""Records that are one: likely pairs, and merges with all that they moved, so that they can be undone."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.db import Base, enum_column, pk, reference

LOOK_JOB = "merging.look"


class MergeKind(StrEnum):
    """What is merged; the value is the name of the table."""

    MEMBER = "member"
    CONTACT = "contact"


class Merge(Base):
    """One record taken into another. `moved`, `stayed` and `changes` hold rows by table, as `merging.moving` writes
    them: what undoing needs. `kept_id` and `merged_id` are ids of the table that `kind` names."""

    __tablename__ = "merge"
    __table_args__ = (
        sa.Index("ix_merge_kept", "kind", "kept_id"),
        sa.Index("ix_merge_merged", "kind", "merged_id"),
        sa.CheckConstraint("kept_id <> merged_id", name="two_records"),
    )

    id: Mapped[pk]
    kind: Mapped[MergeKind] = enum_column(MergeKind, check="merge_kind")
    kept_id: Mapped[int]
    merged_id: Mapped[int]
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stayed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changes: Mapped[list[Any]] = mapped_column(default=list)
    left: Mapped[list[Any]] = mapped_column(default=list)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")

    by: Mapped[User | None] = relationship(foreign_keys=[by_id])


class Pair(Base):
    """Two records that may be one, `left_id` the smaller id. `reasons` are codes of `merging.likeness`.

    `decided_at` says that somebody found them to be two; such a pair outlives every new look.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        sa.UniqueConstraint("kind", "left_id", "right_id"),
        sa.Index("ix_duplicate_pair_list", "kind", "alike", "id"),
        sa.CheckConstraint("left_id < right_id", name="each_pair_once"),
        sa.CheckConstraint("alike BETWEEN 0 AND 100", name="alike_of_a_hundred"),
    )

    id: Mapped[pk]
    kind: Mapped[MergeKind] = enum_column(MergeKind, check="pair_kind")
    left_id: Mapped[int]
    right_id: Mapped[int]
    alike: Mapped[int]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
