"""Figures of the cluster; each opens the list behind it."""

from flask import Blueprint, render_template

from cara_crm.core.permissions import Permission, requires
from cara_crm.insights import queries
from cara_crm.issues.models import IssueKind
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
        bodies=queries.bodies(),
        downward=queries.downward(k),
    )
