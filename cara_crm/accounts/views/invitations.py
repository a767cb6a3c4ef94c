"""Accepting an invitation, and making the first administrator."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.accounts import queries, services
from cara_crm.accounts.forms import AcceptForm, SetupForm
from cara_crm.accounts.guards import is_local
from cara_crm.accounts.models import TokenPurpose
from cara_crm.accounts.services import limits
from cara_crm.accounts.views import blueprint
from cara_crm.accounts.views.entering import enter, place
from cara_crm.contacts import queries as contacts
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, public, requires
from cara_crm.extensions import db, reading


@blueprint.route("/invitation/<link>", methods=["GET", "POST"])
@public
def invitation(link: str) -> Any:
    """Reading it uses nothing up; its button signs in and keeps a password for who wrote one."""
    form = AcceptForm()
    token = queries.token_of_link(link)
    is_open = token is not None and services.is_live(token) and token.purpose is TokenPurpose.INVITATION
    if is_open and token is not None and form.validate_on_submit():
        services.count_attempt(limits.LINKS_FROM_PLACE, place())
        email = token.user.email
        db.session.commit()
        ready, stored = _password(form, email)
        used = services.redeem_link(link) if ready else None
        if used is not None:
            if stored:
                services.set_password(used.user, stored, by=Actor.system("invitation"))
            return enter(used.user, way="invitation")
    if not is_open:
        return render_template("accounts/link.html", link=link, live=False, known=token is not None), 410
    return render_template("accounts/invitation.html", form=form, link=link), 422 if form.errors else 200


def _password(form: Any, email: str) -> tuple[bool, str | None]:
    """(may go on, hash or None): hashed outside the write lock; a weak one is refused at its field."""
    if not form.new_password.data:
        return True, None
    with reading():
        try:
            return True, services.hashed(form.new_password.data, email=email)
        except services.WeakPassword as error:
            form.refuse(error)
    return False, None


@blueprint.post("/contacts/<int:contact_id>/invite")
@requires(Permission.CONTACT_EDIT)
def invite_contact(contact_id: int) -> Any:
    """Open the portal (or a federation's office) to a contact, from its page."""
    contact = contacts.contact_for(current_actor(), contact_id)
    try:
        user = services.invite_contact(contact, by=current_actor())
    except DomainError as error:
        db.session.rollback()
        flash(str(error), "error")
    else:
        db.session.commit()
        flash(_("An invitation for %(email)s is on its way.", email=user.email), "success")
    return redirect(url_for("contacts.show", contact_id=contact_id), 303)


@blueprint.route("/setup", methods=["GET", "POST"])
@public
def setup() -> Any:
    """The first administrator of an empty database, made on the machine itself (elsewhere: `flask users create`)."""
    if not queries.is_empty():
        return redirect(url_for("accounts.home"), 303)
    if not is_local():
        abort(404)
    form = SetupForm()
    if form.validate_on_submit():
        ready, stored = _password(form, form.email.data)
        if ready:
            return _first(form, stored)
    return render_template("accounts/setup.html", form=form), 422 if form.errors else 200


def _first(form: SetupForm, stored: str | None) -> Any:
    by = Actor.system("setup")
    try:
        user = services.create_first_administrator(form.email.data, form.name.data, language=current_language(), by=by)
    except DomainError:
        return redirect(url_for("accounts.home"), 303)
    db.session.flush()
    if stored:
        services.set_password(user, stored, by=by)
    return enter(user, way="setup")
