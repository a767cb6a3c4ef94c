"""The words of a position shown first to those behind it, who may object until a day."""

from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.positions import queries, services
from cara_crm.positions.views import blueprint
from cara_crm.positions.views.changing import done
from cara_crm.positions.views.leaking import names_somebody


@blueprint.post("/positions/<int:position_id>/objections")
@requires(Permission.POSITION_EDIT)
def open_window(position_id: int) -> Any:
    """Competitors read these words: what might give one of them away is not shown."""
    actor = current_actor()
    position = queries.position_for(actor, position_id)
    if names_somebody(position, to_members=True):
        flash(_("These words might give somebody away: write them more generally before others read them."), "error")
        return redirect(url_for("positions.leaks", position_id=position.id), 303)
    until = typed.day(request.form.get("until")) or date.min

    def act() -> str:
        told = services.open_window(position, until=until, by=actor)
        return str(ngettext("%(num)d author is shown these words.", "%(num)d authors are shown these words.", told))

    return done(position, act)


@blueprint.post("/positions/<int:position_id>/objections/leave")
@requires(Permission.POSITION_EDIT)
def leave_window(position_id: int) -> Any:
    actor = current_actor()
    position = queries.position_for(actor, position_id)

    def act() -> str:
        services.leave_window(position, by=actor)
        return _("Objections are not waited for any more.")

    return done(position, act)
