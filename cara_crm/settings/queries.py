"""What the administrator decided, read one value at a time."""

from typing import Any

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.settings.models import Setting

LEAST_THRESHOLD = 3
DEFAULT_THRESHOLD = 5
DEMONSTRATION = "demonstration"
THRESHOLD = "confidentiality.k"
SELF_REVIEW = "review.self_review"


def value(key: str, default: Any = None) -> Any:
    """The value stored under `key`, or `default` when nobody has decided."""
    return values(key).get(key, default)


def values(*keys: str) -> dict[str, Any]:
    """Several values (every one, when no key is given) with one query; keys that nobody decided are missing."""
    wanted = sa.select(Setting.key, Setting.value)
    rows = db.session.execute(wanted.where(Setting.key.in_(keys)) if keys else wanted)
    return {row.key: row.value for row in rows}


def threshold() -> int:
    """k: the number of distinct groups behind a figure below which it is withheld (5 unless decided, never under 3)."""
    return max(LEAST_THRESHOLD, int(value(THRESHOLD, DEFAULT_THRESHOLD)))


def is_demonstration() -> bool:
    """Is everything in this database invented? A flag of the database, not of the program."""
    return value(DEMONSTRATION, False) is True


def may_review_own_work() -> bool:
    """May who drafted a report review it too? (a team of one person; off unless the administrator says so)"""
    return value(SELF_REVIEW, False) is True


def demonstration_flag() -> sa.ScalarSelect[Any]:
    """The flag as part of another statement, so that a page does not pay a query of its own for it."""
    return sa.select(Setting.value).where(Setting.key == DEMONSTRATION).scalar_subquery()
