"""Lists page by key, so that page 500 costs what page 1 costs; and what every error looks like."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from cara_crm.core import typed

T = TypeVar("T")
SIZE = 50
LONGEST_CURSOR = 1000


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list; `next` and `previous` are cursors for the URL (`?after=…`), None at the ends."""

    items: list[T]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class Key:
    """The columns that order a list, the last one unique, all in one direction, none NULL."""

    columns: Sequence[Any]
    descending: bool = False
    read: Callable[[Any], Sequence[Any]] | None = None

    def values_of(self, item: Any) -> list[Any]:
        if self.read:
            return list(self.read(item))
        return [getattr(item, column.key) for column in self.columns]


def paginate(
    session: Session | scoped_session[Any],
    select: sa.Select[Any],
    key: Key,
    cursor: str | None = None,
    size: int = SIZE,
    *,
    lines: bool = False,
) -> Page[Any]:
    """One page of `select` (without order or limit): records, or with `lines` rows of several columns.

    A cursor that makes no sense gives the first page.
    """
    backwards, values = _decode(cursor, key.columns)
    descending = key.descending != backwards
    if values:
        edge = sa.tuple_(*key.columns)
        bound = sa.tuple_(*(sa.literal(v, c.type) for v, c in zip(values, key.columns, strict=True)))
        select = select.where(edge < bound if descending else edge > bound)
    order = [c.desc() if descending else c.asc() for c in key.columns]
    select = select.order_by(*order).limit(size + 1)
    rows: list[Any] = list(session.execute(select) if lines else session.scalars(select).unique())
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    return _page(
        rows,
        key,
        has_next=bool(rows) and (more or backwards),
        has_previous=bool(rows) and (more if backwards else bool(values)),
    )


def _page(rows: list[Any], key: Key, *, has_next: bool, has_previous: bool) -> Page[Any]:
    return Page(
        items=rows,
        next=_encode("n", key.values_of(rows[-1])) if has_next else None,
        previous=_encode("p", key.values_of(rows[0])) if has_previous else None,
    )


def _encode(direction: str, values: list[Any]) -> str:
    plain = [
        {"t": v.isoformat()} if isinstance(v, datetime) else {"d": v.isoformat()} if isinstance(v, date) else v
        for v in values
    ]
    return base64.urlsafe_b64encode(json.dumps([direction, *plain]).encode()).decode().rstrip("=")


def _decode(cursor: str | None, columns: Sequence[Any]) -> tuple[bool, list[Any]]:
    """(backwards, values); (False, []) when there is no cursor or it is not one of ours."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return False, []
    try:
        direction, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        decoded = [_value(v) for v in values]
    except (ValueError, TypeError, KeyError, AttributeError):
        return False, []
    fits = len(decoded) == len(columns) and all(map(_fits, decoded, columns))
    return (direction == "p", decoded) if fits else (False, [])


def _fits(value: Any, column: Any) -> bool:
    """Is it of the column's kind? Somebody may have written the cursor by hand."""
    kind = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
    return type(value) is kind.python_type


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return _moment(value["t"]) if "t" in value else _day(value["d"])
    if isinstance(value, bool) or not isinstance(value, str | int) or (isinstance(value, int) and abs(value) > 2**31):
        raise ValueError(value)
    if isinstance(value, str) and "\x00" in value.encode().decode():  # half a character of JSON is no UTF-8: ValueError
        raise ValueError(value)
    return value


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not typed.is_near(found):
        raise ValueError(text)
    return found


def _day(text: str) -> date:
    found = date.fromisoformat(text)
    if not typed.is_near(found):
        raise ValueError(text)
    return found
