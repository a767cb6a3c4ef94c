"""Whom a draft concerns, beside the rule: how many, people added by hand, tasks for those whom no mail reaches."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.contacts import queries as contacts
from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.relays import queries, services
from cara_crm.relays.forms import RelayForm
from cara_crm.relays.views import blueprint
from cara_crm.relays.views.send import named_in, reach_shown

LONGEST_WORD = 100


@blueprint.post("/relays/count")
@requires(Permission.RELAY_EDIT)
def count() -> str:
    """How many people the boxes of the form concern at this moment; nothing is kept."""
    actor, form = current_actor(), RelayForm()
    form.offer(queries.choices(actor))
    rule = dict(services.within_charge(form.audience, actor))
    with reading():
        reach = services.reach_of(queries.audience_of(rule), newsletter=True, news=form.kind.data or "")
        members = len({person.member_id for person, _reason in reach.people})
    return render_template("relays/_count.html", reach=reach, members=members)


@blueprint.route("/relays/<int:relay_id>/add", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def add(relay_id: int) -> Any:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    q = request.args.get("q", "").replace("\x00", "")[:LONGEST_WORD].strip()
    if request.method == "POST":
        asked = [key for value in request.form.getlist("contact") if (key := typed.number(value)) is not None]
        people = [key for key in asked if contacts.sees(actor, key)]
        services.add_people(relay, people, by=actor)
        db.session.commit()
        flash(ngettext("%(num)d person is added.", "%(num)d people are added.", len(people)), "success")
        return redirect(url_for("relays.show", relay_id=relay_id), 303)
    found = contacts.page_of(actor, q, None).items if q else []
    return render_template("relays/add.html", relay=relay, q=q, found=found)


@blueprint.post("/relays/<int:relay_id>/chase")
@requires(Permission.RELAY_EDIT)
def chase(relay_id: int) -> Any:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    made = services.chase(relay, named_in(actor, reach_shown(actor, relay)), by=actor)
    db.session.commit()
    said = ngettext("%(num)d task is made: find an address.", "%(num)d tasks are made: find an address.", made)
    flash(said if made else _("Everybody whom no mail reaches has a task already."), "success")
    return redirect(url_for("relays.show", relay_id=relay_id), 303)
