"""Two positions become one, or one becomes two; no link is lost, with its stance, outcome and dates."""

from collections.abc import Collection

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.positions import queries
from cara_crm.positions.models import Position, PositionIssue
from cara_crm.positions.services.states import close_position, lapse
from cara_crm.positions.services.wording import create_position, must_be_worked_on, new_revision


class NotMergeable(DomainError):
    """Only two positions for one federation, both being worked on, become one."""


class NothingToSplit(DomainError):
    """A split leaves at least one issue on each side."""


def merge_positions(source: Position, *, into: Position, by: Actor) -> None:
    """Every issue of `source` moves to `into`; `source` is closed, its words stay readable. Raises NotMergeable."""
    if source.id == into.id or source.federation_id != into.federation_id:
        raise NotMergeable(_("Choose another position for the same federation."))
    must_be_worked_on(source)
    must_be_worked_on(into)
    _move(queries.links_of([source.id]), into)
    into.sectors = sorted({*into.sectors, *source.sectors}, key=lambda one: one.ordinal)
    new_revision(into, by=by)
    lapse(into, reason="merged", by=by)
    close_position(source, by=by)
    audit.record("position.merged", into, by=by, source=source.id)


def split_position(position: Position, issue_ids: Collection[int], *, title: str, by: Actor) -> Position:
    """These issues leave for a new position of the same federation, with the same priority. Raises NothingToSplit."""
    must_be_worked_on(position)
    links = queries.links_of([position.id])
    leaving = [link for link in links if link.issue_id in issue_ids]
    if not leaving or len(leaving) == len(links):
        raise NothingToSplit(_("Choose some of the issues, not all of them."))
    made = create_position(position.federation, issues=[], title=title or position.title, by=by)
    made.priority, made.sectors = position.priority, list(position.sectors)
    _move(leaving, made)
    new_revision(position, by=by)
    new_revision(made, by=by)
    lapse(position, reason="split", by=by)
    audit.record("position.split", position, by=by, made=made.id, issues=[link.issue_id for link in leaving])
    return made


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
