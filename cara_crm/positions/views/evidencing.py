"""The evidence behind a position: what stands in no report, and what a report would say of it."""

from flask import render_template

from cara_crm.core.actor import current_actor
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, requires
from cara_crm.positions import queries
from cara_crm.positions.views import blueprint
from cara_crm.relays.queries import inquired_for, inquiries_to_choose
from cara_crm.reports.labels import WAITING
from cara_crm.reports.layout import laid_out
from cara_crm.reports.queries.evidence import evidence_of


@blueprint.get("/positions/<int:position_id>/evidence")
@requires(Permission.POSITION_READ)
def evidence(position_id: int) -> str:
    """By category, region and role, with what was declared; then the position as the report says it."""
    position = queries.position_for(current_actor(), position_id)
    found = evidence_of(current_actor(), position, current_language())
    document = laid_out(found.assembled.document)
    every = (one for chapter in document["chapters"] for one in chapter["positions"])
    return render_template(
        "positions/evidence.html",
        position=position,
        found=found,
        document=document,
        said=next((one for one in every if one["id"] == found.code), None),
        inquired=inquired_for(current_actor(), position.id),
        to_choose=inquiries_to_choose(current_actor()) if current_actor().can(Permission.RELAY_READ) else [],
        why_not=WAITING.get(found.how),
        k=found.assembled.document.threshold,
    )
