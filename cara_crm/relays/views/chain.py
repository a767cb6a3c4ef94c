"""The chain: every step from the members to the federation and back, from whichever end one comes."""

from typing import Any

from flask import abort, redirect, render_template, url_for

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission, requires
from cara_crm.desk.queries.chain import ChainKind, Way, own_ways, ways
from cara_crm.desk.queries.downward import way_of_relay
from cara_crm.positions import queries as positions
from cara_crm.relays.queries import causes_of, own_cause_of
from cara_crm.relays.views import blueprint
from cara_crm.reports.answers.queries import onward_of
from cara_crm.settings.queries import threshold


@blueprint.get("/chain/<kind>/<int:record_id>")
@requires(Permission.JOURNAL_READ)
def chain(kind: str, record_id: int) -> Any:
    known = next((one for one in ChainKind if one.value == kind), None)
    if known is None:
        abort(404)
    if known is ChainKind.POSITION and (target := positions.leads_on(current_actor(), record_id)):
        return redirect(url_for("relays.chain", kind=kind, record_id=target), 303)
    actor = current_actor()
    k, of_relay = threshold(), known is ChainKind.RELAY
    below = way_of_relay(actor, record_id, k) if of_relay else None
    found = pictures(actor, known, record_id, k) if of_relay else ways(actor, known, record_id, k)
    ids = [one.id for way in found for one in way.positions]
    onward = onward_of(actor, ids) if actor.can(Permission.POSITION_READ) else []
    causes = causes_of(actor, [issue for way in found if way.knows_people for issue in way.issues])
    return render_template("relays/chain.html", ways=found, onward=onward, below=below, causes_known=causes)


@blueprint.get("/information/chain/<int:issue_id>")
@requires(Permission.PORTAL_READ)
def own_chain(issue_id: int) -> str:
    actor = current_actor()
    found = own_ways(actor, issue_id)
    return render_template("relays/own_chain.html", ways=found, cause=own_cause_of(actor, found[0].issues[0]))


def pictures(actor: Actor, kind: ChainKind, record_id: int, k: int) -> list[Way]:
    """The chains of a record's page; [] where there is nothing to draw."""
    try:
        return ways(actor, kind, record_id, k)
    except NotVisible:
        return []
