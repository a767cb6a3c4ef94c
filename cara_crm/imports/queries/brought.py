"""What an import brought beside the members, as it is now: may it go again?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.extensions import db
from cara_crm.members.imports.ledger import plain
from cara_crm.memberships.models import Membership
from cara_crm.merging.moving import in_parts, references

#: In the order in which they go.
MORE: dict[str, Any] = {one.__tablename__: one.__table__ for one in (Affiliation, Membership, Contact)}
REFERENCE = {
    "affiliation": "affiliation.member_id",
    "membership": "membership.member_id",
    "contact": "affiliation.member_id",
}


@dataclass
class Brought:
    """Rows that came with an import, by table and id, and the contacts that somebody used since."""

    rows: dict[str, dict[int, Any]]
    busy: set[int]
    own: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, changes: Sequence[dict[str, Any]]) -> "Brought":
        """A handful of statements, none where no list brought more than members."""
        ids: dict[str, set[int]] = defaultdict(set)
        for one in changes:
            for table, keys in one.get("rows", {}).items():
                ids[table].update(keys)
            for table, key, _columns in one.get("was", []):
                ids[table].add(key)
        rows = {name: _rows(MORE[name], keys) for name, keys in ids.items()}
        own = {key for one in changes for key in one.get("rows", {}).get("affiliation", [])}
        return cls(rows, _busy({key for one in changes for key in one.get("rows", {}).get("contact", [])}, own), own)

    def judge(self, changes: dict[str, Any]) -> tuple[dict[str, list[int]], dict[str, dict[int, Any]], dict[str, int]]:
        """(rows that go, columns that return, how many of what stays)."""
        drops: dict[str, list[int]] = {}
        stays: dict[str, int] = defaultdict(int)
        for table, keys in changes.get("rows", {}).items():
            there = [key for key in keys if key in self.rows[table]]
            drops[table] = [key for key in there if self._is_free(table, key)]
            if len(drops[table]) < len(there):
                stays[REFERENCE[table]] += len(there) - len(drops[table])
        back: dict[str, dict[int, Any]] = defaultdict(dict)
        for table, key, columns in changes.get("was", []):
            row = self.rows[table].get(key)
            if row is not None and all(plain(row[name]) == after for name, (_before, after) in columns.items()):
                back[table][key] = {name: before for name, (before, _after) in columns.items()}
            else:
                stays[REFERENCE[table]] += 1
        return drops, back, dict(stays)

    def _is_free(self, table: str, key: int) -> bool:
        row = self.rows[table][key]
        if table == "affiliation":
            return row["until_on"] is None and row["contact_id"] not in self.busy
        if table == "contact":
            return row["version"] == 1 and key not in self.busy
        return row["version"] == 1 and not row["calls"]


def _rows(table: Any, keys: Iterable[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for part in in_parts(sorted(keys)):
        found |= {row["id"]: row for row in db.session.execute(sa.select(table).where(table.c.id.in_(part))).mappings()}
    return found


def _busy(contact_ids: set[int], own: set[int]) -> set[int]:
    """New contacts that were edited or that something else refers to by now."""
    busy: set[int] = set()
    for part in in_parts(sorted(contact_ids)):
        asked = [
            sa.select(one.column, one.table.c.id if one.table is Affiliation.__table__ else sa.literal(None))
            for one in references("contact")
        ]
        asked = [select.where(next(iter(select.selected_columns)).in_(part)) for select in asked]
        edited = sa.select(Contact.id, sa.literal(None)).where(Contact.id.in_(part), Contact.version > 1)
        busy |= {id for id, line in db.session.execute(sa.union_all(*asked, edited)) if line is None or line not in own}
    return busy
