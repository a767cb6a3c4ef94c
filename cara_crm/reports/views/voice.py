"""A member's year on paper, for the manager who takes it along to a visit."""

from io import BytesIO

from flask import Response, abort, request, send_file
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import current_actor
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members.queries import member_for
from cara_crm.reports.views import blueprint
from cara_crm.reports.voice import queries
from cara_crm.reports.voice.sheet import render_voice, voice_for


@blueprint.get("/voice/<int:member_id>/<int:year>.pdf")
@requires(Permission.ISSUE_READ)
def voice(member_id: int, year: int) -> Response:
    """What its people share with their colleagues; with `for=director` all that its director reads."""
    actor = current_actor()
    member, whole = member_for(actor, member_id), request.args.get("for") == "director"
    if not queries.is_a_year(year):
        abort(404)
    director, anybody = _("For the director of %(name)s only"), _("For the people of %(name)s")
    seen = queries.seen_by_team(actor, member_id, everything=whole)
    reader = (director if whole else anybody) % {"name": member.name}
    content = render_voice(voice_for(reader, member, year, seen, says_who=whole))
    db.session.rollback()  # a transaction that has read may not get SQLite's write lock any more
    audit.record_all("member.voice_printed", "member", [(member_id, {"year": year, "whole": whole})], by=actor)
    db.session.commit()
    title = f"{_('Your voice %(year)s', year=year)} {member.name}"
    name = f"{fold(title).replace(' ', '-')}.pdf"
    return send_file(BytesIO(content), "application/pdf", download_name=name)
