"""Years of membership, the colleges that they are in, and the fees that a year asks for."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.core.db import Base, Named, enum_column, pk, reference
from cara_crm.members.models import Member, MemberCategory


class College(Named, Base):
    """A college of the association's members. `fee_euros` holds where the year's grid has no line that fits."""

    __tablename__ = "college"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True)
    fee_euros: Mapped[int | None]
    ordinal: Mapped[int] = mapped_column(default=0)


class FeeRate(Base):
    """One line of a year's grid: what members of a category pay from a headcount on, in a college.

    `from_band` is INSEE's code of the smallest headcount it holds for; "" holds for any, known or not.
    """

    __tablename__ = "fee_rate"
    __table_args__ = (
        sa.UniqueConstraint("year", "college_id", "category", "from_band"),
        sa.CheckConstraint("euros >= 0", name="fee_is_not_negative"),
    )

    id: Mapped[pk]
    year: Mapped[int]
    college_id: Mapped[int] = reference("college.id")
    category: Mapped[MemberCategory] = enum_column(MemberCategory)
    from_band: Mapped[str] = mapped_column(default="")
    euros: Mapped[int]

    college: Mapped[College] = relationship()


class Membership(Base):
    """One year of membership.

    `proposed_euros` is what the grid said when the fee was set; another fee has its `fee_reason`. `call_file_id` is
    the call as it was sent, `calls` how often there was one (a wrong call is taken back and made anew), `reminders`
    how many followed the present one. `paid_undated`: it was paid, and nobody told the day; `paid_on` is None then.
    """

    __tablename__ = "membership"
    __table_args__ = (
        sa.UniqueConstraint("member_id", "year"),
        sa.Index("ix_membership_year", "year"),
        sa.CheckConstraint("(reminders = 0) = (reminded_on IS NULL)", name="reminded_on_once_reminded"),
    )

    id: Mapped[pk]
    member_id: Mapped[int] = reference("member.id", ondelete="CASCADE")
    year: Mapped[int]
    college_id: Mapped[int | None] = reference("college.id")
    fee_euros: Mapped[int | None]
    proposed_euros: Mapped[int | None]
    fee_reason: Mapped[str] = mapped_column(default="")
    called_on: Mapped[date | None]
    call_file_id: Mapped[int | None] = reference("stored_file.id")
    calls: Mapped[int] = mapped_column(default=0)
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    paid_undated: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    member: Mapped[Member] = relationship(back_populates="memberships")
    college: Mapped[College | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @hybrid_property
    def is_paid(self) -> bool:
        """On whatever day, known or not."""
        return self.paid_on is not None or self.paid_undated

    @is_paid.inplace.expression
    @classmethod
    def _is_paid(cls) -> sa.ColumnElement[bool]:
        return sa.or_(cls.paid_on.is_not(None), cls.paid_undated)

    @property
    def number(self) -> str:
        """What a call is known by, on paper and on a bank's statement."""
        return f"{self.year}-{self.id:05d}"
