"""What relays are begun from: kept under a name, listed, thrown away."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.relays import queries, services
from cara_crm.relays.forms import TemplateForm
from cara_crm.relays.views import blueprint


@blueprint.get("/relays/templates")
@requires(Permission.RELAY_EDIT)
def templates() -> str:
    actor = current_actor()
    saved = queries.saved_audiences(actor)
    exceptions = queries.by_hand(actor, saved)
    return render_template(
        "relays/templates.html", templates=queries.templates(), audiences=saved, exceptions=exceptions
    )


@blueprint.route("/relays/<int:relay_id>/keep", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def keep(relay_id: int) -> Any:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    form = TemplateForm(data={"name": relay.title})
    if form.validate_on_submit():
        try:
            services.keep_template(relay, form.name.data, by=actor)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("Kept. You find it when you write to the members."), "success")
            return redirect(url_for("relays.templates"), 303)
    return render_template("relays/keep.html", form=form, relay=relay), 422 if form.errors else 200


@blueprint.post("/relays/templates/<int:template_id>/drop")
@requires(Permission.RELAY_EDIT)
def drop(template_id: int) -> Any:
    services.drop_template(queries.template_for(template_id), by=current_actor())
    db.session.commit()
    flash(_("It is gone; what was written from it stays."), "success")
    return redirect(url_for("relays.templates"), 303)
