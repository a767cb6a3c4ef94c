"""Files that go with a relay: for those who write it, and for those who got it."""

from typing import Any

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.files.responses import download
from cara_crm.relays import queries, services
from cara_crm.relays.models import Relay
from cara_crm.relays.views import blueprint


@blueprint.get("/relays/<int:relay_id>/files/<int:file_id>")
@requires(Permission.JOURNAL_READ)
def file(relay_id: int, file_id: int) -> Response:
    return _given(queries.relay_for(current_actor(), relay_id), file_id)


@blueprint.get("/information/<int:relay_id>/files/<int:file_id>")
@requires(Permission.PORTAL_READ)
def received_file(relay_id: int, file_id: int) -> Response:
    return _given(queries.own_recipient(current_actor(), relay_id).relay, file_id)


def _given(relay: Relay, file_id: int) -> Response:
    found = next((one.file for one in relay.files if one.file_id == file_id), None)
    return download(found) if found else abort(404)


@blueprint.post("/relays/<int:relay_id>/files/<int:file_id>/remove")
@requires(Permission.RELAY_EDIT)
def remove_file(relay_id: int, file_id: int) -> Any:
    actor = current_actor()
    services.detach(queries.relay_for(actor, relay_id), file_id, by=actor)
    db.session.commit()
    flash(_("The file is taken away."), "success")
    return redirect(url_for("relays.show", relay_id=relay_id), 303)
