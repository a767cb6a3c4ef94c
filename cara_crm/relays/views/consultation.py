"""A consultation: the manager writes its questions, the member answers them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.positions import queries as positions
from cara_crm.relays import queries, services
from cara_crm.relays.forms import MOST_QUESTIONS, QuestionsForm, answered, response_form
from cara_crm.relays.models import GONE_OUT, Question, Relay, RelayKind
from cara_crm.relays.views import blueprint
from cara_crm.relays.views.reading import received_page

BLANK = 2


@blueprint.route("/relays/<int:relay_id>/questions", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def questions(relay_id: int) -> Any:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    asked = queries.questions_of(relay)
    known = {"questions": _as_typed(asked)}
    form = QuestionsForm(data=known)
    if request.method == "GET":
        form.based_on(known)
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        try:
            services.ask(relay, services.asked_of(form.questions.data), by=actor)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("The questions are kept."), "success")
            return redirect(url_for("relays.show", relay_id=relay_id), 303)
    return render_template("relays/questions.html", form=form, relay=relay, asked=asked), form.status


@blueprint.post("/relays/ask-sector/<int:position_id>")
@requires(Permission.RELAY_EDIT)
def ask_sector(position_id: int) -> Any:
    actor = current_actor()
    position = positions.position_for(actor, position_id)
    try:
        relay = services.ask_sector(position, by=actor)
    except DomainError as refusal:
        db.session.rollback()
        flash(str(refusal), "info")
        return redirect(url_for("positions.edit", position_id=position_id), 303)
    db.session.commit()
    flash(_("The consultation is prepared. Look at its words and at who gets it, then send it."), "success")
    return redirect(url_for("relays.show", relay_id=relay.id), 303)


@blueprint.post("/information/<int:relay_id>/respond")
@requires(Permission.PORTAL_READ)
def respond(relay_id: int) -> Any:
    actor = current_actor()
    recipient = queries.own_recipient(actor, relay_id)
    asked = queries.questions_of(recipient.relay)
    form = response_form(asked, current_language(), {})
    if form.validate_on_submit():
        values = answered(form, asked)
        try:
            if not values:
                raise services.NothingAnswered(_("Answer one question at least."))
            services.respond(recipient, values, by=actor)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(
                _("Thank you. The cluster’s managers read your answer.")
                + " "
                + _("Only figures over several organisations are passed on."),
                "success",
            )
            return redirect(url_for("relays.received", relay_id=relay_id), 303)
    return received_page(actor, queries.own_recipient(actor, relay_id), form=form), 422


def consultation_shown(actor: Actor, relay: Relay) -> dict[str, Any]:
    """What the relay's page shows of its questions: the words of members for managers only."""
    if relay.kind is not RelayKind.CONSULTATION:
        return {"questions": [], "results": [], "is_partly_read": False, "responses": [], "choosable": []}
    asked, knows = queries.questions_of(relay), queries.knows_people(actor)
    responses, is_partly_read = queries.responses_to(actor, relay) if knows else ([], False)
    return {
        "questions": asked,
        "results": [] if is_partly_read else queries.results_of(relay, asked),
        "is_partly_read": is_partly_read,
        "responses": responses,
        "choosable": queries.positions_to_choose(actor) if knows and relay.state in GONE_OUT else [],
    }


def _as_typed(asked: list[Question]) -> list[dict[str, str]]:
    """The questions as the form's fields, and blank ones after them."""
    typed = [
        {
            "kind": one.kind.value,
            "words": one.words,
            "words_en": one.words_en,
            "options": "\n".join(one.options),
            "options_en": "\n".join(one.options_en),
        }
        for one in asked
    ]
    return [*typed, *({} for _ in range(BLANK if typed else 3))][:MOST_QUESTIONS]
