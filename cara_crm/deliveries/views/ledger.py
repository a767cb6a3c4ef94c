"""The ledger: every message, to whom, and what became of it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from cara_crm.contacts import addresses
from cara_crm.contacts import queries as contacts
from cara_crm.core.actor import current_actor
from cara_crm.core.languages import label, number
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.deliveries import queries, services
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.deliveries.views import blueprint
from cara_crm.deliveries.views.health import look_again
from cara_crm.extensions import db


@blueprint.get("/deliveries")
@requires(Permission.DELIVERY_READ)
def index() -> str:
    chosen = request.args.get("status", type=DeliveryStatus)
    q = request.args.get("q", "").strip().replace("\x00", "")[:200]
    whom = contacts.visible_ids(current_actor())
    select = queries.listed(chosen, q, whom=whom)
    page = paginate(db.session(), select, queries.NEWEST_FIRST, request.args.get("after"))
    counts = queries.counts(whom=whom)
    choices = [(state.value, f"{label(state)} ({number(n)})") for state, n in counts.items()]
    shown = counts[chosen] if chosen else sum(counts.values())
    return render_template("deliveries/index.html", page=page, choices=choices, shown=shown, chosen=chosen, q=q)


@blueprint.get("/deliveries/<int:delivery_id>")
@requires(Permission.DELIVERY_READ)
def show(delivery_id: int) -> str:
    return render_template("deliveries/show.html", delivery=_delivery(delivery_id))


def _delivery(delivery_id: int) -> Delivery:
    actor = current_actor()
    return queries.delivery_for(actor, delivery_id, whom=contacts.visible_ids(actor))


@blueprint.post("/deliveries/<int:delivery_id>/retry")
@requires(Permission.DELIVERY_READ)
def retry(delivery_id: int) -> Response:
    delivery = _delivery(delivery_id)
    services.retry(delivery, by=current_actor())
    if delivery.contact_id is not None:  # who sends there again says that somebody is there
        addresses.lift(contacts.contact_for(current_actor(), delivery.contact_id), by=current_actor())
    db.session.commit()
    look_again()
    flash(_("The message to %(address)s is sent again.", address=delivery.recipient), "success")
    return redirect(url_for("deliveries.show", delivery_id=delivery_id), 303)


@blueprint.post("/deliveries/retry")
@requires(Permission.DELIVERY_READ)
def retry_failed() -> Response:
    """After the mail server was away for long: everything that failed, at once."""
    n = services.retry_failed(by=current_actor())
    db.session.commit()
    look_again()
    flash(ngettext("%(num)d message is sent again.", "%(num)d messages are sent again.", n), "success")
    return redirect(url_for("deliveries.index"), 303)


@blueprint.post("/deliveries/<int:delivery_id>/settle")
@requires(Permission.DELIVERY_READ)
def settle(delivery_id: int) -> Response:
    delivery = _delivery(delivery_id)
    services.settle(delivery, by=current_actor())
    db.session.commit()
    look_again()
    flash(_("Set aside. Nobody is reminded of this message any more."), "success")
    return redirect(url_for("deliveries.index"), 303)
