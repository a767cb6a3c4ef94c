"""Figures of the cluster; each opens the list behind it."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.languages import label, named
from cara_crm.core.permissions import Permission, requires
from cara_crm.insights import queries
from cara_crm.issues.models import IssueKind
from cara_crm.positions.models import Outcome
from cara_crm.territory.outlines import outlines

blueprint = Blueprint("insights", __name__, url_prefix="/insights")


@blueprint.get("")
@requires(Permission.INSIGHT_READ)
def index() -> str:
    k, last = queries.shown()
    membership = queries.membership()
    return render_template(
        "insights/index.html",
        k=k,
        kinds=list(IssueKind),
        membership=membership,
        outlines=outlines(),
        heard=queries.heard_as_shown(membership.sectors, k, last),
        lines=queries.by_federation(queries.asked()),
        opinions=queries.opinions_as_shown(last),
        standings=_standings(),
        downward=queries.downward(k),
    )


@blueprint.get("/answers")
@requires(Permission.INSIGHT_READ)
def answers() -> str:
    """The positions behind a figure."""
    lines = queries.by_federation(queries.asked())
    federation, priority = (typed.number(request.args.get(name)) for name in ("federation", "priority"))
    standing = next((key for key, _text in _standings() if key == request.args.get("standing")), None)
    found, total = queries.listed(current_actor(), federation=federation, priority=priority, standing=standing)
    return render_template(
        "insights/answers.html",
        listed=found,
        total=total,
        federations=[(line.federation.id, line.federation.short_name) for line in lines if line.is_total],
        priorities=[(line.priority.id, named(line.priority)) for line in lines if line.priority],
        standings=_standings(),
        chosen={"federation": federation, "priority": priority, "standing": standing},
        now=clock.now(),
    )


def _standings() -> list[tuple[str, str]]:
    """What may have become of a position, in words: what is not answered first, then each answer."""
    silent = [(queries.WAITING, _("Waits for an answer")), (Outcome.NO_ANSWER.value, label(Outcome.NO_ANSWER))]
    return silent + [(one.value, label(one)) for one in Outcome if one is not Outcome.NO_ANSWER]
