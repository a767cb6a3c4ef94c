"""Somebody left the company: in one action, with what the person carried."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.contacts import queries
from cara_crm.contacts.forms import LeaveForm
from cara_crm.contacts.models import Contact
from cara_crm.contacts.views import blueprint
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.issues import queries as issues
from cara_crm.issues.services import Left
from cara_crm.issues.services import leave as leave_place


@blueprint.get("/<int:contact_id>/leave")
@requires(Permission.CONTACT_EDIT)
def leave(contact_id: int) -> str:
    """What would happen; where there are several organisations, first which one."""
    contact = queries.contact_for(current_actor(), contact_id)
    return _page(contact, LeaveForm())


@blueprint.post("/<int:contact_id>/leave")
@requires(Permission.CONTACT_EDIT)
def leave_now(contact_id: int) -> Any:
    contact, form = queries.contact_for(current_actor(), contact_id), LeaveForm()
    place = _place(contact) or abort(404)
    form.offer(issues.successors(contact_id, place))
    if form.validate_on_submit():
        try:
            left = leave_place(contact, place, on=form.on.data, successor_id=form.successor_id.data, by=current_actor())
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            contact = queries.contact_for(current_actor(), contact_id)
            form.refuse(error)
        else:
            flash(_said(left, form.successor_id.data), "success")
            return redirect(url_for("contacts.show", contact_id=contact_id), 303)
    return _page(contact, form), 422


def _page(contact: Contact, form: LeaveForm) -> str:
    place, actor = _place(contact), current_actor()
    people = issues.successors(contact.id, place) if place else []
    return render_template(
        "contacts/leave.html",
        contact=contact,
        places=issues.places_of(contact),
        place=place,
        carried=issues.carried_by(contact.id, place, actor) if place else None,
        people=people,
        form=form.offer(people),
    )


def _place(contact: Contact) -> issues.Place | None:
    """The organisation that the address names, or the only one."""
    places = issues.places_of(contact)
    asked = request.args.get("at")
    if asked is None:
        return places[0] if len(places) == 1 else None
    return next((one for one in places if one.key == asked), None) or abort(404)


def _said(left: Left, successor_id: int | None) -> str:
    """What was done, in one line."""
    said = [ngettext("%(num)d function is ended.", "%(num)d functions are ended.", left.functions)]
    if left.accounts:
        said.append(_("The sign-in is closed."))
    if left.issues and successor_id:
        said.append(ngettext("%(num)d open issue is handed over.", "%(num)d open issues are handed over.", left.issues))
    if left.asked and successor_id:
        said.append(ngettext("%(num)d agreement is asked again.", "%(num)d agreements are asked again.", left.asked))
    return " ".join(said)
