"""What somebody missed while mail came back from its address, sent by a button on its page."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.contacts.queries import contact_for
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.relays import services
from cara_crm.relays.views import blueprint


@blueprint.post("/contacts/<int:contact_id>/missed")
@requires(Permission.RELAY_EDIT)
def send_missed(contact_id: int) -> Any:
    actor = current_actor()
    sent = services.send_missed(contact_for(actor, contact_id), by=actor)
    db.session.commit()
    told = ngettext("%(num)d relay that was missed is sent.", "%(num)d relays that were missed are sent.", sent)
    flash(told if sent else _("There is nothing to send any more."), "success" if sent else "info")
    return redirect(url_for("contacts.show", contact_id=contact_id), 303)
