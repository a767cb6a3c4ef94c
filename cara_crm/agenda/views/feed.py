"""The calendar that a service elsewhere reads, without a session."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.accounts.guards import reader_of_address
from cara_crm.accounts.models import CalendarFeed
from cara_crm.accounts.services import count_reading, limits
from cara_crm.agenda import queries
from cara_crm.agenda.views import blueprint
from cara_crm.core.permissions import Permission, public
from cara_crm.extensions import db


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Any:
    """Whoever has the address reads it."""
    from cara_crm.agenda import calendar  # here: what a command never needs, it does not load

    count_reading(CalendarFeed, token, request.remote_addr or "", of=limits.CALENDARS)
    db.session.commit()
    user, actor = reader_of_address(CalendarFeed, token, needs=Permission.CALENDAR_READ)
    language = user.language or "fr"
    with force_locale(language):
        name = _("%(cluster)s: my days", cluster=g.get("site_name") or "CARA")
        host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
        content = calendar.written(queries.entries(actor), name=name, language=language, host=host)
    return _answer(content, calendar.MEDIA)


def _answer(content: bytes, media: str) -> Response:
    response = Response(content, mimetype=media, headers={"Cache-Control": "private, no-cache"})
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]
