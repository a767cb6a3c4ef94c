"""Two positions become one, one becomes two, issues change sides; no link is lost, and each of it can be undone.

A link keeps its stance, outcome and dates. What was sent is told by the report that carried it, whatever moves since.
"""

from collections.abc import Collection

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.positions import queries
from cara_crm.positions.models import MoveKind, Position, PositionIssue, PositionMove, PositionState
from cara_crm.positions.services.states import close_position, lapse
from cara_crm.positions.services.wording import BEING_WORKED_ON, create_position, must_be_worked_on, new_revision
from cara_crm.sectors.models import Sector


class NotMergeable(DomainError):
    """Only two positions for one federation, both being worked on, become one."""


class NothingToSplit(DomainError):
    """A split leaves at least one issue on each side."""


class NotUndoable(DomainError):
    """What was moved was sent, moved on or taken out since."""


def merge_positions(source: Position, *, into: Position, by: Actor) -> PositionMove:
    """Every issue of `source` moves to `into`; `source` is closed, its words stay readable. Raises NotMergeable."""
    _refuse_apart(source, into)
    links = queries.links_of([source.id])
    move = _kept(MoveKind.MERGE, source, into, links, by=by)
    _move(links, into)
    into.sectors = _in_order({*into.sectors, *source.sectors})
    _worded_again(into, reason="merged", by=by)
    close_position(source, by=by)
    audit.record("position.merged", into, by=by, source=source.id)
    return move


def split_position(position: Position, issue_ids: Collection[int], *, title: str, by: Actor) -> Position:
    """These issues leave for a new position of the same federation, with the same priority. Raises NothingToSplit."""
    must_be_worked_on(position)
    leaving = _some_of(position, issue_ids)
    made = create_position(position.federation, issues=[], title=title or position.title, by=by)
    made.priority, made.sectors = position.priority, list(position.sectors)
    _kept(MoveKind.SPLIT, position, made, leaving, by=by)
    _move(leaving, made)
    new_revision(made, by=by)
    _worded_again(position, reason="split", by=by)
    audit.record("position.split", position, by=by, made=made.id, issues=[link.issue_id for link in leaving])
    return made


def move_issues(source: Position, issue_ids: Collection[int], *, into: Position, by: Actor) -> PositionMove:
    """These issues leave for another position of the same federation. Raises NotMergeable, NothingToSplit."""
    _refuse_apart(source, into)
    leaving = _some_of(source, issue_ids)
    move = _kept(MoveKind.MOVE, source, into, leaving, by=by)
    into.sectors = _in_order({*into.sectors, *(sector for link in leaving for sector in link.issue.sectors)})
    _move(leaving, into)
    _worded_again(source, reason="issues moved", by=by)
    _worded_again(into, reason="issues moved", by=by)
    audit.record("position.moved", into, by=by, source=source.id, issues=move.issue_ids)
    return move


def undo_move(move: PositionMove, *, by: Actor) -> Position:
    """The issues go back with whatever became of them; both positions are drafts. Gives the one they went back to.

    A merge opens its source again, a split closes what it made. Raises NotUndoable.
    """
    source, target = move.source, move.target
    links = [link for link in queries.links_of([target.id]) if link.issue_id in move.issue_ids]
    _refuse_undoing(move, len(links))
    if move.kind is MoveKind.MERGE:
        source.state, source.closed_at = PositionState.DRAFT, None
    _move(links, source)
    target.sectors = _in_order({one for one in target.sectors if one.id in move.sector_ids} or set(target.sectors))
    _worded_again(source, reason="move undone", by=by)
    _worded_again(target, reason="move undone", by=by)
    move.undone_at = clock.now()
    if move.kind is MoveKind.SPLIT:
        _kept(MoveKind.MERGE, target, source, [], by=by)
        close_position(target, by=by)
    audit.record("position.move_undone", source, by=by, target=target.id, issues=move.issue_ids)
    return source


def _refuse_undoing(move: PositionMove, found: int) -> None:
    source, target = move.source, move.target
    if move.undone_at is not None:
        raise NotUndoable(_("This was undone already."))
    if queries.later_moves(move):
        raise NotUndoable(_("Issues were moved between these positions since: undo that first."))
    closed = PositionState.CLOSED if move.kind is MoveKind.MERGE else None
    if target.state not in BEING_WORKED_ON or source.state not in (*BEING_WORKED_ON, closed):
        raise NotUndoable(_("One of the two positions was sent or closed since."))
    if found < len(move.issue_ids):
        raise NotUndoable(_("Some of these issues were taken out of “%(title)s” since.", title=target.title))
    if move.kind is MoveKind.SPLIT and len(target.links) > found:
        raise NotUndoable(_("Other issues stand behind “%(title)s” by now: move these instead.", title=target.title))


def _refuse_apart(source: Position, into: Position) -> None:
    if source.id == into.id or source.federation_id != into.federation_id:
        raise NotMergeable(_("Choose another position for the same federation."))
    must_be_worked_on(source)
    must_be_worked_on(into)


def _some_of(position: Position, issue_ids: Collection[int]) -> list[PositionIssue]:
    links = queries.links_of([position.id])
    leaving = [link for link in links if link.issue_id in issue_ids]
    if not leaving or len(leaving) == len(links):
        raise NothingToSplit(_("Choose some of the issues, not all of them."))
    return leaving


def _kept(
    kind: MoveKind, source: Position, target: Position, links: Collection[PositionIssue], *, by: Actor
) -> PositionMove:
    move = PositionMove(
        kind=kind,
        source=source,
        target=target,
        issue_ids=[link.issue_id for link in links],
        sector_ids=[sector.id for sector in target.sectors],
        by_id=by.user_id,
        by_label=by.name or by.role.value,
    )
    db.session.add(move)
    return move


def _worded_again(position: Position, *, reason: str, by: Actor) -> None:
    new_revision(position, by=by)
    lapse(position, reason=reason, by=by)


def _in_order(sectors: Collection[Sector]) -> list[Sector]:
    return sorted(sectors, key=lambda one: one.ordinal)


def _move(links: Collection[PositionIssue], into: Position) -> None:
    """A link's position is part of its key, so each is written anew with everything that it knew."""
    known = [
        {
            "issue_id": link.issue_id,
            "federation_id": link.federation_id,
            "stance": link.stance,
            "outcome": link.outcome,
            "added_at": link.added_at,
            "added_by_id": link.added_by_id,
            "relayed_at": link.relayed_at,
            "answered_at": link.answered_at,
        }
        for link in links
    ]
    for link in links:
        db.session.delete(link)
    db.session.flush()
    db.session.add_all(PositionIssue(position_id=into.id, **values) for values in known)
    db.session.flush()
    db.session.expire(into, ["links"])
