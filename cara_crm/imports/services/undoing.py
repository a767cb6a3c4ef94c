"""An import taken back: new members go, changed fields return; what somebody worked on since stays, and is said."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from cara_crm.audit import services as audit
from cara_crm.contacts import services as contacts
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.imports.models import ImportedMember, ImportState, MemberImport
from cara_crm.imports.queries import brought, standing
from cara_crm.imports.queries.standing import Verdict
from cara_crm.jobs import services as jobs
from cara_crm.jobs.models import Job, JobState
from cara_crm.members import services as members
from cara_crm.members.models import Member, Site, StatusPeriod, member_tag
from cara_crm.merging import services as merging
from cara_crm.merging.moving import in_parts, typed
from cara_crm.relays.models import relay_issue

UNDO_JOB = "imports.undo"
LONG = 2000  # members; more are taken back by the worker
SHOWN = 1000  # members of which something stays, that the page lists


class NothingToUndo(DomainError):
    """It was undone already, or nothing was written."""


def refuse_undo(entry: MemberImport) -> None:
    """Raises NothingToUndo."""
    if entry.state is ImportState.UNDONE:
        raise NothingToUndo(_("This import is undone already."))
    if entry.state is not ImportState.DONE:
        raise NothingToUndo(_("Nothing was written."))
    if entry.done_at is None:
        raise NothingToUndo(_("This import was written before imports could be undone."))


def undo(entry: MemberImport, *, by: Actor) -> dict[str, int]:
    """Take back what nobody worked on since; counts as `standing.summed`. Raises NothingToUndo."""
    db.session.refresh(entry, with_for_update={"of": MemberImport})
    refuse_undo(entry)
    found = standing.verdicts(entry)
    acted = [one for one in found if one.does_something]
    _drop(acted)
    _remove([one.member_id for one in acted if one.goes])
    changed = [one for one in acted if not one.goes]
    _give_back(changed, acted)
    _refresh([one.member_id for one in changed])
    _refresh_people({id for one in acted for id in one.back.get("contact", {})})
    _note_restored(entry, [one.member_id for one in changed if one.is_as_written and not one.left])
    counts = standing.summed(found)
    entry.state, entry.undone_at, entry.undone_by_id = ImportState.UNDONE, clock.now(), by.user_id
    left = [{"id": one.member_id, "name": one.name, "left": one.left} for one in found if one.left]
    entry.result = {**entry.result, "undone": {**counts, "stays": left[:SHOWN]}}
    events = [(one.member_id, {"import": entry.id, "removed": one.goes}) for one in found if one.does_something]
    audit.record_all("member.import_undone", "member", events, by=by)
    audit.record("member_import.undone", entry, by=by, **counts)
    merging.ask_to_look(by=by)
    return counts


def ask_to_undo(entry: MemberImport, *, by: Actor) -> None:
    """The worker does it; asking twice asks once. Raises NothingToUndo."""
    refuse_undo(entry)
    asked = db.session.get(Job, entry.job_id) if entry.job_id else None
    if asked is None or asked.kind != UNDO_JOB or asked.state is JobState.FAILED:
        entry.job_id = jobs.enqueue(UNDO_JOB, payload={"import_id": entry.id}, by=by).id


def is_long_to_undo(entry: MemberImport) -> bool:
    """Did it write so much that the worker should take it back?"""
    counts: Any = entry.result.get("counts") or {}
    return bool(counts.get("created", 0) + counts.get("updated", 0) > LONG)


def _remove(ids: list[int]) -> None:
    """Members that nothing hangs on; their own parts go with them."""
    table: Any = Member.__table__
    for part in in_parts(ids):
        db.session.execute(sa.delete(table).where(table.c.id.in_(part)))


def _drop(acted: Sequence[Verdict]) -> None:
    """Rows that were added: of other features first, functions before the contacts who have them."""
    drops: dict[str, list[int]] = defaultdict(list)
    for one in acted:
        for name, ids in one.drops.items():
            drops[name] += ids
    for part in in_parts(drops["issue"]):  # what is recorded of where it went goes with it
        db.session.execute(sa.delete(relay_issue).where(relay_issue.c.issue_id.in_(part)))
    tables = {**brought.MORE, **standing.PARTS}
    for name in (name for name in tables if name in drops):
        table = tables[name]
        for part in in_parts(drops[name]):
            db.session.execute(sa.delete(table).where(table.c.id.in_(part)))


def _give_back(changed: Sequence[Verdict], acted: Sequence[Verdict]) -> None:
    for name, table in brought.MORE.items():
        _set(table, (row for one in acted for row in one.back.get(name, {}).items()))
    _set(Member.__table__, ((one.member_id, one.columns) for one in changed if one.columns))
    _set(Site.__table__, (site for one in changed for site in one.sites.items()))
    _set(StatusPeriod.__table__, ((id, {"until_on": None}) for one in changed for id in one.reopens))
    tagged = [(one.member_id, tag) for one in changed for tag in one.tags]
    for pairs in in_parts(tagged):
        held = sa.tuple_(member_tag.c.member_id, member_tag.c.tag_id).in_(pairs)
        db.session.execute(sa.delete(member_tag).where(held))


def _note_restored(entry: MemberImport, ids: list[int]) -> None:
    """Which version is again what the import found: who undoes an earlier one is not told that it was edited."""
    for part in in_parts(ids):
        lines = sa.select(ImportedMember, Member.version).join(Member, Member.id == ImportedMember.member_id)
        lines = lines.where(ImportedMember.import_id == entry.id, ImportedMember.member_id.in_(part))
        for line, version in db.session.execute(lines):
            if "from" in line.changes:
                line.changes = {**line.changes, "restored": version}
        db.session.flush()
        db.session.expire_all()


def _set(table: Any, rows: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """Rows (id, columns as JSON holds them), one statement per set of columns."""
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for id, columns in rows:
        values = {f"new_{name}": typed(table.c[name], value) for name, value in columns.items()}
        shapes[tuple(sorted(columns))].append({"of_id": id, **values})
    for shape, given in shapes.items():
        new: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in shape}
        statement = sa.update(table).where(table.c.id == sa.bindparam("of_id")).values(**new)
        db.session.connection().execute(statement, given)


def _refresh(ids: list[int]) -> None:
    """What repeats the rows of a member: its words for search, its main sector. Each is a new version."""
    db.session.expire_all()
    whole = (selectinload(Member.sites), selectinload(Member.other_names), selectinload(Member.assignments))
    for part in in_parts(ids):
        for member in db.session.scalars(sa.select(Member).where(Member.id.in_(part)).options(*whole)):
            members.pass_main_on(member)
            members.refresh_search(member)
            member.updated_at = clock.now()
        db.session.flush()
        db.session.expire_all()


def _refresh_people(ids: set[int]) -> None:
    """Whose phone or address went is not found by it any more."""
    for part in in_parts(sorted(ids)):
        for contact in db.session.scalars(sa.select(Contact).where(Contact.id.in_(part))).all():
            contacts.refresh_search(contact)
    db.session.flush()
