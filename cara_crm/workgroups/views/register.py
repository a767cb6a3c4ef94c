"""The list of groups; a new one, one that changes, one that is archived."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.workgroups import queries, services
from cara_crm.workgroups.forms import WorkgroupForm
from cara_crm.workgroups.models import Workgroup
from cara_crm.workgroups.services import WorkgroupData
from cara_crm.workgroups.views import blueprint


@blueprint.get("")
@requires(Permission.WORKGROUP_READ)
def index() -> str:
    actor, q = current_actor(), request.args.get("q", "").replace("\x00", "")[:100].strip()
    sector_id, archived = typed.number(request.args.get("sector")), request.args.get("archived") == "1"
    page, lines = queries.page_of(actor, q, request.args.get("after"), sector_id=sector_id, archived=archived)
    return render_template(
        "workgroups/index.html",
        page=page,
        lines=lines,
        q=q,
        sector_id=sector_id,
        archived=archived,
        sectors=queries.sectors(actor),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.WORKGROUP_EDIT)
def new() -> Any:
    actor = current_actor()
    started = {"version": "0", "convenor_id": actor.user_id, "sectors": sorted(actor.sector_ids or ())}
    form = WorkgroupForm(data=None if request.method == "POST" else started).offer(actor)
    if form.validate_on_submit():
        try:
            made = services.create_workgroup(_data(form), by=actor)
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("%(name)s is there: say who sits in it.", name=made.name), "success")
            return redirect(url_for("workgroups.show", workgroup_id=made.id), 303)
    return render_template("workgroups/new.html", form=form), 422 if form.errors else 200


@blueprint.route("/<int:workgroup_id>/edit", methods=["GET", "POST"])
@requires(Permission.WORKGROUP_EDIT)
def edit(workgroup_id: int) -> Any:
    actor = current_actor()
    workgroup = queries.workgroup_for(actor, workgroup_id)
    known = {**_known(workgroup), "version": workgroup.version}
    form = WorkgroupForm(data=None if request.method == "POST" else known).offer(actor)
    if form.validate_on_submit():
        try:
            services.edit_workgroup(workgroup, _data(form), version=form.version_read, by=actor)
            db.session.commit()
        except (EditedMeanwhile, StaleDataError):
            db.session.rollback()
            workgroup = queries.workgroup_for(actor, workgroup_id)
            form.meet(_known(workgroup))
            form.read_again(workgroup.version)
        except DomainError as error:
            db.session.rollback()
            workgroup = queries.workgroup_for(actor, workgroup_id)
            form.refuse(error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("workgroups.show", workgroup_id=workgroup_id), 303)
    page = render_template("workgroups/edit.html", form=form, workgroup=workgroup)
    return page, form.status


@blueprint.post("/<int:workgroup_id>/archive")
@requires(Permission.WORKGROUP_EDIT)
def archive(workgroup_id: int) -> Any:
    workgroup = queries.workgroup_for(current_actor(), workgroup_id)
    services.archive_workgroup(workgroup, by=current_actor())
    db.session.commit()
    flash(_("%(name)s is archived; what it did stays.", name=workgroup.name), "success")
    return redirect(url_for("workgroups.show", workgroup_id=workgroup_id), 303)


@blueprint.post("/<int:workgroup_id>/restore")
@requires(Permission.WORKGROUP_EDIT)
def restore(workgroup_id: int) -> Any:
    workgroup = queries.workgroup_for(current_actor(), workgroup_id)
    services.restore_workgroup(workgroup, by=current_actor())
    db.session.commit()
    flash(_("%(name)s is back in the lists.", name=workgroup.name), "success")
    return redirect(url_for("workgroups.show", workgroup_id=workgroup_id), 303)


def _data(form: WorkgroupForm) -> WorkgroupData:
    return WorkgroupData(
        name=form.name.data,
        kind=form.kind.data,
        purpose=form.purpose.data or "",
        convenor_id=form.convenor_id.data,
        sector_ids=form.sectors.data or (),
    )


def _known(workgroup: Workgroup) -> dict[str, Any]:
    names = ("name", "kind", "purpose", "convenor_id")
    return {name: getattr(workgroup, name) for name in names} | {"sectors": [one.id for one in workgroup.sectors]}
