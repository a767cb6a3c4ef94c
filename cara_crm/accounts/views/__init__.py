"""The doors of the product."""

import logging

from flask import Blueprint, Response, g, request
from sqlalchemy.exc import OperationalError

from cara_crm.accounts import services
from cara_crm.extensions import db

blueprint = Blueprint("accounts", __name__)
log = logging.getLogger(__name__)


@blueprint.after_app_request
def note_seen(response: Response) -> Response:
    """After a page was read, remember every few minutes that its reader was here, in a short transaction."""
    seen = g.get("session_seen")
    if seen is None or request.method != "GET" or response.is_streamed:
        return response
    db.session.rollback()
    try:
        services.note_seen(seen)
        db.session.commit()
    except OperationalError:
        db.session.rollback()
        log.warning("the database is busy: a visit was not noted")
    return response


from cara_crm.accounts.views import home, invitations, profile, refusals, sign_in, users  # noqa: E402, F401  (the routes of this blueprint)
