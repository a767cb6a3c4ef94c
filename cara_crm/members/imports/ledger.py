"""What an import wrote, member by member: enough to take it back later."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from cara_crm.extensions import db

AT_ONCE = 5000  # rows of one statement
Row = TypeVar("Row")


class Ledger:
    """`created`: id of a new member → how many tags it got. `changed`: id of a known member → what became of it.

    `changed` and `told` hold JSON values: {"set": {column: [before, after]}, "sites": [[id, {column: [before,
    after]}]], "added": {table: [ids]}, "tags": [ids], "closed": [ids of periods of status]}; `told`, of both, also
    {"rows": {table: [ids]}, "was": [[table, id, {column: [before, after]}]]}. Of a changed one also "from": the
    version that it had; undoing adds "restored": the version at which it was again as at "from".
    """

    def __init__(self) -> None:
        self.created: dict[int, int] = {}
        self.changed: dict[int, dict[str, Any]] = defaultdict(dict)
        self._rows: dict[int, list[tuple[str, int]]] = defaultdict(list)
        self._was: dict[int, list[list[Any]]] = defaultdict(list)

    def noted_beside(self, member_id: int, table: str, id: int) -> None:
        """A row of another feature that came with the member's row."""
        self._rows[member_id].append((table, id))

    def noted_columns(
        self, member_id: int, table: str, id: int, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Columns of such a row that was there before."""
        self._was[member_id].append([table, id, _both(before, after)])

    def told(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """(id of a member, what became of it), put together one by one."""
        for id in dict.fromkeys((*self.created, *self.changed, *self._rows, *self._was)):
            changes = dict(self.changed.get(id, {}))
            if n_tags := self.created.get(id):
                changes["n_tags"] = n_tags
            for table, key in self._rows.get(id, ()):
                changes.setdefault("rows", {}).setdefault(table, []).append(key)
            if id in self._was:
                changes["was"] = self._was[id]
            yield id, changes

    def noted(self, member_id: int, version: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Columns of a member that had this version."""
        self.changed[member_id] |= {"from": version, "set": _both(before, after)}

    def noted_site(self, member_id: int, site_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Columns of a place that the member had."""
        self.changed[member_id].setdefault("sites", []).append([site_id, _both(before, after)])

    def noted_added(self, member_id: int, table: str, id: int) -> None:
        """A row that a known member did not have."""
        self.changed[member_id].setdefault("added", {}).setdefault(table, []).append(id)


def insert(kind: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Rows of a mapped class or table; through its table, because an entity's NULLs would cut the rows in pieces."""
    statement = sa.insert(getattr(kind, "__table__", kind))
    for part in in_turn(rows):
        db.session.execute(statement, part)


def in_turn(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Some at a time, so that a long list is never in memory once more as parameters."""
    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        yield part


def insert_noted(kind: Any, rows: Iterable[dict[str, Any]], ledger: Ledger) -> None:
    """Rows that refer to members, with their ids noted beside the member that had been there before."""
    more: list[dict[str, Any]] = []

    def fresh() -> Iterator[dict[str, Any]]:
        for row in rows:
            if row["member_id"] in ledger.created:
                yield row
            else:
                more.append(row)

    insert(kind, fresh())
    if more:
        table = kind.__table__
        added = sa.insert(table).returning(table.c.id, table.c.member_id)
        for id, member_id in db.session.execute(added, more):
            ledger.noted_added(member_id, table.name, id)


def plain(value: Any) -> Any:
    """A column's value as JSON holds it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _both(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [plain(before[name]), plain(after[name])] for name in after if before[name] != after[name]}
