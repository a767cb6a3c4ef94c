"""What one member received: for the manager who is asked “you never told us”."""

from flask import render_template, request

from cara_crm.core.actor import current_actor
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members.queries import member_for
from cara_crm.relays import queries
from cara_crm.relays.views import blueprint


@blueprint.get("/members/<int:member_id>/received")
@requires(Permission.RELAY_READ)
def of_member(member_id: int) -> str:
    actor = current_actor()
    member = member_for(actor, member_id)
    found = queries.got_by_member(actor, member_id)
    page = paginate(db.session, found, queries.got_key, request.args.get("after"))
    return render_template("relays/of_member.html", member=member, page=page)
