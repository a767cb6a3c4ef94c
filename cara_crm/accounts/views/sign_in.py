"""Signing in by link, code or password, and signing out."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from cara_crm.accounts import queries, services
from cara_crm.accounts.forms import CodeForm, Pressed, SignInForm
from cara_crm.accounts.guards import is_tried_here, own_path
from cara_crm.accounts.models import TokenPurpose
from cara_crm.accounts.services import limits
from cara_crm.accounts.views import blueprint
from cara_crm.accounts.views.entering import browser, enter, home_of, place
from cara_crm.core.actor import current_actor
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import public
from cara_crm.extensions import db, reading


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    next_url = own_path(request.args.get("next"))
    actor = current_actor()
    if not actor.is_anonymous:
        return redirect(next_url or home_of(actor.role), 303)
    form = SignInForm()
    if form.validate_on_submit():
        return _with_password(form, next_url) if form.password.data else _by_mail(form, next_url)
    return _page(form, next_url)


def _page(form: SignInForm, next_url: str) -> Any:
    page = render_template("accounts/sign_in.html", form=form, next=next_url, signed_out="out" in request.args)
    return page, 422 if form.errors else 200


def _by_mail(form: SignInForm, next_url: str) -> Any:
    """The same answer, and the same work, whether somebody has this address or not."""
    services.send_sign_in_mail(
        queries.folded(form.email.data),
        place=place(),
        browser=browser(),
        next_url=next_url,
        language=current_language(),
    )
    db.session.commit()
    session["asked"], session["next"] = form.email.data, next_url
    return redirect(url_for("accounts.code"), 303)


def _with_password(form: SignInForm, next_url: str) -> Any:
    email = queries.folded(form.email.data)
    services.count_attempt(limits.PASSWORDS_FROM_PLACE, place())
    services.count_attempt(limits.PASSWORDS_FOR_ADDRESS, email)
    db.session.commit()
    with reading():
        found = queries.active_user(email)
        right = services.matches(found.password_hash if found else None, form.password.data)
    user = queries.active_user(email) if right else None
    if user is None:
        form.password.errors = [_("The address or the password is not right. You can ask for a link instead.")]
        return _page(form, next_url)
    return enter(user, way="password", next_url=next_url)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> Any:
    if "asked" not in session:
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        services.count_attempt(limits.CODES_FROM_PLACE, place())
        token = services.redeem_code(form.code.data, browser=browser())
        if token is not None:
            return enter(token.user, way="code", next_url=token.next_url)
        db.session.commit()
        form.code.errors = [_("This code is not right, or its 15 minutes are over. Five wrong codes end it.")]
    return render_template("accounts/code.html", form=form, address=session["asked"]), 422 if form.errors else 200


@blueprint.route("/sign-in/link/<link>", methods=["GET", "POST"])
@public
def link(link: str) -> Any:
    """Reading the page uses nothing up (mail scanners read every link); its button does."""
    form = Pressed()
    if form.validate_on_submit():
        services.count_attempt(limits.LINKS_FROM_PLACE, place())
        token = services.redeem_link(link)
        if token is not None and token.purpose is TokenPurpose.SIGN_IN:
            return enter(token.user, way="link", next_url=token.next_url)
        db.session.rollback()
    token = queries.token_of_link(link)
    live = services.is_live(token) and token is not None and token.purpose is TokenPurpose.SIGN_IN
    return render_template("accounts/link.html", link=link, live=live, known=token is not None), 200 if live else 410


@blueprint.post("/sign-in/link/<link>/again")
@public
def link_again(link: str) -> Any:
    """A new link to the owner of an old one, whose address is not shown."""
    token = queries.token_of_link(link)
    services.count_attempt(limits.LINKS_FROM_PLACE, place())
    if token is not None:
        services.renew(token, place=place(), browser=browser(), language=current_language())
    db.session.commit()
    session["asked"], session["next"] = "", ""
    return redirect(url_for("accounts.code"), 303)


@blueprint.post("/sign-out")
@public
def sign_out() -> Any:
    if current_user.is_authenticated:
        services.end_session(current_user.session, by=current_actor())
        db.session.commit()
        logout_user()
    session.clear()
    flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.home") if is_tried_here() else url_for("accounts.sign_in", out=1), 303)
