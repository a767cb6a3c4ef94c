"""What was asked of the public registers when, what they said, and what was decided about each difference."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.core.db import Base, enum_column, pk, reference
from cara_crm.jobs.models import Job
from cara_crm.members.models import Member


class LookupState(StrEnum):
    """`choose`: several companies may be meant; `nothing`: the register knows none."""

    WAITING = "waiting"
    FOUND = "found"
    CHOOSE = "choose"
    NOTHING = "nothing"
    TROUBLE = "trouble"


class Trouble(StrEnum):
    """Why no answer came. Each has one sentence for the person who asked."""

    OFF = "off"
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    BUSY = "busy"
    REFUSED = "refused"
    BROKEN = "broken"
    NONSENSE = "nonsense"
    TOO_LARGE = "too_large"


class Fact(StrEnum):
    """What a register says, piece by piece: each is taken over by itself."""

    STATE = "state"
    NAME = "name"
    SIREN = "siren"
    SIRET = "siret"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    TOWN = "town"
    DEPARTMENT = "department"
    COORDINATES = "coordinates"
    ACTIVITY = "activity"
    CATEGORY = "category"
    HEADCOUNT = "headcount"


class FindingState(StrEnum):
    """`settled`: the register and the member agree again, without a decision."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    SETTLED = "settled"


class OfficialLookup(Base):
    """One a member: the last question and the last answer. `company` and `place` outlive a question without answer.

    `company` is `company.Company`, `place` `place.Place`, `candidates` a list of companies, as JSON; {} is nothing.
    No person is ever in them.
    """

    __tablename__ = "official_lookup"
    __table_args__ = (
        sa.CheckConstraint("(state = 'trouble') = (trouble IS NOT NULL)", name="trouble_says_which"),
        sa.CheckConstraint("state = 'waiting' OR answered_at IS NOT NULL", name="an_answer_has_its_moment"),
    )

    id: Mapped[pk]
    member_id: Mapped[int] = reference("member.id", ondelete="CASCADE", unique=True)
    state: Mapped[LookupState] = enum_column(LookupState)
    trouble: Mapped[Trouble | None] = enum_column(Trouble)
    asked_for: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime] = mapped_column(index=True)
    asked_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    job_id: Mapped[int | None] = reference("job.id", ondelete="SET NULL")
    answered_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None] = mapped_column(index=True)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    company: Mapped[dict[str, Any]] = mapped_column(default=dict)
    place: Mapped[dict[str, Any]] = mapped_column(default=dict)
    found_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None] = mapped_column(index=True)

    member: Mapped[Member] = relationship()
    job: Mapped[Job | None] = relationship()


class OfficialFinding(Base):
    """One difference between the register and a member; `value` is what the register says, written as a key.

    A dismissed one opens again when `value` changes. `is_notable`: it closed, moved, was renamed or changed size.
    """

    __tablename__ = "official_finding"
    __table_args__ = (
        sa.UniqueConstraint("member_id", "fact"),
        sa.Index("ix_official_finding_open", "state", "is_notable", "member_id"),
        sa.CheckConstraint(
            "(state IN ('accepted', 'dismissed')) = (decided_at IS NOT NULL)", name="decided_at_a_moment"
        ),
    )

    id: Mapped[pk]
    member_id: Mapped[int] = reference("member.id", ondelete="CASCADE")
    fact: Mapped[Fact] = enum_column(Fact)
    value: Mapped[str]
    is_notable: Mapped[bool] = mapped_column(default=False)
    state: Mapped[FindingState] = enum_column(FindingState, default=FindingState.OPEN)
    found_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")

    member: Mapped[Member] = relationship()
