"""People and roles, for the administrator."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields import SelectChoice

from cara_crm.accounts import invitation_lines, queries, services
from cara_crm.accounts.browsers import spoken
from cara_crm.accounts.forms import TEAM, DeputyForm, InviteForm, UserForm
from cara_crm.accounts.models import User
from cara_crm.accounts.services import Access
from cara_crm.accounts.views import blueprint
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import current_language, named
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, Role, requires
from cara_crm.extensions import db
from cara_crm.federations.queries import federations_in_use
from cara_crm.sectors.queries import sectors_in_use

ROLES = [*TEAM[:-1], Role.MEMBER, Role.OFFICER]


@blueprint.get("/settings/people")
@requires(Permission.USER_EDIT)
def users() -> str:
    chosen = queries.Chosen(
        text=request.args.get("q", "").replace("\x00", "").strip()[:100],
        role=next((role for role in ROLES if role.value == request.args.get("role")), None),
        state=request.args.get("state", ""),
    )
    page = paginate(db.session(), queries.users(chosen), queries.USER_KEY, request.args.get("after"))
    return render_template("accounts/users.html", page=page, chosen=chosen, roles=ROLES)


@blueprint.route("/settings/people/invite", methods=["GET", "POST"])
@requires(Permission.USER_EDIT)
def invite() -> Any:
    form = InviteForm()
    form.offer(TEAM, _federations())
    if form.validate_on_submit():
        people, faults = invitation_lines.read(form.lines.data, role=form.role.data)
        form.lines.errors = [_("Line %(n)s cannot be read: %(text)s", n=n, text=text) for n, text in faults]
        if not faults and _invite(form, people):
            return redirect(url_for("accounts.users"), 303)
    return render_template("accounts/invite.html", form=form), 422 if form.errors else 200


def _invite(form: InviteForm, people: list[invitation_lines.Line]) -> bool:
    try:
        done = services.invite_many(
            people, federation_id=form.federation.data, language=current_language(), by=current_actor()
        )
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return False
    db.session.commit()
    n = len(done.users)
    flash(ngettext("One invitation is on its way.", "%(num)s invitations are on their way.", n), "success")
    if done.known:
        flash(_("These have an account already: %(addresses)s", addresses=", ".join(done.known)), "info")
    return True


def _federations() -> list[tuple[int, str]]:
    return [(one.id, one.short_name) for one in federations_in_use()]


@blueprint.route("/settings/people/<int:user_id>", methods=["GET", "POST"])
@requires(Permission.USER_EDIT)
def user(user_id: int) -> Any:
    account = queries.user_with_id(user_id)
    form = _offered(UserForm(data=_known(account)), account)
    if form.validate_on_submit() and not form.is_overtaken_by(_known(account)) and _save(form, account):
        return redirect(url_for("accounts.user", user_id=user_id), 303)
    return _user_page(account, form, DeputyForm())


def _known(account: User) -> dict[str, Any]:
    """An account as its form shows it."""
    names = ("name", "role", "is_reviewer", "is_member_director", "all_sectors")
    about = {"federation": account.federation_id, "sectors": sorted(account.sector_ids or ())}
    return {name: getattr(account, name) for name in names} | about


def _offered(form: UserForm, account: User) -> UserForm:
    form.offer([Role.MEMBER] if account.role is Role.MEMBER else TEAM, _federations())
    form.sectors.choices = [SelectChoice(one.id, named(one)) for one in sectors_in_use()]
    return form


def _save(form: UserForm, account: User) -> bool:
    access = Access(
        form.role.data,
        sector_ids=None if form.all_sectors.data else frozenset(form.sectors.data),
        is_reviewer=form.is_reviewer.data,
        is_member_director=form.is_member_director.data,
        member_id=account.member_id,
        federation_id=form.federation.data,
        contact_id=account.contact_id,
    )
    try:
        services.change_access(account, access, by=current_actor())
        services.rename(account, form.name.data, by=current_actor())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return False
    db.session.commit()
    flash(_("Saved. The change holds from this person’s next page on."), "success")
    return True


def _user_page(account: User, form: UserForm, deputy_form: DeputyForm) -> Any:
    page = render_template(
        "accounts/user.html",
        account=account,
        form=form,
        deputy_form=deputy_form,
        deputies=queries.deputies_of(account.id),
        sessions=queries.live_sessions(account.id),
        spoken=spoken,
    )
    return page, 422 if deputy_form.errors else form.status


@blueprint.post("/settings/people/<int:user_id>/deputies")
@requires(Permission.USER_EDIT)
def name_deputy(user_id: int) -> Any:
    account, form = queries.user_with_id(user_id), DeputyForm()
    if form.validate_on_submit():
        days = {"from_on": form.from_on.data, "until_on": form.until_on.data}
        try:
            services.name_deputy(account, form.deputy.data, **days, by=current_actor())
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The deputy is named."), "success")
            return redirect(url_for("accounts.user", user_id=user_id), 303)
    return _user_page(account, _offered(UserForm(formdata=None, data=_known(account)), account), form)


@blueprint.post("/settings/people/<int:user_id>/deputies/<int:deputy_id>/end")
@requires(Permission.USER_EDIT)
def end_deputy(user_id: int, deputy_id: int) -> Any:
    services.end_deputy(queries.deputy_of(user_id, deputy_id), by=current_actor())
    return _done(user_id, _("The deputy’s time is over."))


@blueprint.post("/settings/people/<int:user_id>/invite")
@requires(Permission.USER_EDIT)
def invite_again(user_id: int) -> Any:
    services.send_again(queries.user_with_id(user_id), language=current_language(), by=current_actor())
    return _done(user_id, _("The invitation is on its way again."))


@blueprint.post("/settings/people/<int:user_id>/deactivate")
@requires(Permission.USER_EDIT)
def deactivate(user_id: int) -> Any:
    services.deactivate(queries.user_with_id(user_id), by=current_actor())
    return _done(user_id, _("This account is deactivated and signed out everywhere."))


@blueprint.post("/settings/people/<int:user_id>/reactivate")
@requires(Permission.USER_EDIT)
def reactivate(user_id: int) -> Any:
    services.reactivate(queries.user_with_id(user_id), by=current_actor())
    return _done(user_id, _("This account can be used again."))


@blueprint.post("/settings/people/<int:user_id>/sessions/end")
@requires(Permission.USER_EDIT)
def end_sessions_of(user_id: int) -> Any:
    n = services.end_all_sessions(queries.user_with_id(user_id), by=current_actor())
    return _done(user_id, ngettext("One session is ended.", "%(num)s sessions are ended.", n))


def _done(user_id: int, sentence: str) -> Any:
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("accounts.user", user_id=user_id), 303)
