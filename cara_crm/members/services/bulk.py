"""One change to many members: seen before it is made, and undone as long as nobody changed it further."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.lists.models import BulkChange
from cara_crm.members import queries
from cara_crm.members.bulk import MOST, BulkKind, Wish
from cara_crm.members.models import Member, SectorAssignment, Tag
from cara_crm.members.services.history import assign_sector, current_assignments, entrust, pass_main_on
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import Task, TaskKind


class MeanwhileOthers(DomainError):
    """The list is not the one that was shown."""


class TooManyAtOnce(DomainError):
    pass


class UndoneAlready(DomainError):
    pass


def would_change(member: Member, wish: Wish) -> bool:
    """Is there something to do, or has the member it already?"""
    match wish.kind:
        case BulkKind.SECTOR:
            held = current_assignments(member, clock.today())
            return all(one.sector_id != wish.sector_id for one in held)
        case BulkKind.TAG:
            return all(tag.folded != fold(wish.tag) for tag in member.tags)
        case BulkKind.MANAGER:
            return _keeper(member) != wish.user_id
        case BulkKind.TASK:
            return True


def change_all(members: Sequence[Member], wish: Wish, *, expected: int, by: Actor) -> BulkChange:
    """Do it to those for whom there is something to do.

    Raises TooManyAtOnce, and MeanwhileOthers when they are not as many as shown.
    """
    if len(members) > MOST:
        raise TooManyAtOnce(_("At most %(n)s at once: narrow the list with its filters.", n=MOST))
    todo = [member for member in members if would_change(member, wish)]
    if len(todo) != expected:
        raise MeanwhileOthers(_("The list changed meanwhile: look once more at what will be done."))
    known = {**asdict(wish), "due_on": wish.due_on.isoformat() if wish.due_on else None}
    change = BulkChange(kind=wish.kind.value, wish=known, user_id=by.user_id)
    change.done = list(_DO[wish.kind](todo, wish, by))
    db.session.add(change)
    audit.record("members.changed", change, by=by, kind=wish.kind.value, members=len(todo))
    return change


def undo(change: BulkChange, *, by: Actor) -> int:
    """Take back what nobody changed since; how many were. `left` says how many stay. Raises UndoneAlready."""
    if change.undone_at is not None:
        raise UndoneAlready(_("This is undone already."))
    undone = sum(bool(_UNDO[BulkKind(change.kind)](rows, change, by)) for rows in change.done)
    change.undone_at, change.left = clock.now(), len(change.done) - undone
    audit.record("members.change_undone", change, by=by, members=undone, left=change.left)
    return undone


def _keeper(member: Member) -> int | None:
    return next((one.user_id for one in member.managers if one.until_on is None), None)


def _assign(members: Iterable[Member], wish: Wish, by: Actor) -> Iterable[dict[str, int]]:
    assert wish.sector_id is not None
    day = clock.today()
    lines = [
        assign_sector(member, sector_id=wish.sector_id, role_id=None, is_main=False, on=day, by=by)
        for member in members
    ]
    db.session.flush()
    return [{"member": line.member_id, "line": line.id} for line in lines]


def _unassign(rows: dict[str, int], change: BulkChange, by: Actor) -> bool:
    line = db.session.get(SectorAssignment, rows["line"])
    if line is None or line.until_on is not None:
        return False
    member = line.member
    member.assignments.remove(line)
    pass_main_on(member)
    audit.record("member.sector_unassigned", member, by=by, sector_id=line.sector_id)
    return True


def _tag(members: Iterable[Member], wish: Wish, by: Actor) -> Iterable[dict[str, int]]:
    folded = fold(wish.tag)
    tag = next(iter(queries.tags_named({folded})), None) or Tag(name=wish.tag, folded=folded)
    done = []
    for member in members:
        member.tags.append(tag)
        member.updated_at = clock.now()  # who has its form open is told
        audit.record("member.tagged", member, by=by)
        done.append({"member": member.id})
    db.session.flush()
    return [{**one, "tag": tag.id} for one in done]


def _untag(rows: dict[str, int], change: BulkChange, by: Actor) -> bool:
    member = db.session.get(Member, rows["member"])
    tag = next((one for one in member.tags if one.id == rows["tag"]), None) if member else None
    if member is None or tag is None:
        return False
    member.tags.remove(tag)
    member.updated_at = clock.now()
    audit.record("member.untagged", member, by=by)
    return True


def _entrust(members: Iterable[Member], wish: Wish, by: Actor) -> Iterable[dict[str, int | None]]:
    done: list[tuple[Member, int | None]] = []
    for member in members:
        done.append((member, _keeper(member)))
        entrust(member, wish.user_id, by=by)
    db.session.flush()
    return [{"member": member.id, "before": before} for member, before in done]


def _give_back(rows: dict[str, Any], change: BulkChange, by: Actor) -> bool:
    member = db.session.get(Member, rows["member"])
    if member is None or _keeper(member) != change.wish["user_id"]:
        return False
    entrust(member, rows["before"], by=by)
    return True


def _ask(members: Iterable[Member], wish: Wish, by: Actor) -> Iterable[dict[str, int]]:
    made = [
        tasks.add(
            TaskKind.NOTE,
            title=wish.title,
            due_on=wish.due_on,
            assignee_id=wish.user_id,
            about=member,
            by=by,
        )
        for member in members
    ]
    db.session.flush()
    return [{"task": task.id} for task in made]


def _unask(rows: dict[str, int], change: BulkChange, by: Actor) -> bool:
    task = db.session.get(Task, rows["task"])
    if task is None or task.done_at is not None:
        return False
    audit.record("task.removed", task, by=by)
    db.session.delete(task)
    return True


_DO: dict[BulkKind, Any] = {
    BulkKind.SECTOR: _assign,
    BulkKind.TAG: _tag,
    BulkKind.MANAGER: _entrust,
    BulkKind.TASK: _ask,
}
_UNDO: dict[BulkKind, Any] = {
    BulkKind.SECTOR: _unassign,
    BulkKind.TAG: _untag,
    BulkKind.MANAGER: _give_back,
    BulkKind.TASK: _unask,
}
