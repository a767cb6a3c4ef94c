"""A form that stood open while its record was merged into another."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.merging import queries
from cara_crm.merging.models import MergeKind
from cara_crm.merging.views import blueprint

PAGES = {MergeKind.MEMBER: "members.show", MergeKind.CONTACT: "contacts.show"}


@blueprint.before_app_request
def lead_on() -> Any:
    """What it says is about a record that is no more: nothing is written, and what the record is now is shown.

    Nothing is told to who may not see or edit it: for them it is as if it had never been.
    """
    if request.method != "POST":
        return None
    actor = current_actor()
    for kind, page in PAGES.items():
        name = f"{kind.value}_id"
        asked: Any = typed.number((request.view_args or {}).get(name) or request.form.get(name))
        if asked and queries.is_merged(actor, kind, asked):
            flash(_("Nothing was written: the record was merged into another while your form was open."), "warning")
            values: dict[str, Any] = {name: asked}
            return redirect(url_for(page, **values), 303)
    return None
