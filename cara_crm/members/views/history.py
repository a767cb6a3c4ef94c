"""Status, sectors and who looks after a member: dated, with a reason where one is due."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members import queries, services
from cara_crm.members.forms import EndForm, EntrustForm, SectorForm, StatusForm
from cara_crm.members.models import Member, MemberStatus, SectorAssignment
from cara_crm.members.views import blueprint


@blueprint.get("/<int:member_id>/status")
@requires(Permission.MEMBER_EDIT)
def status(member_id: int) -> str:
    member = queries.member_with_history(current_actor(), member_id)
    return render_template("members/status.html", form=_status_form(member), member=member)


@blueprint.post("/<int:member_id>/status")
@requires(Permission.MEMBER_EDIT)
def move_status(member_id: int) -> Any:
    member = queries.member_with_history(current_actor(), member_id)
    form = _status_form(member)
    if form.validate_on_submit():
        try:
            to = MemberStatus(form.status.data)
            services.move_status(member, to, on=form.on.data, reason=form.reason.data, by=current_actor())
            return _done(member_id, _("The status is changed."))
        except DomainError as error:
            form.refuse(error)
    return render_template("members/status.html", form=form, member=member), 422


@blueprint.get("/<int:member_id>/sectors/new")
@requires(Permission.MEMBER_EDIT)
def new_sector(member_id: int) -> str:
    member = queries.member_with_history(current_actor(), member_id)
    return render_template("members/new_sector.html", form=SectorForm(), member=member)


@blueprint.post("/<int:member_id>/sectors")
@requires(Permission.MEMBER_EDIT)
def assign_sector(member_id: int) -> Any:
    member = queries.member_with_history(current_actor(), member_id)
    form = SectorForm()
    if form.validate_on_submit():
        try:
            services.assign_sector(
                member,
                sector_id=form.sector_id.data,
                role_id=form.role_id.data,
                is_main=form.is_main.data,
                on=form.on.data,
                by=current_actor(),
            )
            return _done(member_id, _("The sector is added."))
        except DomainError as error:
            form.refuse(error)
    return render_template("members/new_sector.html", form=form, member=member), 422


@blueprint.get("/<int:member_id>/sectors/<int:line_id>/end")
@requires(Permission.MEMBER_EDIT)
def end_sector(member_id: int, line_id: int) -> str:
    member = queries.member_with_history(current_actor(), member_id)
    return render_template("members/end_sector.html", form=EndForm(), member=member, line=_line(member, line_id))


@blueprint.post("/<int:member_id>/sectors/<int:line_id>/end")
@requires(Permission.MEMBER_EDIT)
def end_sector_now(member_id: int, line_id: int) -> Any:
    member = queries.member_with_history(current_actor(), member_id)
    line, form = _line(member, line_id), EndForm()
    if form.validate_on_submit():
        try:
            services.end_assignment(member, line, on=form.on.data, by=current_actor())
            return _done(member_id, _("The sector is ended; its history stays."))
        except DomainError as error:
            form.refuse(error)
    return render_template("members/end_sector.html", form=form, member=member, line=line), 422


@blueprint.post("/<int:member_id>/sectors/<int:line_id>/main")
@requires(Permission.MEMBER_EDIT)
def make_main(member_id: int, line_id: int) -> Any:
    member = queries.member_with_history(current_actor(), member_id)
    services.make_main(member, _line(member, line_id), by=current_actor())
    return _done(member_id, _("The main sector is changed."))


@blueprint.get("/<int:member_id>/manager")
@requires(Permission.MEMBER_EDIT)
def manager(member_id: int) -> str:
    member = queries.member_with_history(current_actor(), member_id)
    return render_template("members/manager.html", form=EntrustForm(data=_entrusted(member)), member=member)


@blueprint.post("/<int:member_id>/manager")
@requires(Permission.MEMBER_EDIT)
def entrust(member_id: int) -> Any:
    member = queries.member_with_history(current_actor(), member_id)
    form = EntrustForm()
    if form.validate_on_submit() and not form.is_overtaken_by(_entrusted(member)):
        services.entrust(member, form.user_id.data, by=current_actor())
        return _done(member_id, _("Saved."))
    return render_template("members/manager.html", form=form, member=member), 409 if form.meanwhile else 422


def _entrusted(member: Member) -> dict[str, int | None]:
    return {"user_id": next((one.user_id for one in member.managers if one.until_on is None), None)}


def _status_form(member: Member) -> StatusForm:
    allowed = services.MOVES[member.status]
    return StatusForm().offer([one for one in MemberStatus if one in allowed])


def _line(member: Member, line_id: int) -> SectorAssignment:
    line = next((one for one in member.assignments if one.id == line_id and one.until_on is None), None)
    return line if line is not None else abort(404)


def _done(member_id: int, sentence: str) -> Any:
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("members.show", member_id=member_id), 303)
