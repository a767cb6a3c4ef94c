"""What undoing an import would take back now, and what it would leave because somebody worked on it since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.imports.models import ImportedMember, ImportState, MemberImport
from cara_crm.imports.queries.brought import HELD_BY, Brought
from cara_crm.members.imports.ledger import plain
from cara_crm.members.models import Member, MemberName, SectorAssignment, Site, StatusPeriod, member_tag
from cara_crm.merging.fields import MEMBER_UNITS
from cara_crm.merging.moving import Reference, references
from cara_crm.tasks.models import Task

DERIVED = frozenset({"official_lookup", "official_finding"})  # looked up for every member; they go with it
COMPUTED = frozenset({"folded", "sort_key", "main_sector_id", "status"})  # what other rows say
UNIT_OF = {column: unit for unit, columns in MEMBER_UNITS.items() for column in columns}
PARTS: dict[str, Any] = {one.__tablename__: one.__table__ for one in (Site, MemberName, SectorAssignment, StatusPeriod)}


@dataclass
class Verdict:
    """What becomes of one member. `left` says what stays, as `imports.words.left` reads it."""

    member_id: int
    name: str
    is_new: bool
    goes: bool = False
    columns: dict[str, Any] = field(default_factory=dict)
    sites: dict[int, dict[str, Any]] = field(default_factory=dict)
    drops: dict[str, list[int]] = field(default_factory=dict)
    reopens: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    back: dict[str, dict[int, Any]] = field(default_factory=dict)
    left: list[dict[str, Any]] = field(default_factory=list)
    is_as_written: bool = False  # nobody saved it since the import

    @property
    def does_something(self) -> bool:
        return self.goes or bool(self.columns or self.sites or self.drops or self.reopens or self.tags or self.back)


def verdicts(entry: MemberImport) -> list[Verdict]:
    """One for each member that the import made or changed, in the order of the list; some ten statements."""
    lines = db.session.execute(
        sa.select(
            ImportedMember.member_id,
            ImportedMember.is_new,
            ImportedMember.changes,
            Member.version,
            sa.func.coalesce(sa.func.nullif(Member.usual_name, ""), Member.legal_name, "").label("name"),
        )
        .outerjoin(Member, Member.id == ImportedMember.member_id)
        .where(ImportedMember.import_id == entry.id)
        .order_by(ImportedMember.id)
    ).all()
    brought = Brought.of([line.changes for line in lines])
    hanging = _hanging(entry) if any(line.is_new for line in lines) else {}
    restored = _restored(entry) if any((line.version or 0) > _written(line) for line in lines) else {}
    present = _Present.of(entry) if any(not line.is_new for line in lines) else None
    found = []
    for line in lines:
        verdict = Verdict(line.member_id, line.name, line.is_new)
        verdict.is_as_written = _unwound(line, restored.get(line.member_id, {})) == _written(line)
        if line.version is None:
            verdict.left = [{"what": "gone"}]
        elif line.is_new:
            _judge_beside(verdict, line.changes, brought)
            _judge_new(verdict, line.changes, hanging.get(line.member_id, {}))
        elif present:
            _judge_beside(verdict, line.changes, brought)
            _Judge(verdict, line.changes, present, entry).all()
        found.append(verdict)
    _hold(found, brought)
    return found


def _hold(found: Sequence[Verdict], brought: Brought) -> None:
    """A contact or relay stays where a part of it stays with another member."""
    dropped = {name: {key for one in found for key in one.drops.get(name, [])} for name in HELD_BY}
    held = brought.hold(dropped)
    for one in found:
        for name in held.keys() & one.drops.keys():
            one.drops[name] = [key for key in one.drops[name] if key not in held[name]]


def _judge_beside(verdict: Verdict, changes: dict[str, Any], brought: Brought) -> None:
    drops, verdict.back, stays = brought.judge(changes)
    verdict.drops |= {table: keys for table, keys in drops.items() if keys}
    if stays:
        verdict.left.append({"what": "parts", "counts": stays})


def _judge_new(verdict: Verdict, changes: dict[str, Any], hanging: dict[str, int]) -> None:
    counts = dict(hanging)
    if counts.get("member_tag.member_id", 0) <= changes.get("n_tags", 0):
        counts.pop("member_tag.member_id", None)
    if counts:
        verdict.left.append({"what": "hangs", "counts": counts})
    if not verdict.is_as_written:
        verdict.left.append({"what": "edited"})
    verdict.goes = not verdict.left
    if verdict.left:
        verdict.drops, verdict.back = {}, {}


def _written(line: Any) -> int:
    """The version at which the import left a member; of imports before versions were noted, 0 for a changed one."""
    return 1 if line.is_new else line.changes.get("from", -1) + 1


def _unwound(line: Any, restored: dict[int, int]) -> int | None:
    """The version that a member has when what later imports did, and was undone, is not counted."""
    version: int | None = line.version
    while version in restored:
        version = restored[version]
    return version


def _restored(entry: MemberImport) -> dict[int, dict[int, int]]:
    """Member → version at which undoing a later import left it → the version that this one had found."""
    held = sa.select(ImportedMember.member_id).where(ImportedMember.import_id == entry.id)
    later = (
        sa.select(ImportedMember.member_id, ImportedMember.changes)
        .join(MemberImport, MemberImport.id == ImportedMember.import_id)
        .where(MemberImport.state == ImportState.UNDONE, ImportedMember.member_id.in_(held))
        .where(ImportedMember.is_new.is_(False))
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for member_id, changes in db.session.execute(later):
        if "restored" in changes:
            found[member_id][changes["restored"]] = changes["from"]
    return found


def _hanging(entry: MemberImport) -> dict[int, dict[str, int]]:
    """Member → reference → rows that came after the import; of new members only. One statement."""
    fresh = sa.and_(ImportedMember.import_id == entry.id, ImportedMember.is_new)
    counted: list[sa.Select[Any]] = [
        _counted(one, entry, fresh) for one in references("member") if one.table.name not in DERIVED
    ]
    about = sa.and_(Task.subject_type == "member", Task.subject_id == ImportedMember.member_id, fresh)
    tasks: Any = sa.select(sa.literal("task"), ImportedMember.member_id, sa.func.count())
    counted.append(tasks.join(Task, about).group_by(ImportedMember.member_id))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for name, member_id, n in db.session.execute(sa.union_all(*counted)):
        found[member_id][name] = n
    return found


def _counted(one: Reference, entry: MemberImport, fresh: Any) -> sa.Select[Any]:
    rows = sa.select(sa.literal(one.name), one.column, sa.func.count())
    rows = rows.join_from(one.table, ImportedMember.__table__, ImportedMember.member_id == one.column).where(fresh)
    mark = entry.marks.get(one.table.name)
    if mark is not None and one.table is not Member.__table__:
        rows = rows.where(one.table.c.id > mark)
    return rows.group_by(one.column)


@dataclass
class _Present:
    """The changed members as they are now: rows by id; of tags the pairs."""

    members: dict[int, Any]
    parts: dict[str, dict[int, Any]]
    tags: set[tuple[int, int]]

    @classmethod
    def of(cls, entry: MemberImport) -> "_Present":
        held = sa.select(ImportedMember.member_id).where(
            ImportedMember.import_id == entry.id, ImportedMember.is_new.is_(False)
        )
        members = db.session.execute(sa.select(Member.__table__).where(Member.id.in_(held))).mappings()
        parts = {
            name: {
                row["id"]: row
                for row in db.session.execute(sa.select(table).where(table.c.member_id.in_(held))).mappings()
            }
            for name, table in PARTS.items()
        }
        tags = db.session.execute(sa.select(member_tag).where(member_tag.c.member_id.in_(held)))
        return cls({row["id"]: row for row in members}, parts, {(row.member_id, row.tag_id) for row in tags})


@dataclass
class _Judge:
    """One member that the list changed: field by field, and part by part."""

    verdict: Verdict
    changes: dict[str, Any]
    present: _Present
    entry: MemberImport

    def all(self) -> None:
        self._columns()
        self._sites()
        self._status()
        for table, ids in self.changes.get("added", {}).items():
            if table != StatusPeriod.__tablename__:
                self._part(table, ids)
        pairs = [(self.verdict.member_id, tag) for tag in self.changes.get("tags", [])]
        self.verdict.tags = [tag for id, tag in pairs if (id, tag) in self.present.tags]

    def _columns(self) -> None:
        """Columns that are chosen together go back together, or stay."""
        row, told = self.present.members[self.verdict.member_id], self.changes.get("set", {})
        units: dict[str, list[str]] = defaultdict(list)
        for name in told.keys() - COMPUTED:
            units[UNIT_OF.get(name, name)].append(name)
        touched = []
        for unit, names in units.items():
            if all(plain(row[name]) == told[name][1] for name in names):
                self.verdict.columns |= {name: told[name][0] for name in names}
            else:
                touched.append(unit)
        if touched:
            self.verdict.left.append({"what": "fields", "units": sorted(touched)})

    def _sites(self) -> None:
        for id, told in self.changes.get("sites", []):
            site = self.present.parts["site"].get(id)
            if site is not None and all(plain(site[name]) == after for name, (_before, after) in told.items()):
                self.verdict.sites[id] = {name: before for name, (before, _after) in told.items()}
            else:
                self._leave("site")

    def _status(self) -> None:
        """The period that began goes and the one before it opens again, unless the status moved on."""
        begun = self.changes.get("added", {}).get(StatusPeriod.__tablename__, [])
        periods = self.present.parts[StatusPeriod.__tablename__]
        if not begun:
            return
        if any(id not in periods or periods[id]["until_on"] is not None for id in begun):
            self.verdict.left.append({"what": "fields", "units": ["status"]})
            return
        self.verdict.drops[StatusPeriod.__tablename__] = list(begun)
        self.verdict.reopens = [id for id in self.changes.get("closed", []) if id in periods]
        if "status" in self.changes.get("set", {}):
            self.verdict.columns["status"] = self.changes["set"]["status"][0]

    def _part(self, table: str, ids: Sequence[int]) -> None:
        """Sites, names and sectors that the member did not have before."""
        rows = [self.present.parts[table].get(id) for id in ids]
        kept = [row["id"] for row in rows if row is not None and not self._was_touched(table, row)]
        if kept:
            self.verdict.drops[table] = kept
        if len(kept) < len(ids):
            self._leave(table, len(ids) - len(kept))

    def _was_touched(self, table: str, row: Any) -> bool:
        if table == Site.__tablename__:
            return self.entry.done_at is not None and row["updated_at"] > self.entry.done_at
        return table == SectorAssignment.__tablename__ and row["until_on"] is not None

    def _leave(self, table: str, n: int = 1) -> None:
        self.verdict.left.append({"what": "parts", "counts": {f"{table}.member_id": n}})


#: What goes beside members, by the names of its counts (`imports.words.brought`).
WITH_THEM = {
    "contacts": "contact",
    "functions": "affiliation",
    "memberships": "membership",
    "issues": "issue",
    "relays": "relay",
}


def summed(found: Iterable[Verdict]) -> dict[str, int]:
    """How many members go, how many get fields back, of how many something stays; and what goes with them."""
    told = list(found)
    return {
        "gone": sum(one.goes for one in told),
        "back": sum(one.does_something and not one.goes for one in told),
        "left": sum(bool(one.left) for one in told),
        **{name: n for name, key in WITH_THEM.items() if (n := sum(len(one.drops.get(key, ())) for one in told))},
    }
