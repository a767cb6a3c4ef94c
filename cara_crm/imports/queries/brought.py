"""What an import brought beside the members, as it is now: may it go again?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.extensions import db
from cara_crm.issues.models import Issue
from cara_crm.members.imports.ledger import plain
from cara_crm.members.models import AccountManager, SectorAssignment, StatusPeriod
from cara_crm.memberships.models import Membership
from cara_crm.merging.moving import in_parts, references
from cara_crm.relays.models import Concerned, Relay, RelayState, relay_issue

#: In the order in which they go.
MORE: dict[str, Any] = {
    one.__tablename__: one.__table__
    for one in (
        Issue,
        Concerned,
        Relay,
        Affiliation,
        Membership,
        Contact,
        StatusPeriod,
        AccountManager,
        SectorAssignment,
    )
}
OWN_PARTS = frozenset({"issue_transition", "issue_version", "issue_sector", "relay_sector"})
CARRIES = frozenset({"relay_issue"})
NO_LINE = sa.cast(sa.null(), sa.Integer)  # a bare NULL is text to PostgreSQL, and a union needs one type
USED = ("issue", "contact", "relay")  # of these it counts whether something else refers to them by now
HELD_BY = {"affiliation": "contact", "issue": "contact", "relay_member": "relay"}
REFERENCE = {
    "affiliation": "affiliation.member_id",
    "membership": "membership.member_id",
    "contact": "contact",
    "issue": "issue.member_id",
    "relay": "relay_member.member_id",
    "relay_member": "relay_member.member_id",
    "sector_assignment": "sector_assignment.member_id",
    "status_period": "status_period.member_id",
    "account_manager": "account_manager.member_id",
}


@dataclass
class Brought:
    """Rows that came with an import, by table and id, and the contacts that somebody used since."""

    rows: dict[str, dict[int, Any]]
    busy: dict[str, set[int]]

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
        own = {(table, key) for one in changes for table, keys in one.get("rows", {}).items() for key in keys}
        busy = {name: _busy(name, {key for table, key in own if table == name}, own) for name in USED}
        for (table, key), row in ((mark, rows[mark[0]].get(mark[1])) for mark in own):
            if row and ((table == "affiliation" and row["until_on"]) or (table == "issue" and key in busy["issue"])):
                busy["contact"].add(row["contact_id"])
        return cls(rows, busy)

    def judge(self, changes: dict[str, Any]) -> tuple[dict[str, list[int]], dict[str, dict[int, Any]], dict[str, int]]:
        """(rows that go, columns that return, how many of what stays)."""
        drops: dict[str, list[int]] = {}
        stays: dict[str, int] = defaultdict(int)
        for table, keys in changes.get("rows", {}).items():
            there = [key for key in keys if key in self.rows[table]]
            drops[table] = [key for key in there if self._is_free(table, key)]
            if len(drops[table]) < len(there) and table != "relay":  # another list may have members of it
                stays[REFERENCE[table]] += len(there) - len(drops[table])
        back: dict[str, dict[int, Any]] = defaultdict(dict)
        for table, key, columns in changes.get("was", []):
            row = self.rows[table].get(key)
            if table == "account_manager" and stays.get(REFERENCE[table]):
                continue  # somebody else looks after it by now
            if row is not None and _is_as_written(table, row, columns):
                back[table][key] = {name: before for name, (before, _after) in columns.items()}
            else:
                stays[REFERENCE[table]] += 1
        return drops, back, dict(stays)

    def _is_free(self, table: str, key: int) -> bool:
        row = self.rows[table][key]
        if table == "affiliation":
            return row["contact_id"] not in self.busy["contact"]
        if table == "account_manager":
            return row["until_on"] is None
        if table == "membership":
            return row["version"] == 1 and not row["calls"]
        return key not in self.busy.get(table, ())

    def hold(self, dropped: dict[str, set[int]]) -> dict[str, set[int]]:
        """What stays because something of it does: contacts with a function or issue, relays with a member."""
        held: dict[str, set[int]] = defaultdict(set)
        for table, whole in HELD_BY.items():
            rows = self.rows.get(table, {}).items()
            held[whole] |= {row[f"{whole}_id"] for key, row in rows if key not in dropped[table]}
        return held


def _is_as_written(table: str, row: Any, columns: dict[str, list[Any]]) -> bool:
    """Nobody changed these columns since; a period of status that ended since keeps its beginning."""
    if table == StatusPeriod.__tablename__ and row["until_on"] is not None:
        return False
    return all(plain(row[name]) == after for name, (_before, after) in columns.items())


def _rows(table: Any, keys: Iterable[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for part in in_parts(sorted(keys)):
        found |= {row["id"]: row for row in db.session.execute(sa.select(table).where(table.c.id.in_(part))).mappings()}
    return found


def _carried_by(part: Sequence[int]) -> sa.Select[Any]:
    """Issues that a relay which was sent from here answers or carries: one that is only recorded holds nothing."""
    is_recorded = Relay.state == RelayState.RECORDED
    rows = sa.select(relay_issue.c.issue_id, sa.literal("relay_issue"), NO_LINE)
    return rows.join(Relay, Relay.id == relay_issue.c.relay_id).where(relay_issue.c.issue_id.in_(part), ~is_recorded)


def _busy(table: str, keys: set[int], own: set[tuple[str, int]]) -> set[int]:
    """New contacts or issues that were edited, or that something else refers to by now."""
    busy: set[int] = set()
    refers = [one for one in references(table) if one.table.name not in OWN_PARTS | CARRIES]
    for part in in_parts(sorted(keys)):
        asked = [
            sa.select(
                one.column.label("id"),
                sa.literal(one.table.name).label("name"),
                (one.table.c.id if one.table.name in MORE else NO_LINE).label("line"),
            ).where(one.column.in_(part))
            for one in refers
        ]
        if table == "issue":
            asked.append(_carried_by(part))
        edited = MORE[table].c
        asked.append(sa.select(edited.id, sa.literal(table), NO_LINE).where(edited.id.in_(part), edited.version > 1))
        rows = db.session.execute(sa.union_all(*asked))
        busy |= {id for id, name, line in rows if line is None or (name, line) not in own}
    return busy
