"""Issues that change position: merge, split, move, and each of it undone."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.positions import queries, services
from cara_crm.positions.models import Position
from cara_crm.positions.views import blueprint
from cara_crm.positions.views.changing import chosen_issues, done


@blueprint.post("/positions/<int:position_id>/merge")
@requires(Permission.POSITION_EDIT)
def merge(position_id: int) -> Any:
    """This position's issues go into another one, which is shown then."""
    actor = current_actor()
    position = queries.position_for(actor, position_id)
    into = queries.position_for(actor, typed.number(request.form.get("into")) or 0)

    def act() -> str:
        services.merge_positions(position, into=into, by=actor)
        return _("The issues of “%(title)s” stand here now; it is closed.", title=position.title)

    return done(position, act, shown=into, moved=True)


@blueprint.post("/positions/<int:position_id>/split")
@requires(Permission.POSITION_EDIT)
def split(position_id: int) -> Any:
    """The chosen issues leave for a new position, or for one that is there."""
    actor = current_actor()
    position = queries.position_for(actor, position_id)
    chosen, into = _in_charge(position), typed.number(request.form.get("into"))
    if into:
        return _move(position, chosen, queries.position_for(actor, into))

    def act() -> str:
        made = services.split_position(position, chosen, title=request.form.get("title", "")[:200], by=actor)
        return _("“%(title)s” is a position of its own now.", title=made.title)

    return done(position, act, moved=True)


def _in_charge(position: Position) -> set[int]:
    chosen = chosen_issues()[:500]
    return set(chosen) - queries.not_in_charge(current_actor(), chosen)


def _move(position: Position, chosen: set[int], into: Position) -> Any:
    def act() -> str:
        move = services.move_issues(position, chosen, into=into, by=current_actor())
        n = len(move.issue_ids)
        return str(
            ngettext(
                "%(num)d issue stands behind “%(title)s” now.",
                "%(num)d issues stand behind “%(title)s” now.",
                n,
                title=into.title,
            )
        )

    return done(position, act, moved=True)


@blueprint.post("/positions/moves/<int:move_id>/undo")
@requires(Permission.POSITION_EDIT)
def undo_move(move_id: int) -> Any:
    """The issues go back to where they came from."""
    move = queries.move_for(current_actor(), move_id)

    def act() -> str:
        services.undo_move(move, by=current_actor())
        return _("Undone: the issues stand behind “%(title)s” again.", title=move.source.title)

    return done(move.target, act, shown=move.source)
