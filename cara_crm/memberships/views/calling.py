"""Calls for fees: one, all that wait, and the paper."""

from io import BytesIO
from typing import Any

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.files.responses import download
from cara_crm.jobs import services as jobs
from cara_crm.memberships import queries, services
from cara_crm.memberships.views import blueprint
from cara_crm.memberships.views.listing import year_asked


@blueprint.get("/memberships/<int:membership_id>/call.pdf")
@requires(Permission.MEMBERSHIP_READ)
def paper(membership_id: int) -> Response:
    """The call as it was sent; before that, how it would look today."""
    membership = queries.membership_for(current_actor(), membership_id)
    if (file := queries.file_of(membership)) is not None:
        return download(file, inline=True)
    try:
        content = services.prepare(membership, is_preview=True).pdf
    except DomainError as error:
        flash(str(error), "error")
        return redirect(url_for("memberships.show", membership_id=membership_id), 303)  # type: ignore[return-value]
    return send_file(BytesIO(content), "application/pdf", download_name=f"{membership.number}.pdf")


@blueprint.post("/memberships/<int:membership_id>/call")
@requires(Permission.MEMBERSHIP_EDIT)
def call(membership_id: int) -> Any:
    actor = current_actor()
    try:
        with reading():
            prepared = services.prepare(queries.membership_for(actor, membership_id))
        membership = queries.membership_for(actor, membership_id)
        reached = services.call_fee(membership, prepared, by=actor)
        db.session.commit()
    except DomainError as error:
        db.session.rollback()
        flash(str(error), "error")
    else:
        flash(_("The call is on its way.") if reached else _("Nobody can be written to: send it by post."), "success")
    return redirect(url_for("memberships.show", membership_id=membership_id), 303)


@blueprint.post("/memberships/<int:membership_id>/uncall")
@requires(Permission.MEMBERSHIP_EDIT)
def take_back_call(membership_id: int) -> Any:
    services.take_back_call(queries.membership_for(current_actor(), membership_id), by=current_actor())
    db.session.commit()
    flash(_("The call is taken back. Tell the member, it has the old one."), "success")
    return redirect(url_for("memberships.show", membership_id=membership_id), 303)


@blueprint.post("/memberships/call")
@requires(Permission.MEMBERSHIP_EDIT)
def call_all() -> Any:
    """Hand every call of a year that waits to the worker."""
    year, actor = year_asked(), current_actor()
    if not queries.to_call(actor, year):
        flash(_("No fee waits to be called."), "info")
        return redirect(url_for("memberships.index", year=year), 303)
    job = jobs.enqueue(queries.CALL_JOB, payload={"year": year}, by=actor)
    db.session.commit()
    return redirect(url_for("memberships.calls", job_id=job.id), 303)


@blueprint.get("/memberships/calls/<int:job_id>")
@requires(Permission.MEMBERSHIP_EDIT)
def calls(job_id: int) -> str:
    """How far the worker is."""
    return render_template("memberships/calls.html", job=queries.call_job(current_actor(), job_id))
