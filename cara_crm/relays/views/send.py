"""Sending: now, which is in a minute, or at an hour; and calling back."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core import clock
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold
from cara_crm.core.languages import day_and_time
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.issues.services import SpeaksOfMembers
from cara_crm.relays import queries, services
from cara_crm.relays.forms import ReleaseForm, ScheduleForm
from cara_crm.relays.models import UNSENT, Relay
from cara_crm.relays.queries import Who
from cara_crm.relays.services import Reach
from cara_crm.relays.views import blueprint

MORNING = time(9)


@blueprint.post("/relays/<int:relay_id>/send")
@requires(Permission.RELAY_EDIT)
def send(relay_id: int) -> Any:
    """Two clicks where it names members to the others: the page says whom, and asks."""
    actor, form = current_actor(), ReleaseForm()
    relay = queries.relay_for(actor, relay_id)
    try:
        services.schedule(relay, as_it_stands=form.as_it_stands.data is True, looked_at=form.seen.data or "", by=actor)
    except SpeaksOfMembers as refusal:
        form.refuse(refusal)
        return render_template("relays/release.html", form=form, relay=relay), 422
    except DomainError as refusal:
        flash(str(refusal), "info")
    else:
        db.session.commit()
        flash(_("It leaves in a minute; until then you can call it back."), "success")
    return redirect(url_for("relays.show", relay_id=relay_id), 303)


@blueprint.route("/relays/<int:relay_id>/schedule", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def schedule(relay_id: int) -> Any:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    reach = reach_shown(actor, relay)
    form = ScheduleForm(data={"day": clock.today() + timedelta(days=1), "hour": MORNING, "seen": _mark(relay, reach)})
    if form.validate_on_submit():
        at = clock.moment(form.day.data, form.hour.data)
        try:
            stands = form.as_it_stands.data is True
            services.schedule(relay, at=at, as_it_stands=stands, looked_at=form.seen.data or "", by=actor)
        except DomainError as refusal:
            form.refuse(refusal)
            if isinstance(refusal, services.NotWhatWasSeen):
                form.seen.data = _mark(relay, reach)
        else:
            db.session.commit()
            flash(_("It leaves on %(when)s; until then you can call it back.", when=day_and_time(at)), "success")
            return redirect(url_for("relays.show", relay_id=relay_id), 303)
    return render_template("relays/schedule.html", form=form, relay=relay, reach=reach), 422 if form.errors else 200


@blueprint.post("/relays/<int:relay_id>/call-back")
@requires(Permission.RELAY_EDIT)
def call_back(relay_id: int) -> Any:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    try:
        services.call_back(relay, by=actor)
    except services.TooLate as refusal:
        flash(str(refusal), "info")
    else:
        db.session.commit()
        flash(_("Called back: nobody got it. It is a draft again."), "success")
    return redirect(url_for("relays.show", relay_id=relay_id), 303)


def _mark(relay: Relay, reach: Reach | None) -> str:
    return services.seen(relay, reach) if reach else ""


def reach_shown(actor: Actor, relay: Relay) -> Reach | None:
    """Of what has not left: exactly who would get it now."""
    if relay.state not in UNSENT or not queries.knows_people(actor):
        return None
    return services.reach_now(relay)


def named_in(actor: Actor, reach: Reach | None) -> Reach | None:
    """Those of them whom this manager reads by name: a colleague may have drafted for more sectors."""
    members = queries.named_members(actor) if reach else None
    if reach is None or members is None:
        return reach
    return replace(reach, people=[(person, why) for person, why in reach.people if person.member_id in members])


def sought_in(reach: Reach | None, q: str, who: Who) -> Reach | None:
    """Those of them whom somebody looks for by name; of who is not reached, those alone."""
    if reach is None:
        return None
    words, unreached = fold(q).split(), who is Who.NOT_REACHED
    sought = [(p, why) for p, why in reach.people if p.is_called(words) and (why is not None or not unreached)]
    return replace(reach, people=sought)
