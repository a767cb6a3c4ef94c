"""One editor for every kind of reference data (settings/kinds.py says which there are)."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.db import Base
from cara_crm.core.errors import DomainError
from cara_crm.core.forms import SharedForm
from cara_crm.core.languages import named
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.sectors.queries import sectors_in_use
from cara_crm.settings import queries, services
from cara_crm.settings.forms import form_of
from cara_crm.settings.kinds import ALL, KINDS, Kind
from cara_crm.settings.services.reference import is_over
from cara_crm.settings.views import blueprint
from cara_crm.territory.models import Region

ACTS = {
    "retire": (services.retire, _l("Retired: it is offered no more.")),
    "restore": (services.restore, _l("Offered again.")),
    "remove": (services.remove, _l("Deleted.")),
}


@blueprint.get("/settings/<kind>")
@requires(Permission.SETTINGS_EDIT)
def values(kind: str) -> str:
    chosen = _kind(kind)
    if chosen.parent is not None:
        abort(404)
    return render_template(
        "settings/values.html", kind=chosen, rows=queries.listed(chosen.model, *chosen.order), is_over=is_over
    )


@blueprint.route("/settings/<kind>/new", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def new_value(kind: str) -> Any:
    chosen = _kind(kind)
    if not chosen.can_add:
        abort(404)
    parent = _parent(chosen, request.args.get("of"))
    form = _form(chosen, {})
    if form.validate_on_submit() and _save(chosen, form, None, parent):
        flash(_("Added."), "success")
        return redirect(_back(chosen, parent), 303)
    page = render_template("settings/value.html", kind=chosen, form=form, record=None, parent=parent, children=[])
    return page, form.status


@blueprint.route("/settings/<kind>/<int:key>", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def value(kind: str, key: int) -> Any:
    chosen = _kind(kind)
    record: Any = queries.one(chosen.model, key)
    parent = _parent(chosen, str(getattr(record, chosen.parent[0]))) if chosen.parent else None
    known = _known(chosen, record)
    form = _form(chosen, known)
    if form.validate_on_submit() and not form.is_overtaken_by(known) and _save(chosen, form, record, parent):
        flash(_("Saved."), "success")
        return redirect(_back(chosen, parent), 303)
    page = render_template(
        "settings/value.html",
        kind=chosen,
        form=form,
        record=record,
        parent=parent,
        children=_children(chosen, key),
        is_over=is_over,
        uses=queries.uses_of(record) if chosen.can_add else 1,
    )
    return page, form.status


@blueprint.post("/settings/<kind>/<int:key>/<act>")
@requires(Permission.SETTINGS_EDIT)
def end_value(kind: str, key: int, act: str) -> Any:
    """Retire, offer again, or delete what nothing refers to."""
    chosen = _kind(kind)
    if not chosen.can_add or act not in ACTS:
        abort(404)
    record: Any = queries.one(chosen.model, key)
    parent = _parent(chosen, str(getattr(record, chosen.parent[0]))) if chosen.parent else None
    back = _back(chosen, parent)
    service, sentence = ACTS[act]
    service(record, by=current_actor())
    db.session.commit()
    flash(sentence, "success")
    return redirect(back, 303)


def _kind(slug: str) -> Kind:
    return KINDS.get(slug) or abort(404)


def _parent(kind: Kind, key: str | None) -> Any:
    """The record that one of this kind belongs to; 404 when it has to and does not."""
    if kind.parent is None:
        return None
    number = typed.number(key)
    if number is None:
        abort(404)
    return queries.one(KINDS[kind.parent[1]].model, number)


def _back(kind: Kind, parent: Any) -> str:
    if kind.parent is not None:
        return url_for("settings.value", kind=kind.parent[1], key=parent.id)
    return url_for("settings.values", kind=kind.slug)


def _children(kind: Kind, key: int) -> list[tuple[Kind, Any]]:
    """The kinds whose records belong to this one, with their rows."""
    mine = [child for child in ALL if child.parent and child.parent[1] == kind.slug]
    return [
        (child, queries.listed(child.model, *child.order, of=(child.parent[0], key), load=child.load))
        for child in mine
        if child.parent
    ]


def _known(kind: Kind, record: Any) -> dict[str, Any]:
    """The record as its form shows it."""
    values = {column: getattr(record, column.name) for column in kind.columns}
    return {c.name: [one.id for one in value] if c.shape == "regions" else value for c, value in values.items()}


def _form(kind: Kind, known: dict[str, Any]) -> SharedForm:
    """The kind's form, filled, with what can be chosen today."""
    shapes = {column.shape for column in kind.columns}
    choices = {
        "sectors": [(one.id, named(one)) for one in sectors_in_use()] if "sectors" in shapes else [],
        "regions": [(one.id, one.name) for one in queries.listed(Region, Region.name)] if "regions" in shapes else [],
    }
    return form_of(kind, choices)(data=known)


def _save(kind: Kind, form: SharedForm, record: Base | None, parent: Any) -> bool:
    given: dict[str, Any] = {c.name: form[c.name].data for c in kind.columns}
    for column in kind.columns:
        if column.shape == "regions":
            given[column.name] = queries.some(Region, given[column.name])
        elif column.shape == "number" and column.name == "ordinal":
            given[column.name] = given[column.name] or 0
        elif column.shape in ("line", "area"):
            given[column.name] = given[column.name] or ""
    if kind.parent is not None:
        given[kind.parent[0]] = parent.id
    try:
        if record is None:
            services.add(kind.model, given, by=current_actor())
        else:
            services.change(record, given, by=current_actor())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return False
    db.session.commit()
    return True
