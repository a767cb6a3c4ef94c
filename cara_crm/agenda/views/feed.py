"""The calendar that a service elsewhere reads, without a session."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, abort, current_app, g, request
from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.accounts import queries as accounts
from cara_crm.accounts.guards import actor_of
from cara_crm.accounts.services import count_reading, limits
from cara_crm.agenda import calendar, queries
from cara_crm.agenda.views import blueprint
from cara_crm.core.permissions import Permission, public
from cara_crm.extensions import db


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Any:
    """Whoever has the address reads it; a wrong one, a closed one and one of somebody who left look alike.

    The count of readings is the one thing that is written, in a short transaction of its own that ends first.
    """
    owner = accounts.reader_of_feed(token)
    owner_id = owner.id if owner else None
    db.session.rollback()
    count_reading(owner_id, request.remote_addr or "", of=limits.CALENDARS)
    db.session.commit()
    user = accounts.reader_of_feed(token)
    if user is None or not (actor := actor_of(user)).can(Permission.CALENDAR_READ):
        abort(404)
    language = user.language or "fr"
    with force_locale(language):
        name = _("%(cluster)s: my days", cluster=g.get("site_name") or "CARA")
        host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
        content = calendar.written(queries.entries(actor), name=name, language=language, host=host)
    return _answer(content)


def _answer(content: bytes) -> Response:
    response = Response(content, mimetype=calendar.MEDIA, headers={"Cache-Control": "private, no-cache"})
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]
