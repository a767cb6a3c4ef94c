"""A consultation as evidence: chosen for a position, from either page; an answer in words that becomes an issue."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.positions import queries as positions
from cara_crm.relays import queries, services
from cara_crm.relays.models import Relay
from cara_crm.relays.views import blueprint


@blueprint.post("/relays/<int:relay_id>/position")
@requires(Permission.RELAY_EDIT)
def choose_position(relay_id: int) -> Any:
    """What it gives is evidence of the position that was chosen, of none where none was."""
    relay = queries.relay_for(current_actor(), relay_id)
    page = url_for("relays.show", relay_id=relay_id, _anchor="answers")
    return _put_beside(relay, typed.number(request.form.get("position")), page)


@blueprint.post("/positions/<int:position_id>/consultation")
@requires(Permission.POSITION_EDIT)
def choose_consultation(position_id: int) -> Any:
    """The same from the position's side."""
    actor, key = current_actor(), typed.number(request.form.get("relay"))
    page = url_for("positions.edit", position_id=position_id, _anchor="ev")
    if key is None:
        positions.position_for(actor, position_id)
        flash(_("Choose a consultation."), "error")
        return redirect(page, 303)
    return _put_beside(queries.relay_for(actor, key), position_id, page)


def _put_beside(relay: Relay, position_id: int | None, page: str) -> Any:
    actor = current_actor()
    try:
        if position_id is None:
            services.leave_position(relay, by=actor)
        else:
            services.choose_position(relay, positions.position_for(actor, position_id), by=actor)
    except DomainError as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
    else:
        db.session.commit()
        flash(
            _("Its figures stand beside the position.") if position_id else _("It is evidence of no position."),
            "success",
        )
    return redirect(page, 303)


@blueprint.post("/relays/<int:relay_id>/answers/<int:response_id>/issue")
@requires(Permission.RELAY_EDIT)
def answer_to_issue(relay_id: int, response_id: int) -> Any:
    """What was written in answer to one question goes back to its author as an issue to agree to."""
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    response = queries.response_for(actor, relay, response_id)
    key = typed.number(request.form.get("question"))
    question = next((one for one in queries.questions_of(relay) if one.id == key), None)
    if question is None:
        raise NotVisible
    try:
        issue = services.issue_of_answer(response, question, by=actor)
    except DomainError as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
        return redirect(url_for("relays.show", relay_id=relay_id, _anchor="answers"), 303)
    db.session.commit()
    flash(_("It is with its author, who is asked to agree: until then it counts nowhere."), "success")
    return redirect(url_for("issues.show", issue_id=issue.id), 303)
