"""Economic groups and their members."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members import queries, services
from cara_crm.members.forms import GroupForm
from cara_crm.members.views import blueprint


@blueprint.get("/groups")
@requires(Permission.MEMBER_READ)
def groups() -> str:
    q = request.args.get("q", "").replace("\x00", "")[:100].strip()
    page, lines = queries.page_of_groups(current_actor(), q, request.args.get("after"))
    return render_template("members/groups.html", page=page, lines=lines, q=q)


@blueprint.get("/groups/<int:group_id>")
@requires(Permission.MEMBER_READ)
def group(group_id: int) -> str:
    found, members, unseen = queries.group_for(current_actor(), group_id)
    form = GroupForm(formdata=None, name=found.name)
    return render_template("members/group.html", group=found, members=members, unseen=unseen, form=form)


@blueprint.post("/groups/<int:group_id>")
@requires(Permission.MEMBER_EDIT)
def rename_group(group_id: int) -> Any:
    actor, form = current_actor(), GroupForm()
    found, members, unseen = queries.group_for(actor, group_id)
    if form.validate() and not form.is_overtaken_by({"name": found.name}):
        try:
            kept = services.rename_group(found, form.name.data, unseen=unseen, by=actor)
        except DomainError as error:
            form.refuse(error)
        else:
            key, name = kept.id, kept.name
            db.session.commit()
            told = _("The group is called %(name)s.", name=name)
            flash(told if key == group_id else _("Its members belong to %(name)s now.", name=name), "success")
            return redirect(url_for("members.group", group_id=key), 303)
    page = render_template("members/group.html", group=found, members=members, unseen=unseen, form=form)
    return page, 409 if form.meanwhile else 422
