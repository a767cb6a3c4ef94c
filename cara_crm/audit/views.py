"""The audit log's page."""

from flask import Blueprint, render_template, request

from cara_crm.audit import queries
from cara_crm.core import typed
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db

blueprint = Blueprint("audit", __name__)


def _asked(name: str) -> str:
    return request.args.get(name, "").strip().replace("\x00", "")[:200]


@blueprint.get("/audit")
@requires(Permission.AUDIT_READ)
def index() -> str:
    chosen = {name: _asked(name) for name in ("action", "subject")}
    who, on = _asked("q"), typed.day(request.args.get("on"))
    page = paginate(
        db.session(), queries.listed(who=who, on=on, **chosen), queries.NEWEST_FIRST, request.args.get("after")
    )
    return render_template(
        "audit/index.html",
        page=page,
        who=who,
        on=on,
        chosen=chosen,
        actions=[(name, name) for name in queries.actions()],
        subjects=[(name, name) for name in queries.subjects()],
    )
