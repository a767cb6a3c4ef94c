"""Columns that are remembered: renamed, removed."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.imports import queries, services
from cara_crm.imports.forms import MappingForm
from cara_crm.imports.views import blueprint
from cara_crm.members.words import column_label


@blueprint.get("/imports/mappings")
@requires(Permission.MEMBER_IMPORT)
def mappings() -> str:
    return render_template("imports/mappings.html", mappings=queries.mappings(), column_label=column_label)


@blueprint.route("/imports/mappings/<int:mapping_id>", methods=["GET", "POST"])
@requires(Permission.MEMBER_IMPORT)
def mapping(mapping_id: int) -> Any:
    """What it says, and another name for it."""
    one = queries.mapping_for(mapping_id)
    form = MappingForm(data={"name": one.name})
    if form.validate_on_submit() and not form.is_overtaken_by({"name": one.name}):
        try:
            services.rename(one, form.name.data, by=current_actor())
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("imports.mappings"), 303)
    page = render_template("imports/mapping.html", form=form, mapping=one, column_label=column_label)
    return page, form.status


@blueprint.post("/imports/mappings/<int:mapping_id>/forget")
@requires(Permission.MEMBER_IMPORT)
def forget_mapping(mapping_id: int) -> Any:
    services.forget(queries.mapping_for(mapping_id), by=current_actor())
    db.session.commit()
    flash(_("These columns are not proposed any more."), "success")
    return redirect(url_for("imports.mappings"), 303)
