"""Rows written so that they can be put back: each change is noted with what was before and after, as JSON.

Undoing goes from the last change to the first. What somebody changed meanwhile is left as it is, and said.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.merging.models import Merge
from cara_crm.merging.moving import Fate, Reference, in_parts, key_of, plain, references, typed


class Ledger:
    """What one merge writes, besides the pointers that it moves."""

    def __init__(self) -> None:
        self.changes: list[dict[str, Any]] = []

    def set(self, table: sa.Table, id: int, **values: Any) -> None:
        """Columns of one row with an id; those that have the value already are not touched."""
        row = db.session.execute(sa.select(table).where(table.c.id == id)).mappings().one()
        changed = {name: value for name, value in values.items() if row[name] != value}
        if changed:
            _write(table, id, changed)
            both = {name: [plain(row[name]), plain(value)] for name, value in changed.items()}
            self.changes.append({"table": table.name, "id": id, "set": both})

    def add(self, table: sa.Table, **values: Any) -> None:
        """A new row with an id."""
        id = db.session.scalar(sa.insert(table).values(values).returning(table.c.id))
        self.changes.append({"table": table.name, "id": id, "added": True})

    def drop(self, fate: Fate) -> None:
        """Links that the kept record has as well."""
        table = fate.reference.table
        for row in fate.drops:
            db.session.execute(sa.delete(table).where(*(table.c[name] == row[name] for name in row)))
            self.changes.append({"table": table.name, "dropped": {name: plain(row[name]) for name in row}})


def move(fate: Fate, to: int) -> list[Any]:
    """Point the rows that move to another record; their keys."""
    keys = [key_of(fate.reference, row) for row in fate.moves]
    _point(fate.reference, keys, fate.moves[0][fate.reference.column.name] if fate.moves else to, to)
    return keys


def put_back(merge: Merge) -> list[dict[str, Any]]:
    """Undo what a merge moved and changed; gives back what could not be: [{"table", "what", "n"}].

    what: "moved" (it was given to another since, or is gone), "changed" (somebody edited it), "taken" (another record
    has the value now).
    """
    known = {one.name: one for one in references(merge.kind.value)}
    left = [_back_to(known[name], keys, merge) for name, keys in merge.moved.items() if name in known]
    left += [_revert(change) for change in reversed(merge.changes)]
    return [one for one in left if one]


def _back_to(reference: Reference, keys: list[Any], merge: Merge) -> dict[str, Any] | None:
    done = _point(reference, keys, merge.kept_id, merge.merged_id)
    return {"table": reference.name, "what": "moved", "n": len(keys) - done} if done < len(keys) else None


def _point(reference: Reference, keys: list[Any], old: int, new: int) -> int:
    """Rows with these keys that point to `old` point to `new`; how many did."""
    done = 0
    columns = reference.keys
    for part in in_parts(keys):
        held = sa.and_(_named(columns, part), reference.column == old)
        point = sa.update(reference.table).where(held).values({reference.column.name: new})
        try:
            with db.session.begin_nested():
                done += db.session.execute(point).rowcount  # type: ignore[attr-defined]
        except IntegrityError:
            continue
    return done


def _revert(change: dict[str, Any]) -> dict[str, Any] | None:
    table = db.metadata.tables[change["table"]]
    if "dropped" in change:
        return _restore(table, change["dropped"])
    if "added" in change:
        db.session.execute(sa.delete(table).where(table.c.id == change["id"]))
        return None
    row = db.session.execute(sa.select(table).where(table.c.id == change["id"])).mappings().one_or_none()
    if row is None:
        return {"table": table.name, "what": "moved", "n": 1}
    mine = {name: before for name, (before, after) in change["set"].items() if plain(row[name]) == after}
    free = {name: before for name, before in mine.items() if not _is_taken(table, change["id"], name, before)}
    if free:
        _write(table, change["id"], {name: typed(table.c[name], value) for name, value in free.items()})
    if len(free) == len(change["set"]):
        return None
    lost = sorted(set(change["set"]) - set(free))
    return {"table": table.name, "what": "taken" if len(free) < len(mine) else "changed", "columns": lost, "n": 1}


def _restore(table: sa.Table, row: dict[str, Any]) -> dict[str, Any] | None:
    values = {name: typed(table.c[name], value) for name, value in row.items()}
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(table).values(values))
    except IntegrityError:
        return {"table": table.name, "what": "moved", "n": 1}
    return None


def _is_taken(table: sa.Table, id: int, name: str, value: Any) -> bool:
    if value is None or not table.c[name].unique:
        return False
    return bool(db.session.scalar(sa.select(sa.exists().where(table.c[name] == value, table.c.id != id))))


def _write(table: sa.Table, id: int, values: dict[str, Any]) -> None:
    """A versioned row is a new version: whoever has it open in a form is told."""
    more: dict[str, Any] = {"version": table.c.version + 1} if "version" in table.c else {}
    if "updated_at" in table.c:
        more["updated_at"] = clock.now()
    db.session.execute(sa.update(table).where(table.c.id == id).values(values | more))


def since(merge: Merge) -> list[dict[str, Any]]:
    """What undoing could not put back now, as `put_back` would say it; writes nothing."""
    known = {one.name: one for one in references(merge.kind.value)}
    told = [_away(known[name], keys, merge.kept_id) for name, keys in merge.moved.items() if name in known]
    return [one for one in [*told, *map(_edited, merge.changes)] if one]


def _away(reference: Reference, keys: list[Any], kept_id: int) -> dict[str, Any] | None:
    columns = reference.keys
    there = 0
    for part in in_parts(keys):
        named = sa.and_(_named(columns, part), reference.column == kept_id)
        there += db.session.scalar(sa.select(sa.func.count()).select_from(reference.table).where(named)) or 0
    return {"table": reference.name, "what": "moved", "n": len(keys) - there} if there < len(keys) else None


def _edited(change: dict[str, Any]) -> dict[str, Any] | None:
    if "set" not in change:
        return None
    table = db.metadata.tables[change["table"]]
    row = db.session.execute(sa.select(table).where(table.c.id == change["id"])).mappings().one_or_none()
    if row is None:
        return {"table": table.name, "what": "moved", "n": 1}
    columns = sorted(name for name, (_before, after) in change["set"].items() if plain(row[name]) != after)
    return {"table": table.name, "what": "changed", "columns": columns, "n": 1} if columns else None


def _named(columns: list[sa.Column[Any]], keys: list[Any]) -> sa.ColumnElement[bool]:
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return sa.tuple_(*columns).in_([tuple(key) for key in keys])
