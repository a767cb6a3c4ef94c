"""A federation's request on the cluster's side: what is asked, what answers it, the flash note."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import current_language
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.federations.queries import federations_in_use
from cara_crm.reports.forms import DeclineForm, RequestForm
from cara_crm.reports.models import Request
from cara_crm.reports.requests import queries, services
from cara_crm.reports.views import blueprint
from cara_crm.settings.queries import threshold


@blueprint.get("/requests")
@requires(Permission.REPORT_READ)
def requests() -> str:
    is_open = {"open": True, "over": False}.get(request.args.get("state", ""))
    wanted = queries.requests(current_actor(), is_open=is_open)
    page = paginate(db.session(), wanted, queries.NEWEST_FIRST, request.args.get("after"))
    notes = queries.notes_of([one.id for one in page.items])
    return render_template("reports/requests.html", page=page, notes=notes, chosen=request.args.get("state", ""))


@blueprint.route("/requests/new", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def new_request() -> Any:
    form = RequestForm()
    form.offer(federations_in_use())
    if form.validate_on_submit():
        try:
            made = services.ask_cluster(
                federation_id=form.federation_id.data,
                question=form.question.data,
                details=form.details.data or "",
                due_on=form.due_on.data,
                sector_ids=(),
                submission_key=form.submission_key.data,
                by=current_actor(),
            )
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            return _done(made, _("The request is recorded."))
    return render_template("reports/new_request.html", form=form), 422 if form.errors else 200


@blueprint.get("/requests/<int:request_id>")
@requires(Permission.REPORT_READ)
def request_page(request_id: int) -> str:
    """Exact counts are for who reads the members' words: few of them would tell who it was."""
    actor = current_actor()
    found = queries.request_for(actor, request_id)
    knows = actor.can(Permission.ISSUE_READ)
    return render_template(
        "reports/request_page.html",
        asked=found,
        notes=queries.notes_of([found.id])[found.id],
        counted=queries.groups_chosen(found) if knows else None,
        replies=queries.replies_to(found) if knows else None,
        k=threshold(),
    )


@blueprint.route("/requests/<int:request_id>/issues", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def request_issues(request_id: int) -> Any:
    """The issues that the note counts: those of the last year that this federation may know of."""
    actor = current_actor()
    found = queries.request_for(actor, request_id)
    if request.method == "POST":
        kept = typed.ticked(
            {one.id for one in found.issues},
            typed.numbers(request.form.getlist("shown")),
            typed.numbers(request.form.getlist("issue")),
        )
        try:
            n = services.choose_issues(found, kept, by=actor)
        except DomainError as refusal:
            db.session.rollback()
            flash(str(refusal), "warning")
            return redirect(url_for("reports.request_page", request_id=request_id), 303)
        return _done(found, ngettext("%(num)d issue is counted.", "%(num)d issues are counted.", n))
    wanted = request.args.get("q", "")[:200]
    offered = queries.choices(actor, found, wanted)
    return render_template("reports/request_issues.html", asked=found, offered=offered, q=wanted)


@blueprint.post("/requests/<int:request_id>/ask")
@requires(Permission.REPORT_EDIT)
def ask_members(request_id: int) -> Any:
    """Prepare the consultation; it is worded, addressed and sent as any."""
    actor = current_actor()
    found = queries.request_for(actor, request_id)
    try:
        relay = services.ask_members(found, by=actor)
    except DomainError as refusal:
        return _refused(request_id, refusal)
    db.session.commit()
    flash(_("The consultation is prepared: write its questions, look at who gets it, send it."), "success")
    return redirect(url_for("relays.questions", relay_id=relay.id), 303)


@blueprint.post("/requests/<int:request_id>/note")
@requires(Permission.REPORT_EDIT)
def draft_note(request_id: int) -> Any:
    actor = current_actor()
    found = queries.request_for(actor, request_id)
    language = request.form.get("language") or current_language()
    try:
        report = services.draft_note(found, language=language, by=actor)
    except DomainError as refusal:
        return _refused(request_id, refusal)
    db.session.commit()
    flash(_("The flash note is drafted. Write what the figures say, then hand it over."), "success")
    return redirect(url_for("reports.edit", report_id=report.id), 303)


@blueprint.route("/requests/<int:request_id>/decline", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def decline_request(request_id: int) -> Any:
    found = queries.request_for(current_actor(), request_id)
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            stands = form.as_it_stands.data is True
            services.decline(found, reason=form.reason.data, as_it_stands=stands, by=current_actor())
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
            found = queries.request_for(current_actor(), request_id)
        else:
            return _done(found, _("Declined. The federation reads why in its space."))
    return render_template("reports/decline_request.html", form=form, asked=found), 422 if form.errors else 200


def _done(found: Request, sentence: str) -> Response:
    request_id = found.id
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("reports.request_page", request_id=request_id), 303)


def _refused(request_id: int, refusal: DomainError) -> Response:
    db.session.rollback()
    flash(str(refusal), "warning")
    return redirect(url_for("reports.request_page", request_id=request_id), 303)
