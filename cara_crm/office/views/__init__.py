"""The federation's space: its reports, its answers, what it shares; and the manager's side of an answer."""

from flask import Blueprint, current_app, g, request

from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission
from cara_crm.office.reading import COOKIE, reader_of

blueprint = Blueprint("office", __name__)


@blueprint.before_request
def read_by_link() -> None:
    """Who opened a reading link is, on the federation's pages only, a reader of that one report."""
    wanted = getattr(current_app.view_functions.get(request.endpoint or ""), "access", None)
    if wanted not in (Permission.OFFICE_READ, Permission.OFFICE_ANSWER) or current_actor().can(wanted):
        return
    reader = reader_of(request.cookies.get(COOKIE))
    if reader is not None:
        g.actor, language = reader
        if "language" not in request.cookies:
            g.language = language


from cara_crm.office.views import (  # noqa: E402, F401
    answers,
    passing,
    questions,
    reports,
    requests,
    share,
    silence,
    trends,
    workbooks,
)
