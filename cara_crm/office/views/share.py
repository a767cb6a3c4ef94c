"""A federation shares an information: the cluster reads it, chooses whom it concerns, and sends it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.files import intake
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
        try:
            _propose(form, actor.federation_id, actor)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("The cluster has it. It decides which members it concerns and sends it."), "success")
            return redirect(url_for("office.share"), 303)
    page = render_template("office/share.html", form=form, shared=proposals(actor.federation_id))
    return page, 422 if form.errors else 200


def _propose(form: ShareForm, federation_id: int, actor: Actor) -> None:
    """The draft and its files, which are looked at before anything is written."""
    given = [file for file in form.files.data or [] if file]
    with reading():
        checked = services.check_files(intake.uploads(given))
    happening = services.Happening(**form.event) if form.event else None
    key = form.submission_key.data
    relay = services.propose(
        **form.words, happening=happening, federation_id=federation_id, submission_key=key, by=actor
    )
    if not relay.files:
        services.attach(relay, checked, by=actor)
