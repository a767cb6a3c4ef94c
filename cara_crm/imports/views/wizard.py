"""Importing a list: file → columns → dry run → commit → result. Each step has an address of its own."""

import csv
import io
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.files.services import read_verified
from cara_crm.imports import queries, services, words
from cara_crm.imports.forms import UploadForm
from cara_crm.imports.models import ImportState
from cara_crm.imports.views import blueprint
from cara_crm.members import export, imports
from cara_crm.members.imports.write import RegisterMoved
from cara_crm.members.models import MemberStatus
from cara_crm.members.spreadsheet import Column, Listing, NoMembers, Unreadable, refuse_misnamed
from cara_crm.members.spreadsheet.decoding import ENCODINGS
from cara_crm.members.spreadsheet.delimited import DELIMITERS
from cara_crm.members.words import column_label

TRIES = 3


@blueprint.get("/import")
@requires(Permission.MEMBER_IMPORT)
def new() -> str:
    return render_template("imports/new.html", form=UploadForm(), recent=queries.recent_imports(current_actor()))


@blueprint.post("/import")
@requires(Permission.MEMBER_IMPORT)
def receive() -> Any:
    form = UploadForm()
    if form.validate_on_submit():
        data = form.file.data.read()
        try:
            with reading():
                refuse_misnamed(form.file.data.filename or "", data)
                listing = services.recognised(data)
        except Unreadable as error:
            form.file.errors = [str(error)]
        else:
            entry = services.receive(
                form.file.data.filename or "",
                data,
                source=form.source.data or "",
                status=MemberStatus(form.status.data),
                cautious=True,
                by=current_actor(),
            )
            services.propose_mapping(entry, listing)
            db.session.commit()
            return redirect(url_for("imports.columns", import_id=entry.id), 303)
    return render_template("imports/new.html", form=form, recent=queries.recent_imports(current_actor())), 422


@blueprint.get("/imports/<int:import_id>/columns")
@requires(Permission.MEMBER_IMPORT)
def columns(import_id: int) -> Any:
    entry, file = queries.import_with_file(current_actor(), import_id)
    try:
        listing = services.recognised(read_verified(file), services.options_of(entry))
    except Unreadable as error:
        flash(str(error), "error")
        return redirect(url_for("imports.new"), 303)
    return _columns_page(entry, file.name, listing)


@blueprint.post("/imports/<int:import_id>/columns")
@requires(Permission.MEMBER_IMPORT)
def check(import_id: int) -> Any:
    """Remember what was chosen; read the file again when its reading changed, else make the dry run."""
    entry = queries.import_to_decide(current_actor(), import_id)
    if not services.is_open(entry):
        flash(_("This list is written already."), "info")
        return redirect(url_for("imports.show", import_id=import_id), 303)
    asked = {name: request.form.get(name, "")[:50] for name in ("encoding", "delimiter", "sheet")}
    row = typed.number(request.form.get("header_row"))
    options: dict[str, Any] = {k: v for k, v in asked.items() if v}
    options |= {"header_row": row} if row else {}
    read_anew = "again" in request.form
    mapping = {} if read_anew else _chosen_columns()
    services.remember_choices(entry, mapping=mapping, options=options)
    services.name_mapping(entry, request.form.get("mapping_name", "")[:100])
    db.session.commit()
    if read_anew:
        return redirect(url_for("imports.columns", import_id=import_id), 303)
    return checked(import_id)


@blueprint.post("/imports/<int:import_id>/commit")
@requires(Permission.MEMBER_IMPORT)
def commit(import_id: int) -> Any:
    """Check once more, then write what was shown; a double click finds it done. A long list is the worker's."""
    actor = current_actor()
    entry = queries.import_to_decide(actor, import_id)
    if entry.state is ImportState.CHECKED and services.is_long(entry):
        return _handed_over(entry)
    for _attempt in range(TRIES):
        entry, file = queries.import_with_file(current_actor(), import_id)
        if entry.state is not ImportState.CHECKED:
            break
        data = read_verified(file)
        with reading():
            plan, marks = services.plan_to_write(queries.import_for(actor, import_id), data, by=actor)
        entry = queries.import_for(actor, import_id)
        try:
            written = services.commit_import(entry, plan, marks, by=actor)
            db.session.commit()
            if written:
                flash(_("The list is in the register."), "success")
            break
        except (RegisterMoved, IntegrityError):
            db.session.rollback()
    else:
        flash(_("The register changed while the list was checked. Check it again."), "error")
    return redirect(url_for("imports.show", import_id=import_id), 303)


@blueprint.post("/imports/<int:import_id>/abandon")
@requires(Permission.MEMBER_IMPORT)
def abandon(import_id: int) -> Any:
    entry = queries.import_for(current_actor(), import_id)
    if entry.state in (ImportState.MAPPING, ImportState.CHECKED):
        services.abandon(entry, by=current_actor())
        db.session.commit()
    flash(_("Nothing was written."), "info")
    return redirect(url_for("imports.new"), 303)


@blueprint.get("/imports/<int:import_id>/problems.csv")
@requires(Permission.MEMBER_IMPORT)
def problems(import_id: int) -> Response:
    """Every refused row and every warning, as a file."""
    entry = queries.import_for(current_actor(), import_id)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Row"), _("Column"), _("Refused or warning"), _("Why")])
    for kind, word in (("refused", _("refused")), ("warnings", _("warning"))):
        found: Any = entry.result.get(kind, [])
        writer.writerows(
            [p["row"], export.harmless(p["column"] or ""), word, export.harmless(words.why(p))] for p in found
        )
    return Response(
        out.getvalue().encode("utf-8-sig"),
        mimetype=export.MEDIA["csv"],
        headers={"Content-Disposition": f'attachment; filename="import-{import_id}.csv"'},
    )


def _handed_over(entry: Any) -> Any:
    services.hand_over(entry, by=current_actor())
    db.session.commit()
    flash(_("The list is being written. You may leave this page."), "info")
    return redirect(url_for("imports.show", import_id=entry.id), 303)


def _columns_page(entry: Any, file_name: str, listing: Listing) -> str:
    source, status = services.wishes_of(entry)
    return render_template(
        "imports/columns.html",
        entry=entry,
        file_name=file_name,
        listing=listing,
        options=entry.result.get("options") or {},
        source=source,
        status=status,
        remembered=entry.result.get("remembered") or "",
        mapping_name=services.mapping_name_of(entry),
        fields=[(column.value, column_label(column.value)) for column in Column],
        encodings=ENCODINGS,
        delimiters=DELIMITERS,
        hidden=_hidden(listing),
        rows=sum(any(row) for row in listing.grid.rows[listing.header.until :]),
    )


def _hidden(listing: Listing) -> set[int]:
    """Columns whose samples are not for this person."""
    if current_actor().can(Permission.ISSUE_HANDLE):
        return set()
    return {index for index, column in listing.mapping.items() if column.is_raw}


def _chosen_columns() -> dict[str, str]:
    """{number of the column, from 1: field}; an empty field leaves a column out."""
    fields = {column.value for column in Column}
    chosen = {key.removeprefix("column-"): value for key, value in request.form.items() if key.startswith("column-")}
    return {key: value for key, value in chosen.items() if typed.number(key) and (value in fields or not value)}


def checked(import_id: int) -> Any:
    """Make the dry run, and show it; that of a large file is the worker's."""
    entry = queries.import_to_decide(current_actor(), import_id)
    if services.is_heavy(entry):
        services.ask_to_check(entry, by=current_actor())
        db.session.commit()
        return redirect(url_for("imports.show", import_id=import_id), 303)
    entry, file = queries.import_with_file(current_actor(), import_id)
    try:
        plan = _plan(entry, read_verified(file))
    except Unreadable as error:
        if not isinstance(error, NoMembers):  # the page of columns says that one itself
            flash(str(error), "error")
        return redirect(url_for("imports.columns", import_id=import_id), 303)
    entry = queries.import_for(current_actor(), import_id)
    services.remember_check(entry, plan)
    services.remember_mapping(entry, plan.listing, by=current_actor())
    db.session.commit()
    return redirect(url_for("imports.show", import_id=import_id), 303)


def _plan(entry: Any, data: bytes) -> imports.Plan:
    """The dry run, without SQLite's write lock."""
    import_id, actor = entry.id, current_actor()
    with reading():
        return services.plan_for(queries.import_for(actor, import_id), data, by=actor)
