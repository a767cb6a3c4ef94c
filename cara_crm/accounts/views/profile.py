"""My account: name, password, the browsers in which I am signed in."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from cara_crm.accounts import queries, services
from cara_crm.accounts.browsers import spoken
from cara_crm.accounts.forms import PasswordForm, ProfileForm
from cara_crm.accounts.models import CalendarFeed
from cara_crm.accounts.services import limits
from cara_crm.accounts.views import blueprint
from cara_crm.core.actor import current_actor
from cara_crm.core.links import absolute_url
from cara_crm.core.permissions import Permission, requires
from cara_crm.correspondence import queries as correspondence
from cara_crm.correspondence.services import written
from cara_crm.extensions import db, reading


@blueprint.route("/account", methods=["GET", "POST"])
@requires(Permission.SELF)
def profile() -> Any:
    form = ProfileForm(obj=current_user.user)
    if form.validate_on_submit():
        services.rename(current_user.user, form.name.data, by=current_actor())
        db.session.commit()
        flash(_("Your name is saved."), "success")
        return redirect(url_for("accounts.profile"), 303)
    return _page(form, PasswordForm())


def _page(form: ProfileForm, password_form: PasswordForm) -> Any:
    page = render_template(
        "accounts/profile.html",
        form=form,
        password_form=password_form,
        account=current_user.user,
        sessions=queries.live_sessions(current_user.user.id),
        here=current_user.session.id,
        spoken=spoken,
        calendar=_calendar_address(),
        journal=_journal_address(),
    )
    return page, 422 if form.errors or password_form.errors else 200


def _calendar_address() -> str:
    """Where this person's calendar is read, or "" while it is closed."""
    feed = queries.feed_of(current_user.user_id)
    return absolute_url("agenda.feed", token=services.secret_part(feed)) if feed else ""


def _journal_address() -> str | None:
    """Where this person's mails are sent: "" while it is closed, None where no mailbox is read."""
    if not current_app.config["MAILBOX_ADDRESS"] or not current_actor().can(Permission.INTERACTION_EDIT):
        return None
    address = correspondence.address_of(current_user.user_id)
    return written(address) if address else ""


@blueprint.post("/account/password")
@requires(Permission.SELF)
def change_password() -> Any:
    """A new password ends every other session: whoever knew the old one is out."""
    form, user = PasswordForm(), current_user.user
    email, stored, here = user.email, user.password_hash, current_user.session.id
    services.count_attempt(limits.PASSWORDS_FOR_ADDRESS, email)
    db.session.commit()
    fresh = ""
    if form.validate_on_submit():
        with reading():
            if stored and not services.matches(stored, form.password.data or ""):
                form.password.errors = [_("This is not your present password.")]
            else:
                fresh = _hashed(form, email)
    if not fresh:
        return _page(ProfileForm(formdata=None, obj=current_user.user), form)
    services.set_password(current_user.user, fresh, by=current_actor())
    services.end_all_sessions(current_user.user, by=current_actor(), but=here)
    db.session.commit()
    flash(_("Your password is changed; you are signed out everywhere else."), "success")
    return redirect(url_for("accounts.profile"), 303)


def _hashed(form: PasswordForm, email: str) -> str:
    """The hash of the new password, or "" with the refusal at its field."""
    try:
        return services.hashed(form.new_password.data, email=email)
    except services.WeakPassword as error:
        form.refuse(error)
        return ""


@blueprint.post("/account/sessions/<int:session_id>/end")
@requires(Permission.SELF)
def end_session(session_id: int) -> Any:
    services.end_session(queries.session_of(current_user.user.id, session_id), by=current_actor())
    db.session.commit()
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("accounts.profile"), 303)


@blueprint.post("/account/sessions/end")
@requires(Permission.SELF)
def end_other_sessions() -> Any:
    n = services.end_all_sessions(current_user.user, by=current_actor(), but=current_user.session.id)
    db.session.commit()
    told = ngettext("One other browser is signed out.", "%(num)s other browsers are signed out.", n)
    flash(told if n else _("You were signed in nowhere else."), "success")
    return redirect(url_for("accounts.profile"), 303)


@blueprint.post("/account/calendar")
@requires(Permission.CALENDAR_READ)
def open_calendar() -> Any:
    """An address for this person's calendar; the one that was there is worth nothing from now on."""
    services.open_address(CalendarFeed, current_user.user, by=current_actor())
    db.session.commit()
    flash(_("Your calendar has a new address; an earlier one is worth nothing from now on."), "success")
    return redirect(url_for("accounts.profile", _anchor="calendar"), 303)


@blueprint.post("/account/calendar/close")
@requires(Permission.CALENDAR_READ)
def close_calendar() -> Any:
    services.close_address(CalendarFeed, current_user.user, by=current_actor())
    db.session.commit()
    flash(_("Your calendar has no address any more: who read it finds nothing there."), "success")
    return redirect(url_for("accounts.profile", _anchor="calendar"), 303)
