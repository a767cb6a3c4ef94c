"""Each year on paper: what one's organisation said, and what became of it."""

from io import BytesIO
from typing import Any

from flask import Response, abort, render_template, send_file
from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Permission, public, requires
from cara_crm.issues.queries import member_of
from cara_crm.members.models import Member
from cara_crm.portal.views import blueprint
from cara_crm.reports.voice import queries
from cara_crm.reports.voice.links import read_voice_token
from cara_crm.reports.voice.sheet import render_voice, voice_for


@blueprint.get("/voice")
@requires(Permission.PORTAL_READ)
def voice() -> str:
    years = queries.years_of(queries.seen_by(current_actor()))
    return render_template("portal/voice.html", member=member_of(current_actor()), years=years)


@blueprint.get("/voice/<int:year>.pdf")
@requires(Permission.PORTAL_READ)
def voice_sheet(year: int) -> Response:
    return _sheet(current_actor(), member_of(current_actor()), year)


@blueprint.get("/voice/by-mail/<token>.pdf")
@public
def voice_by_mail(token: str) -> Any:
    """For who has no account, while it has a function at the member."""
    link = read_voice_token(token)
    reader = queries.reader_at(link.contact_id, link.member_id) if link else None
    if link is None or reader is None or reader.has_account:
        abort(410 if link and reader is None else 404)
    with force_locale(reader.contact.language or "fr"):
        return _sheet(reader.actor, member_of(reader.actor), link.year)


def _sheet(actor: Actor, member: Member, year: int) -> Response:
    if not queries.is_a_year(year):
        abort(404)
    reader = _("For %(name)s", name=actor.name)
    content = render_voice(voice_for(reader, member, year, queries.seen_by(actor), says_who=actor.is_member_director))
    name = f"{fold(_('Your voice %(year)s', year=year)).replace(' ', '-')}.pdf"
    return send_file(BytesIO(content), "application/pdf", download_name=name)
