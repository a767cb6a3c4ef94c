"""Whom a draft concerns, beside the rule: how many, people added by hand, tasks for those whom no mail reaches."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.contacts import queries as contacts
from cara_crm.core import typed
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.lists import services as lists
from cara_crm.lists.queries import own_view
from cara_crm.relays import queries, services
from cara_crm.relays.forms import AudienceForm, RelayForm
from cara_crm.relays.views import blueprint
from cara_crm.relays.views.send import named_in, reach_shown

LONGEST_WORD = 100


def offer(form: RelayForm, actor: Actor) -> list[Any]:
    """Fill in what may be chosen; gives back the saved audiences."""
    saved = queries.saved_audiences(actor)
    form.offer(queries.choices(actor), saved)
    return saved


def chosen(form: RelayForm, saved: list[Any], actor: Actor) -> dict[str, Any]:
    """The saved audience that was chosen, with its people added and taken out by hand, else the boxes."""
    kept = next((one.query for one in saved if one.id == form.saved.data), None)
    return form.audience if kept is None else queries.in_sight(actor, queries.rule_of(kept))


@blueprint.post("/relays/count")
@requires(Permission.RELAY_EDIT)
def count() -> str:
    """How many people the boxes of the form concern at this moment; nothing is kept."""
    actor, form = current_actor(), RelayForm()
    rule = dict(services.within_charge(chosen(form, offer(form, actor), actor), actor))
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


@blueprint.route("/relays/<int:relay_id>/audience", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def keep_audience(relay_id: int) -> Any:
    """Under a name, for the next time; the same name once more is the audience as it is now."""
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    form = AudienceForm()
    if form.validate_on_submit():
        kept = queries.as_kept(relay.audience)
        try:
            lists.keep_view(queries.AUDIENCES, form.name.data, kept, is_shared=form.is_shared.data, by=actor)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("The audience is kept: you choose it when you write to the members."), "success")
            return redirect(url_for("relays.show", relay_id=relay_id), 303)
    return render_template("relays/keep_audience.html", form=form, relay=relay), 422 if form.errors else 200


@blueprint.post("/relays/audiences/<int:view_id>/forget")
@requires(Permission.RELAY_EDIT)
def forget_audience(view_id: int) -> Any:
    actor = current_actor()
    lists.forget_view(own_view(actor, view_id), by=actor)
    db.session.commit()
    flash(_("The audience is forgotten; what was sent to it stays."), "success")
    return redirect(url_for("relays.templates"), 303)
