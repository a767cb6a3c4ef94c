"""What a person told the team about being written to."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.contacts import choices, queries
from cara_crm.contacts.forms import ChoicesForm
from cara_crm.contacts.models import News, Rhythm
from cara_crm.contacts.views import blueprint
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db


@blueprint.route("/<int:contact_id>/choices", methods=["GET", "POST"])
@requires(Permission.CONTACT_EDIT)
def choose(contact_id: int) -> Any:
    contact = queries.contact_for(current_actor(), contact_id)
    wanted = contact.newsletter_opt_out_at is None
    known = {"preference": contact.preference, "newsletters": wanted, **contact.rhythms}
    form = ChoicesForm(data=None if request.method == "POST" else known)
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        said, by = choices.Said(form.source.data, form.on.data, form.note.data or ""), current_actor()
        try:
            choices.choose_rhythm(contact, form.preference.data, said, by=by)
            choices.choose_kinds(contact, form.rhythms, said, by=by)
            choices.choose_newsletters(contact, said, agrees=form.newsletters.data, by=by)
        except DomainError as error:
            db.session.rollback()
            contact = queries.contact_for(current_actor(), contact_id)
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The choice is kept, with its day and its occasion."), "success")
            return redirect(url_for("contacts.show", contact_id=contact_id), 303)
    told = queries.choices_of(contact_id)
    page = render_template("contacts/choose.html", form=form, contact=contact, choices=told, rhythms=Rhythm, news=News)
    return page, form.status
