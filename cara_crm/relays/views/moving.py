"""An event after it was sent: another day, cancelled, somebody registered who phones."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.contacts import queries as contacts
from cara_crm.core import typed
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.relays import hours, queries, services
from cara_crm.relays.forms import CancelForm, MoveForm
from cara_crm.relays.models import Relay
from cara_crm.relays.views import blueprint

LONGEST_WORD = 100


def _event(actor: Actor, relay_id: int) -> Relay:
    relay = queries.relay_for(actor, relay_id)
    if not relay.takes_registrations:
        abort(404)
    return relay


def _told(many: int) -> str:
    return str(ngettext("%(num)d person is told.", "%(num)d people are told.", many))


@blueprint.route("/relays/<int:relay_id>/move", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def move(relay_id: int) -> Any:
    actor = current_actor()
    relay = _event(actor, relay_id)
    known = hours.as_typed(relay.starts_at, relay.ends_at) | {"place": relay.place}
    form = MoveForm(data=known)
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        try:
            happening, stands = services.Happening(**form.event), form.as_it_stands.data is True
            before = relay.calendar_sequence
            told = services.move_event(relay, happening, as_it_stands=stands, by=actor)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            moved = relay.calendar_sequence > before
            db.session.commit()
            flash(_("It is moved.") + " " + _told(told) if moved else _("Nothing is changed."), "success")
            return redirect(url_for("relays.show", relay_id=relay_id), 303)
    return render_template("relays/move.html", form=form, relay=relay), form.status


@blueprint.route("/relays/<int:relay_id>/cancel", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def cancel(relay_id: int) -> Any:
    actor = current_actor()
    relay = _event(actor, relay_id)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            stands = form.as_it_stands.data is True
            told = services.cancel_event(relay, form.reason.data or "", as_it_stands=stands, by=actor)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("It is cancelled.") + " " + _told(told), "success")
            return redirect(url_for("relays.show", relay_id=relay_id), 303)
    return render_template("relays/cancel.html", form=form, relay=relay), 422 if form.errors else 200


@blueprint.route("/relays/<int:relay_id>/guests", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def guests(relay_id: int) -> Any:
    """Who phones is found by name and registered."""
    actor = current_actor()
    relay = _event(actor, relay_id)
    q = request.args.get("q", "").replace("\x00", "")[:LONGEST_WORD].strip()
    if request.method == "POST":
        key = typed.number(request.form.get("contact"))
        if key is None or not contacts.sees(actor, key):
            abort(404)
        try:
            guest = services.register_guest(relay, contacts.contact_for(actor, key), by=actor)
        except DomainError as refusal:
            db.session.rollback()
            flash(str(refusal), "error")
        else:
            said = _("%(name)s has a place.") if guest.placed_at else _("%(name)s is on the waiting list.")
            name = guest.contact.name
            db.session.commit()
            flash(said % {"name": name}, "success")
        return redirect(url_for("relays.show", relay_id=relay_id, _anchor="guests"), 303)
    found = contacts.page_of(actor, q, None).items if q else []
    return render_template("relays/guests.html", relay=relay, q=q, found=found)
