"""A federation asks the cluster, sees where its request stands, and opens the flash note that answers it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.office.forms import RequestForm
from cara_crm.office.views import blueprint
from cara_crm.reports.requests import queries, services


@blueprint.get("/office/requests")
@requires(Permission.OFFICE_READ)
def requests() -> str:
    found = queries.own_requests(_officer())
    return render_template("office/requests.html", asked=found, notes=queries.notes_of([one.id for one in found]))


@blueprint.route("/office/requests/new", methods=["GET", "POST"])
@requires(Permission.OFFICE_ANSWER)
def new_request() -> Any:
    actor, form = _officer(), RequestForm()
    if form.validate_on_submit():
        try:
            made = services.ask_cluster(
                federation_id=actor.federation_id or 0,
                question=form.question.data,
                details=form.details.data or "",
                due_on=form.due_on.data,
                sector_ids=(),
                submission_key=form.submission_key.data,
                by=actor,
            )
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            request_id = made.id
            db.session.commit()
            flash(_("The cluster has your request and sees to it."), "success")
            return redirect(url_for("office.request_page", request_id=request_id), 303)
    return render_template("office/new_request.html", form=form), 422 if form.errors else 200


@blueprint.get("/office/requests/<int:request_id>")
@requires(Permission.OFFICE_READ)
def request_page(request_id: int) -> str:
    found = queries.own_request(_officer(), request_id)
    notes = [note for note in queries.notes_of([found.id])[found.id] if note.is_frozen]
    return render_template("office/request_page.html", asked=found, notes=notes)


def _officer() -> Actor:
    """Who has an account of a federation: a reading link opens one report, nothing else."""
    actor = current_actor()
    if actor.user_id is None or actor.federation_id is None:
        abort(404)
    return actor
