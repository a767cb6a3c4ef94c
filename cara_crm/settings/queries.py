"""What the administrator decided, read one value at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.confidentiality.threshold import K_DEFAULT, K_FLOOR
from cara_crm.core.db import Base
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.settings.models import Setting

R = TypeVar("R", bound=Base)

DEMONSTRATION = "demonstration"
THRESHOLD = "confidentiality.k"
CLUSTER_NAME = "cluster.name"
CLUSTER_CODE = "cluster.code"
SELF_REVIEW = "review.self_review"
CLOCK_NAMES = ("first_word", "silence", "review", "pass_on", "first_reminder", "second_reminder", "no_answer")
CLOCKS = {name: f"clock.{name}" for name in CLOCK_NAMES}


@dataclass(frozen=True)
class Clocks:
    """How long something may wait.

    `first_word`: working days until somebody of the team writes to who raised an issue. In days: `silence`, the longest
    that an open issue stays without a word to its author; `review` of a report; `pass_on` of an answer;
    `first_reminder` and `second_reminder` to a federation of a report that it has not answered, and `no_answer`, after
    which its silence is an answer, all three from the day the report was sent.
    """

    first_word: int = 5
    silence: int = 30
    review: int = 5
    pass_on: int = 10
    first_reminder: int = 30
    second_reminder: int = 60
    no_answer: int = 120


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
    return threshold_in(values(THRESHOLD))


def threshold_in(decided: Mapping[str, Any]) -> int:
    """The same out of values that were read already."""
    return max(K_FLOOR, int(decided.get(THRESHOLD, K_DEFAULT)))


def code_from(name: str) -> str:
    """A cluster's short name as numbers and identifiers begin with it: "CARA"."""
    return re.sub(r"[^A-Z0-9]", "", fold(name).upper())[:12] or "CARA"


def cluster_code_in(decided: Mapping[str, Any]) -> str:
    """What identifiers in files begin with: fixed at the first report that is sent, the short name until then."""
    return str(decided.get(CLUSTER_CODE) or code_from(str(decided.get(CLUSTER_NAME, "CARA"))))


def is_demonstration() -> bool:
    """Is everything in this database invented? A flag of the database, not of the program."""
    return value(DEMONSTRATION, False) is True


def may_review_own_work() -> bool:
    """May who drafted a report review it too? (a team of one person; off unless the administrator says so)"""
    return value(SELF_REVIEW, False) is True


def clocks() -> Clocks:
    """How long what may wait, as the administrator decided; else as `Clocks` says."""
    decided = values(*CLOCKS.values())
    return Clocks(**{name: int(decided[key]) for name, key in CLOCKS.items() if key in decided})


def demonstration_flag() -> sa.ScalarSelect[Any]:
    """The flag as part of another statement, so that a page does not pay a query of its own for it."""
    return sa.select(Setting.value).where(Setting.key == DEMONSTRATION).scalar_subquery()


def cluster_name() -> sa.ScalarSelect[Any]:
    """The cluster's name as part of another statement."""
    return sa.select(Setting.value).where(Setting.key == CLUSTER_NAME).scalar_subquery()


def listed(model: type[R], *order: Any, of: tuple[str, int] | None = None, load: Sequence[str] = ()) -> Sequence[R]:
    """Every value of one kind in its order, retired ones too; `of` = (column, id) narrows to one parent's."""
    found = sa.select(model).order_by(*order).options(*(joinedload(getattr(model, name)) for name in load))
    if of is not None:
        found = found.where(getattr(model, of[0]) == of[1])
    return db.session.scalars(found).unique().all()


def one(model: type[R], key: int) -> R:
    """One value of a kind. Raises NotVisible."""
    found = db.session.get(model, key)
    if found is None:
        raise NotVisible
    return found


def some(model: Any, keys: Sequence[int]) -> list[Any]:
    """The values with these ids, in the order of their ids."""
    return list(db.session.scalars(sa.select(model).where(model.id.in_(keys)).order_by(model.id)))


def twin_of(record: Any) -> Any:
    """Another value of the same kind (and federation) that has the same code, or None."""
    model = type(record)
    if not hasattr(model, "code"):
        return None
    same = sa.select(model).where(sa.func.upper(model.code) == str(record.code).upper(), model.id != (record.id or 0))
    if hasattr(model, "federation_id"):
        same = same.where(model.federation_id == record.federation_id)
    return db.session.scalar(same)


def uses_of(record: Any) -> int:
    """How many rows of any table refer to this value: the foreign keys of the whole metadata are walked."""
    counts = [
        sa.select(sa.func.count()).select_from(table).where(key.parent == record.id).scalar_subquery()
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == record.__tablename__ and key.ondelete != "CASCADE"
    ]
    return int(db.session.scalar(sa.select(sum(counts, sa.literal(0)))) or 0)
