"""Who comes, who is interested: the member says so, the manager sees the list and takes it along."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.relays import calendar, queries, services
from cara_crm.relays.forms import PlacesForm
from cara_crm.relays.views import blueprint


@blueprint.post("/information/<int:relay_id>/register")
@requires(Permission.PORTAL_READ)
def register(relay_id: int) -> Any:
    actor = current_actor()
    recipient = queries.own_recipient(actor, relay_id)
    try:
        services.register(recipient, by=actor)
    except DomainError as refusal:
        flash(str(refusal), "info")
    else:
        has_place = recipient.placed_at is not None
        db.session.commit()
        waits = _("All places are taken: you are on the waiting list. If one becomes free you get a message.")
        flash(_("You have a place; a message with the day for your calendar is on its way.") if has_place else waits)
    return redirect(url_for("relays.received", relay_id=relay_id), 303)


@blueprint.post("/information/<int:relay_id>/unregister")
@requires(Permission.PORTAL_READ)
def unregister(relay_id: int) -> Any:
    actor = current_actor()
    try:
        services.unregister(queries.own_recipient(actor, relay_id), by=actor)
    except DomainError as refusal:
        flash(str(refusal), "info")
    else:
        db.session.commit()
        flash(_("Noted: you do not come. Thank you for saying so."), "success")
    return redirect(url_for("relays.received", relay_id=relay_id), 303)


@blueprint.get("/information/<int:relay_id>/event.ics")
@requires(Permission.PORTAL_READ)
def day(relay_id: int) -> Response:
    relay = queries.own_recipient(current_actor(), relay_id).relay
    if not calendar.has_a_day(relay):
        abort(404)
    disposition = {"Content-Disposition": f'attachment; filename="{calendar.FILE}"'}
    return Response(calendar.written(relay, current_language()), mimetype=calendar.MEDIA, headers=disposition)


@blueprint.route("/relays/<int:relay_id>/places", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def places(relay_id: int) -> Any:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    if not relay.takes_registrations:
        abort(404)
    form = PlacesForm(data={"places": relay.places})
    if form.validate_on_submit() and not form.is_overtaken_by({"places": relay.places}):
        try:
            services.change_places(relay, form.places.data, by=actor)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("Saved. Who moved up from the waiting list gets a message."), "success")
            return redirect(url_for("relays.show", relay_id=relay_id), 303)
    return render_template("relays/places.html", form=form, relay=relay), form.status


@blueprint.post("/relays/<int:relay_id>/attendance")
@requires(Permission.RELAY_EDIT)
def attendance(relay_id: int) -> Any:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    here, shown = (typed.numbers(request.form.getlist(name)) for name in ("came", "shown"))
    try:
        came = services.note_attendance(relay, here, shown=shown, by=actor)
    except services.NotYetBegun as refusal:
        flash(str(refusal), "info")
    else:
        db.session.commit()
        flash(ngettext("Noted: %(num)d person came.", "Noted: %(num)d people came.", came), "success")
    return redirect(url_for("relays.show", relay_id=relay_id), 303)
