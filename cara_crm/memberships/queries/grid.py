"""The fee grid of a year."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.members.models import MemberCategory
from cara_crm.memberships.fees import Rate, rank
from cara_crm.memberships.models import College, FeeRate

CATEGORIES = list(MemberCategory)


def colleges() -> Sequence[College]:
    """Those in use, in their order."""
    return db.session.scalars(sa.select(College).where(College.retired_on.is_(None)).order_by(College.ordinal)).all()


def lines_of(year: int) -> list[FeeRate]:
    """A year's lines with their colleges: by college, category and headcount."""
    found = sa.select(FeeRate).join(FeeRate.college).options(contains_eager(FeeRate.college))
    rows = db.session.scalars(found.where(FeeRate.year == year))
    return sorted(
        rows, key=lambda one: (one.college.ordinal, one.college_id, CATEGORIES.index(one.category), rank(one.from_band))
    )


def rates_of(year: int) -> list[Rate]:
    """The same as plain values, for the rule that proposes a fee."""
    return [Rate(one.college_id, one.category, one.from_band, one.euros) for one in lines_of(year)]


def flat_fees() -> dict[int, int]:
    """College → what it pays where the grid has no line."""
    return {one.id: one.fee_euros for one in colleges() if one.fee_euros is not None}


def years() -> list[int]:
    """The years that have a grid, newest first."""
    return list(db.session.scalars(sa.select(FeeRate.year).distinct().order_by(FeeRate.year.desc())))


def line_of(year: int, line_id: int) -> FeeRate:
    """Raises NotVisible."""
    found = db.session.scalar(sa.select(FeeRate).where(FeeRate.id == line_id, FeeRate.year == year))
    if found is None:
        raise NotVisible
    return found


def same_line(year: int, college_id: int, category: MemberCategory, from_band: str) -> FeeRate | None:
    """The line that says what this one would say."""
    return db.session.scalar(
        sa.select(FeeRate).where(
            FeeRate.year == year,
            FeeRate.college_id == college_id,
            FeeRate.category == category,
            FeeRate.from_band == from_band,
        )
    )
