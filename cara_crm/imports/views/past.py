"""Imports of the past, and what they wrote taken back."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.files.services import read_verified
from cara_crm.imports import queries, services, words
from cara_crm.imports.queries import standing
from cara_crm.imports.views import blueprint
from cara_crm.members.spreadsheet import Options, Unreadable

SHOWN = 200  # members of which something stays


@blueprint.get("/imports")
@requires(Permission.MEMBER_IMPORT)
def index() -> str:
    page = paginate(db.session(), queries.listed(current_actor()), queries.NEWEST_FIRST, request.args.get("after"))
    return render_template("imports/index.html", page=page)


@blueprint.post("/imports/<int:import_id>/sheet")
@requires(Permission.MEMBER_IMPORT)
def sheet(import_id: int) -> Any:
    """Another sheet of the same workbook, without looking for the file again."""
    actor = current_actor()
    entry, file = queries.import_with_file(actor, import_id)
    name, others = request.form.get("sheet", ""), entry.result.get("other_sheets")
    if not isinstance(others, list) or name not in others:
        abort(404)
    try:
        data = read_verified(file)
        with reading():
            listing = services.recognised(data, Options(sheet=name))
    except Unreadable as error:
        flash(str(error), "error")
        return redirect(url_for("imports.show", import_id=import_id), 303)
    begun = services.begin_sheet(entry, name, by=actor)
    services.propose_mapping(begun, listing)
    db.session.commit()
    return redirect(url_for("imports.columns", import_id=begun.id), 303)


@blueprint.get("/imports/<int:import_id>/undo")
@requires(Permission.MEMBER_IMPORT)
def undo(import_id: int) -> Any:
    """What would go, what would return, what would stay."""
    return _undo_page(import_id, "")


@blueprint.post("/imports/<int:import_id>/undo")
@requires(Permission.MEMBER_IMPORT)
def undo_now(import_id: int) -> Any:
    actor = current_actor()
    entry = queries.import_for(actor, import_id)
    try:
        if services.is_long_to_undo(entry):
            services.ask_to_undo(entry, by=actor)
            told = _("The import is being undone. You may leave this page.")
        else:
            counts = services.undo(entry, by=actor)
            told = _("The import is undone: %(what)s.", what=words.undone(counts))
        db.session.commit()
    except DomainError as error:
        db.session.rollback()
        flash(str(error), "info")
        return redirect(url_for("imports.show", import_id=import_id), 303)
    except IntegrityError:
        db.session.rollback()
        return _undo_page(import_id, _("Somebody worked on these members just now. Look once more.")), 422
    flash(told, "success")
    return redirect(url_for("imports.show", import_id=import_id), 303)


def _undo_page(import_id: int, refusal: str) -> Any:
    entry = queries.import_for(current_actor(), import_id)
    try:
        services.refuse_undo(entry)
    except DomainError as error:
        flash(str(error), "info")
        return redirect(url_for("imports.show", import_id=import_id), 303)
    found = standing.verdicts(entry)
    counts = standing.summed(found)
    staying = [one for one in found if one.left]
    return render_template(
        "imports/undo.html",
        entry=entry,
        refusal=refusal,
        counts=counts,
        brought=words.brought(counts),
        staying=[(one.member_id, one.name, [words.left(why) for why in one.left]) for one in staying[:SHOWN]],
        going=[one.name for one in found if one.goes][:SHOWN],
    )
