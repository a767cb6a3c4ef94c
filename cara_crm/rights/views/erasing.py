"""Erasing a person, for the administrator: what would happen, then for good."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.contacts import queries as contacts
from cara_crm.contacts.models import Contact
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.deliveries.services import lift
from cara_crm.extensions import db
from cara_crm.merging import words
from cara_crm.rights import queries, services
from cara_crm.rights.forms import EraseForm, LiftForm
from cara_crm.rights.views import blueprint


@blueprint.get("/contacts/<int:contact_id>/erase")
@requires(Permission.RIGHTS_ERASE)
def erase(contact_id: int) -> str:
    return _page(_contact(contact_id), EraseForm())


@blueprint.post("/contacts/<int:contact_id>/erase")
@requires(Permission.RIGHTS_ERASE)
def erase_now(contact_id: int) -> Any:
    contact, form = _contact(contact_id), EraseForm()
    form.expected = contact.last_name
    if form.validate_on_submit():
        try:
            done = services.erase(contact, by=current_actor())
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            contact = _contact(contact_id)
            form.refuse(error)
        else:
            told = ngettext(
                "Erased. %(num)d text was written again without the person.",
                "Erased. %(num)d texts were written again without the person.",
                done.texts,
            )
            flash(told, "success")
            return redirect(url_for("contacts.index"), 303)
    return _page(contact, form), 422


@blueprint.route("/settings/objections", methods=["GET", "POST"])
@requires(Permission.RIGHTS_ERASE)
def objections() -> Any:
    """An address that is not written to any more may be again, when its owner asks for it."""
    form = LiftForm()
    if form.validate_on_submit():
        if lift(form.email.data, by=current_actor()):
            db.session.commit()
            flash(_("This address may be kept and written to again."), "success")
            return redirect(url_for("rights.objections"), 303)
        form.email.errors = [_("Nobody with this address asked to be forgotten.")]
    return render_template("rights/objections.html", form=form), 422 if form.errors else 200


def _contact(contact_id: int) -> Contact:
    contact = contacts.contact_for(current_actor(), contact_id)
    return contact if contact.merged_into_id is None else abort(404)


def _page(contact: Contact, form: EraseForm) -> str:
    found = queries.preview(contact)
    return render_template(
        "rights/erase.html",
        contact=contact,
        form=form,
        found=found,
        goes=words.counted(dict(found.goes)),
        stays=words.counted(dict(found.stays)),
    )
