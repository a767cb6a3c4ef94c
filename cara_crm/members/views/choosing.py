"""The columns of the list, chosen and ordered: in a menu of the list, or on a page of their own without script."""

from typing import Any

from flask import redirect, render_template, request, url_for

from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.lists import queries as lists
from cara_crm.lists import services
from cara_crm.lists.columns import FIELD, told
from cara_crm.members.views import blueprint, columns
from cara_crm.members.views.asking import PLACE, as_query, asked_filters


@blueprint.get("/columns")
@requires(Permission.MEMBER_READ)
def choose_columns() -> str:
    actor = current_actor()
    offered = columns.offered(actor)
    in_address = columns.named_in_address(actor)
    return render_template(
        "members/_columns.html" if "HX-Request" in request.headers else "members/choose_columns.html",
        names=columns.shown(actor, lists.habit(actor, PLACE)),
        offered=offered,
        labels=columns.headings(offered),
        kept=as_query(asked_filters(request.args)),
        told=told(in_address) if in_address else None,
    )


@blueprint.post("/columns")
@requires(Permission.MEMBER_READ)
def keep_columns() -> Any:
    """Those that are ticked, in their order; one of them may move a place. In an address that names them they stay
    there, else they are kept for this person."""
    actor, kept = current_actor(), as_query(asked_filters(request.args))
    asked = columns.asked(actor, request.form)
    if request.args.get(FIELD) and "mine" not in request.form:
        kept |= {FIELD: told(asked)} if asked else {}
    else:
        services.keep_columns(PLACE, asked, by=actor)
        db.session.commit()
    if move := request.form.get("move"):
        return redirect(url_for("members.choose_columns", **kept, _anchor=move.replace(":", "-")), 303)
    return redirect(url_for("members.index", **kept), 303)
