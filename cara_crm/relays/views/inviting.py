"""Those of a relay's people who have no space of their own are invited to one, seen by name before."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from cara_crm.accounts import services as accounts
from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.relays import queries
from cara_crm.relays.views import blueprint


@blueprint.route("/relays/<int:relay_id>/invite", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def invite(relay_id: int) -> Any:
    """Whoever is ticked; who can be invited no more, or was meanwhile, is passed over."""
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    rows = queries.without_space(actor, relay)
    if request.method == "POST":
        ticked = {typed.number(value) for value in request.form.getlist("contact")}
        chosen = [row.contact for row in rows if row.contact_id in ticked]
        invited, refused = accounts.invite_contacts(chosen, by=actor)
        db.session.commit()
        flash(ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", invited))
        if refused:
            flash(ngettext("%(num)d person cannot be invited.", "%(num)d people cannot be invited.", refused), "info")
        return redirect(url_for("relays.invite", relay_id=relay_id), 303)
    can, cannot = queries.count_without_space(actor, relay)
    return render_template("relays/invite.html", relay=relay, rows=rows, can=can, cannot=cannot)
