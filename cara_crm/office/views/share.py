"""A federation shares an information: the cluster reads it, chooses whom it concerns, and sends it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.office.forms import ShareForm
from cara_crm.office.views import blueprint
from cara_crm.relays import services
from cara_crm.relays.queries import proposals


@blueprint.route("/office/share", methods=["GET", "POST"])
@requires(Permission.OFFICE_READ)
def share() -> Any:
    actor, form = current_actor(), ShareForm()
    if actor.user_id is None or actor.federation_id is None:
        abort(404)  # a reading link opens one report, nothing else
    if form.validate_on_submit():
        services.propose(
            title=form.title.data,
            body=form.body.data,
            link=form.link.data or "",
            federation_id=actor.federation_id,
            submission_key=form.submission_key.data,
            by=actor,
        )
        db.session.commit()
        flash(_("The cluster has it. It decides which members it concerns and sends it."), "success")
        return redirect(url_for("office.share"), 303)
    page = render_template("office/share.html", form=form, shared=proposals(actor.federation_id))
    return page, 422 if form.errors else 200
