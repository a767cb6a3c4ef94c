"""Out of the lists with a reason, and back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members import queries, services
from cara_crm.members.forms import ReasonForm
from cara_crm.members.views import blueprint


@blueprint.get("/<int:member_id>/archive")
@requires(Permission.MEMBER_EDIT)
def archive(member_id: int) -> str:
    member = queries.member_for(current_actor(), member_id)
    return render_template("members/archive.html", form=ReasonForm(), member=member)


@blueprint.post("/<int:member_id>/archive")
@requires(Permission.MEMBER_EDIT)
def archive_now(member_id: int) -> Any:
    member = queries.member_for(current_actor(), member_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return render_template("members/archive.html", form=form, member=member), 422
    services.archive_member(member, reason=form.reason.data, by=current_actor())
    db.session.commit()
    flash(_("%(name)s is archived. Nothing of it is lost.", name=member.name), "success")
    return redirect(url_for("members.show", member_id=member_id), 303)


@blueprint.post("/<int:member_id>/restore")
@requires(Permission.MEMBER_EDIT)
def restore(member_id: int) -> Any:
    member = queries.member_for(current_actor(), member_id)
    try:
        services.restore_member(member, by=current_actor())
        db.session.commit()
        flash(_("%(name)s is back in the register.", name=member.name), "success")
    except DomainError as error:
        flash(str(error), "error")
    return redirect(url_for("members.show", member_id=member_id), 303)
