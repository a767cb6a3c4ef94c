"""The wordings about which a member is asked: exactly these words, yes or no."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.portal.views import blueprint
from cara_crm.positions import queries, services


@blueprint.get("/wordings/<int:question_id>")
@requires(Permission.PORTAL_READ)
def wording(question_id: int) -> str:
    question = queries.own_question(current_actor(), question_id)
    return render_template(
        "positions/wording.html",
        question=question,
        words=queries.wording_for(question),
        is_sole_author=len(queries.distinct_groups(question.position)) == 1,
        answer_url=url_for("portal.answer_wording", question_id=question.id),
    )


@blueprint.post("/wordings/<int:question_id>")
@requires(Permission.PORTAL_RAISE)
def answer_wording(question_id: int) -> Any:
    actor = current_actor()
    question = queries.own_question(actor, question_id)
    agreed, objection = request.form.get("answer") == "agree", request.form.get("objection", "")
    services.answer_wording(question, agreed=agreed, objection=objection, by=actor)
    db.session.commit()
    flash(_("Thank you, your answer is noted."), "success")
    return redirect(url_for("portal.show", issue_id=question.issue_id), 303)
