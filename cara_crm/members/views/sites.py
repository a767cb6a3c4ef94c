"""The places of a member."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members import queries, services
from cara_crm.members.forms import EndForm, SiteForm
from cara_crm.members.models import Member, Site
from cara_crm.members.services import SiteData
from cara_crm.members.siren import spaced
from cara_crm.members.views import blueprint


@blueprint.route("/<int:member_id>/sites/new", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def new_site(member_id: int) -> Any:
    member = queries.member_with_facts(current_actor(), member_id)
    form = SiteForm()
    if form.validate_on_submit():
        try:
            services.add_site(member, _data(form), by=current_actor())
        except DomainError as error:
            member = _refused(form, error, member_id)
        else:
            return _done(member_id, _("The site is added."))
    return render_template("members/site.html", form=form, member=member, site=None), 422 if form.errors else 200


@blueprint.route("/<int:member_id>/sites/<int:site_id>", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def edit_site(member_id: int, site_id: int) -> Any:
    member = queries.member_with_facts(current_actor(), member_id)
    site = _site(member, site_id)
    form = SiteForm(data=None if request.method == "POST" else _known(site))
    if form.validate_on_submit() and not form.is_overtaken_by(_known(site)):
        try:
            services.edit_site(member, site, _data(form), by=current_actor())
        except DomainError as error:
            member = _refused(form, error, member_id)
            site = _site(member, site_id)
        else:
            return _done(member_id, _("Saved."))
    status = form.status
    return render_template("members/site.html", form=form, member=member, site=site), status


@blueprint.route("/<int:member_id>/sites/<int:site_id>/close", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def close_site(member_id: int, site_id: int) -> Any:
    member = queries.member_with_facts(current_actor(), member_id)
    site, form = _site(member, site_id), EndForm()
    if form.validate_on_submit():
        try:
            services.close_site(member, site, on=form.on.data, by=current_actor())
        except DomainError as error:
            form.refuse(error)
        else:
            return _done(member_id, _("The site is closed; it stays on record."))
    return render_template("members/close_site.html", form=form, member=member, site=site), 422 if form.errors else 200


@blueprint.post("/<int:member_id>/sites/<int:site_id>/reopen")
@requires(Permission.MEMBER_EDIT)
def reopen_site(member_id: int, site_id: int) -> Any:
    member = queries.member_with_facts(current_actor(), member_id)
    services.reopen_site(member, _site(member, site_id), by=current_actor())
    return _done(member_id, _("The site is open again."))


def _refused(form: SiteForm, error: DomainError, member_id: int) -> Member:
    db.session.rollback()
    form.refuse(error)
    return queries.member_with_facts(current_actor(), member_id)


def _done(member_id: int, sentence: str) -> Any:
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("members.show", member_id=member_id, _anchor="places"), 303)


def _site(member: Member, site_id: int) -> Site:
    return next((one for one in member.sites if one.id == site_id), None) or abort(404)


NAMES = ("name", "siret", "address", "postal_code", "town", "department_id", "is_head")


def _data(form: SiteForm) -> SiteData:
    return SiteData(**{name: form[name].data or SiteData.__dict__[name] for name in NAMES})


def _known(site: Site) -> dict[str, Any]:
    return {name: getattr(site, name) for name in NAMES} | {"siret": spaced(site.siret)}
