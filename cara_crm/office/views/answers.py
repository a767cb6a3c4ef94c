"""Answering: a draft shared among officers, one answer sent, all sent, a question back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.office.boxes import Box, answer_to, others_than, prefix_of, refused
from cara_crm.office.forms import AnswerForm, QuestionForm
from cara_crm.office.views import blueprint
from cara_crm.office.views.reports import report_page
from cara_crm.reports.answers import services
from cara_crm.reports.models import AnswerState, Report
from cara_crm.reports.questions import services as questions
from cara_crm.reports.reading import queries


@blueprint.post("/office/reports/<int:report_id>/positions/<int:position_id>/answer")
@requires(Permission.OFFICE_ANSWER)
def answer(report_id: int, position_id: int) -> Any:
    """Keep a draft, or send the answer; what was refused comes back with everything that was typed."""
    actor = current_actor()
    report = queries.report_for(actor, report_id)
    queries.position_in(report, position_id)
    form = AnswerForm(prefix=prefix_of(position_id))
    form.offer(others_than(report))
    if form.validate():
        try:
            sentence = _write(report, position_id, form, actor)
        except DomainError as refusal:
            db.session.rollback()
            return _refused(actor, report_id, position_id, form, refusal), 422
        db.session.commit()
        return _answered(report, position_id, sentence)
    return report_page(report, typed=Box(position_id, form, answer_to(report, position_id))), 422


def _write(report: Report, position_id: int, form: AnswerForm, actor: Actor) -> str:
    found = services.save_answer(report, position_id, **form.words, by=actor)
    if found.state is AnswerState.RELAYED:
        return _("Nothing changed: your answer stands, and the members have read it.")
    if request.form.get("give") or found.state is AnswerState.GIVEN:
        services.give_answer(found, by=actor)
        return _("Your answer is sent. The cluster passes it on to the members behind this position.")
    return _("Draft kept. Your colleagues see it; nobody else does.")


def _refused(actor: Actor, report_id: int, position_id: int, form: AnswerForm, refusal: DomainError) -> str:
    report = queries.report_for(actor, report_id)
    return report_page(report, typed=refused(report, position_id, form, refusal))


def _answered(report: Report, position_id: int, sentence: str) -> Any:
    if "HX-Request" in request.headers:
        return report_page(report, said={queries.code_of(position_id): sentence})
    flash(sentence, "success")
    return redirect(url_for("office.report", report_id=report.id, _anchor=f"answer-{position_id}"), 303)


@blueprint.post("/office/reports/<int:report_id>/give")
@requires(Permission.OFFICE_ANSWER)
def give_all(report_id: int) -> Any:
    actor = current_actor()
    n = services.give_all(queries.report_for(actor, report_id), by=actor)
    db.session.commit()
    if n:
        flash(ngettext("%(num)d answer is sent.", "%(num)d answers are sent.", n), "success")
    else:
        flash(_("No draft is complete yet: each needs an answer and a sentence for the members."), "warning")
    return redirect(url_for("office.report", report_id=report_id), 303)


@blueprint.route("/office/reports/<int:report_id>/positions/<int:position_id>/ask", methods=["GET", "POST"])
@requires(Permission.OFFICE_ANSWER)
def ask(report_id: int, position_id: int) -> Any:
    actor, form = current_actor(), QuestionForm()
    report = queries.report_for(actor, report_id)
    queries.position_in(report, position_id)
    if form.validate_on_submit():
        try:
            questions.ask_back(report, position_id, question=form.question.data, by=actor)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("Your question is with the cluster, which puts it to those behind the position."), "success")
            return redirect(url_for("office.report", report_id=report_id, _anchor=f"answer-{position_id}"), 303)
    words = queries.document_of(report).position(queries.code_of(position_id))
    page = render_template("office/ask.html", form=form, report=report, position_id=position_id, words=words)
    return page, 422 if form.errors else 200
