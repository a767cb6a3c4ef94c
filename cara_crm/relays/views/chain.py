"""The chain: every step from the members to the federation and back, from whichever end one comes."""

from typing import Any

from flask import abort, redirect, render_template, url_for

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission, requires
from cara_crm.desk.queries.chain import ChainKind, Way, own_ways, ways
from cara_crm.positions import queries as positions
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
    found = ways(actor, known, record_id, threshold())
    ids = [one.id for way in found for one in way.positions]
    onward = onward_of(actor, ids) if actor.can(Permission.POSITION_READ) else []
    return render_template("relays/chain.html", ways=found, onward=onward)


@blueprint.get("/information/chain/<int:issue_id>")
@requires(Permission.PORTAL_READ)
def own_chain(issue_id: int) -> str:
    return render_template("relays/own_chain.html", ways=own_ways(current_actor(), issue_id))


def pictures(actor: Actor, kind: ChainKind, record_id: int, k: int) -> list[Way]:
    """The chains of a record's page; [] where there is nothing to draw."""
    try:
        return ways(actor, kind, record_id, k)
    except NotVisible:
        return []
