"""A federation's question on the cluster's side: put to the members behind, answered by one, released by another."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from cara_crm.confidentiality.leaks.masking import hidden
from cara_crm.confidentiality.leaks.speaking import pointing_at_somebody
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.core.forms import Form, LockedForm
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.issues.queries.register import leak_index
from cara_crm.office.forms import PutForm, ReleaseForm, ReplyForm
from cara_crm.office.views import blueprint
from cara_crm.positions.marks import marked
from cara_crm.reports.labels import KINDS
from cara_crm.reports.models import ReportQuestion
from cara_crm.reports.questions import queries, services
from cara_crm.reports.reading.queries import code_of, document_of


@blueprint.get("/questions/<int:question_id>")
@requires(Permission.REPORT_READ)
def question(question_id: int) -> str:
    """For who answers, and for who reviews: the second sees no member's words."""
    return _page(queries.question_for(current_actor(), question_id))


def _page(found: ReportQuestion, **refused: Form) -> str:
    actor = current_actor()
    may_answer = queries.handles(actor, found)
    issues = queries.issues_of(found) if may_answer else []
    index = None if found.released_at else leak_index()
    leaks = queries.telling(found, found.reply, index) if found.reply and index else []
    masked = services.masked(found)
    named = pointing_at_somebody(masked, index, document_of(found.report).sectors) if index else ()
    forms = {
        "put": PutForm(formdata=None, data={"text": hidden(masked, named)}),
        "word": ReplyForm(formdata=None, data={"reply": found.reply, "version": found.version}),
        "release": ReleaseForm(formdata=None, data={"version": found.version}),
    }
    return render_template(
        "office/question.html",
        question=found,
        words=document_of(found.report).position(code_of(found.position_id)) or found.position,
        issues=issues,
        messages=queries.answers_of_members(actor, found, issues) if may_answer else [],
        named=named,
        kinds=KINDS,
        shown=marked("reply", found.reply, leaks) if leaks else None,
        may_answer=may_answer and found.released_at is None,
        may_release=actor.can(Permission.REPORT_REVIEW) and services.may_release(found, actor),
        forms=forms | refused,
    )


@blueprint.post("/questions/<int:question_id>/put")
@requires(Permission.REPORT_SEND)
def put(question_id: int) -> Any:
    """Write to everybody behind the position, in the thread of each issue."""
    actor, form = current_actor(), PutForm()
    found = _handled(question_id)
    try:
        n = services.put(found, text=form.text.data or "", as_it_stands=form.as_it_stands.data is True, by=actor)
    except DomainError as refusal:
        return _refused(found.id, refusal, "put", form)
    return _done(found, ngettext("The question went to %(num)d author.", "The question went to %(num)d authors.", n))


@blueprint.post("/questions/<int:question_id>/reply")
@requires(Permission.REPORT_SEND)
def word_reply(question_id: int) -> Any:
    """Keep the reply for a second person."""
    actor, form = current_actor(), ReplyForm()
    found = _handled(question_id)
    try:
        services.word_reply(found, reply=form.reply.data or "", version=form.version_read, by=actor)
    except DomainError as refusal:
        return _refused(found.id, refusal, "word", form)
    return _done(found, _("Kept. The federation reads it once another person has released it."))


@blueprint.post("/questions/<int:question_id>/release")
@requires(Permission.REPORT_REVIEW)
def release(question_id: int) -> Any:
    """A second person lets the reply go up."""
    actor, form = current_actor(), ReleaseForm()
    found = queries.question_for(actor, question_id)
    leaks = queries.telling(found, found.reply)
    try:
        is_false = form.false_alarm.data is True
        services.release(found, marks=len(leaks), false_alarm=is_false, version=form.version_read, by=actor)
    except DomainError as refusal:
        return _refused(found.id, refusal, "release", form)
    return _done(found, _("The federation reads the reply now, and who asked is told."))


def _handled(question_id: int) -> ReportQuestion:
    actor = current_actor()
    found = queries.question_for(actor, question_id)
    if not queries.handles(actor, found):
        raise NotVisible
    return found


def _done(found: ReportQuestion, sentence: str) -> Response:
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("office.question", question_id=found.id), 303)


def _refused(question_id: int, refusal: DomainError, name: str, form: Form) -> Any:
    db.session.rollback()
    form.refuse(refusal)
    found = queries.question_for(current_actor(), question_id)
    if isinstance(form, LockedForm):
        form.read_again(found.version)
    return _page(found, **{name: form}), 422
