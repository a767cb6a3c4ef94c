"""What one member received: for the manager who is asked “you never told us”."""

from flask import Response, render_template, request
from flask_babel import gettext as _

from cara_crm.core import clock
from cara_crm.core.actor import current_actor
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members.queries import member_for
from cara_crm.relays import queries
from cara_crm.relays.export import got_as_csv
from cara_crm.relays.views import blueprint


@blueprint.get("/members/<int:member_id>/received")
@requires(Permission.RELAY_READ)
def of_member(member_id: int) -> str:
    actor = current_actor()
    member = member_for(actor, member_id)
    found = queries.got_by_member(actor, member_id)
    page = paginate(db.session, found, queries.got_key, request.args.get("after"))
    return render_template("relays/of_member.html", member=member, page=page)


@blueprint.get("/members/<int:member_id>/received.csv")
@requires(Permission.RELAY_READ)
def export_of_member(member_id: int) -> Response:
    actor = current_actor()
    member = member_for(actor, member_id)
    content = got_as_csv(queries.all_got_by_member(actor, member_id))
    name = _("received") + f"-{member.id}-{clock.today():%Y-%m-%d}.csv"
    return Response(content, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})
