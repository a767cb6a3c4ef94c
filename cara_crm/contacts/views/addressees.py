"""Which reports of its federation a person receives."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.contacts import queries, services
from cara_crm.contacts.forms import AddresseeForm
from cara_crm.contacts.models import Affiliation
from cara_crm.contacts.views import blueprint
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db


@blueprint.route("/<int:contact_id>/functions/<int:line_id>/reports", methods=["GET", "POST"])
@requires(Permission.CONTACT_EDIT)
def addressee(contact_id: int, line_id: int) -> Any:
    """Reports of which sectors come to this function at a federation, or none."""
    actor = current_actor()
    contact = queries.contact_for(actor, contact_id)
    line = _at_a_federation(contact.affiliations, line_id)
    known = {"receives": line.receives_reports, "sectors": [one.id for one in line.sectors]}
    form = AddresseeForm(data=known)
    form.offer(queries.sectors_of_federation(line.federation_id or 0))
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        services.set_addressee(
            line, receives=bool(form.receives.data), sectors=queries.sectors(form.sectors.data or []), by=actor
        )
        db.session.commit()
        flash(_("Saved. It holds for the next report."), "success")
        return redirect(url_for("contacts.show", contact_id=contact_id), 303)
    page = render_template("contacts/addressee.html", form=form, contact=contact, line=line)
    return page, form.status


def _at_a_federation(lines: list[Affiliation], line_id: int) -> Affiliation:
    found = next((one for one in lines if one.id == line_id and one.federation_id and one.until_on is None), None)
    if found is None:
        raise NotVisible
    return found
