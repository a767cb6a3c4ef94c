"""Recording a meeting or a call that took place."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core import clock
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.relays import queries, services
from cara_crm.relays.forms import RecordForm
from cara_crm.relays.views import blueprint


@blueprint.route("/relays/record", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def record() -> Any:
    actor, form = current_actor(), RecordForm(data={"happened_on": clock.today()})
    form.offer(queries.recordable(actor))
    if form.validate_on_submit():
        try:
            relay = services.record_relay(
                form.kind.data,
                direction=form.direction.data,
                title=form.title.data,
                body=form.body.data or "",
                happened_on=form.happened_on.data,
                federation_id=form.federation_id.data,
                sector_ids=form.sectors.data or [],
                position_ids=form.positions.data or [],
                submission_key=form.submission_key.data,
                as_it_stands=form.as_it_stands.data is True,
                by=actor,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("It stands in the journal."), "success")
            return redirect(url_for("relays.show", relay_id=relay.id), 303)
    return render_template("relays/record.html", form=form), 422 if form.errors else 200
