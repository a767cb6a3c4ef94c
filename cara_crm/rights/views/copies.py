"""The copy of what is held on a person, as a file. Asked for with POST: giving it out is written down."""

import json
from typing import Any

from flask import Response
from flask_login import current_user

from cara_crm.audit import services as audit
from cara_crm.contacts import queries as contacts
from cara_crm.core import clock
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.rights import queries
from cara_crm.rights.views import blueprint


@blueprint.post("/contacts/<int:contact_id>/copy")
@requires(Permission.RIGHTS_COPY)
def copy(contact_id: int) -> Response:
    """For the person who asked the team: what this reader may see of it."""
    actor = current_actor()
    contact = contacts.contact_for(actor, contact_id)
    held = queries.held_on(contact, None, queries.Reader(actor, is_self=False))
    audit.record("contact.copied", contact, by=actor)
    db.session.commit()
    return _file(held, f"contact-{contact_id}")


@blueprint.post("/account/copy")
@requires(Permission.SELF)
def own_copy() -> Response:
    """For oneself: everything, and one's own words."""
    actor, user = current_actor(), current_user.user
    held = queries.held_on(queries.contact_of(user.contact_id), user, queries.Reader(actor, is_self=True))
    audit.record("user.copied", user, by=actor)
    db.session.commit()
    return _file(held, "my-data")


def _file(held: dict[str, Any], name: str) -> Response:
    text = json.dumps(held, ensure_ascii=False, indent=2)
    disposition = f'attachment; filename="{name}-{clock.today().isoformat()}.json"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(text, mimetype="application/json", headers=headers)
