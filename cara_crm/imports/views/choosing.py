"""What a person decides about a list that was checked: rows without a SIREN, fields where both sides differ."""

from collections import defaultdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.imports import queries, services, words
from cara_crm.imports.models import ImportState, MemberImport
from cara_crm.imports.views import blueprint
from cara_crm.imports.views.wizard import checked
from cara_crm.jobs.models import JobState
from cara_crm.members.imports.decisions import CHOSEN, NEW, SKIP
from cara_crm.members.spreadsheet.namesakes import same_as
from cara_crm.merging.words import reason

AT_ONCE = 50  # differences on a page
MOST_ROWS = 100


@blueprint.get("/imports/<int:import_id>")
@requires(Permission.MEMBER_IMPORT)
def show(import_id: int) -> Any:
    entry = queries.import_for(current_actor(), import_id)
    job, may_decide = queries.job_of(entry), queries.may_decide(current_actor(), entry)
    if may_decide and entry.state is ImportState.MAPPING and (job is None or job.state is JobState.FAILED):
        if job is not None:
            flash(_("It could not be checked: %(reason)s", reason=job.error or ""), "error")
        return redirect(url_for("imports.columns", import_id=import_id), 303)
    result: Any = entry.result
    return render_template(
        "imports/show.html",
        entry=entry,
        file_name=entry.file.name,
        result=result,
        job=job,
        may_decide=may_decide,
        change_label=words.change_label,
        change_text=words.change_text,
        left=words.left,
        why=words.why,
        warnings=words.of_a_kind(result.get("warnings") or []),
        undone_words=words.undone,
        brought=words.brought(result.get("counts") or {}),
        **choices(entry, min(typed.number(request.args.get("beyond")) or 0, 100_000)),
    )


@blueprint.post("/imports/<int:import_id>/decide")
@requires(Permission.MEMBER_IMPORT)
def decide(import_id: int) -> Any:
    """Keep the choices; then compare again. A browser that only reports a change gets no page back."""
    entry = queries.import_to_decide(current_actor(), import_id)
    if entry.state is not ImportState.CHECKED or not services.is_open(entry):
        flash(_("This list is written already."), "info")
        return redirect(url_for("imports.show", import_id=import_id), 303)
    services.remember_decisions(entry, fields=_fields(), members=_members(), rows=_rows(entry))
    db.session.commit()
    if request.headers.get("HX-Request"):
        return "", 204
    return checked(import_id)


def choices(entry: MemberImport, beyond: int) -> dict[str, Any]:
    """What the page of a checked list offers; differences from the place `beyond` on."""
    result: Any = entry.result
    decided = {"fields": {}, "members": {}, "rows": {}} | (result.get("decisions") or {})
    differences = result.get("differences") or []
    return {
        "decided": decided,
        "differing": {name: n for name in CHOSEN if (n := (result.get("differing") or {}).get(name))},
        "differences": differences[beyond : beyond + AT_ONCE],
        "next_differences": beyond + AT_ONCE if beyond + AT_ONCE < len(differences) else None,
        "previous_differences": beyond > 0,
        "rows": _rows_shown(result.get("likenesses") or [], decided["rows"]),
    }


def _rows_shown(likenesses: list[dict[str, Any]], decided: dict[str, str]) -> list[dict[str, Any]]:
    """One entry a row, with its candidates and what is chosen or proposed."""
    more = queries.beside(one["right"]["id"] for one in likenesses if one["right"]["id"])
    rows: dict[int, dict[str, Any]] = {}
    for one in likenesses:
        row = rows.setdefault(one["row"], {"row": one["row"], "left": one["left"], "candidates": [], "chosen": NEW})
        told = [reason(code) for code in one["reasons"]]
        known = more.get(one["right"]["id"], {})
        row["candidates"].append({**one["right"], **known, "alike": one["alike"], "reasons": told})
        if one["taken"]:
            row["chosen"] = _proposed(one)
    for row in rows.values():
        row["chosen"] = decided.get(str(row["row"]), row["chosen"])
    return list(rows.values())[:MOST_ROWS]


def _proposed(one: dict[str, Any]) -> str:
    """What happens to a row that is taken for a member, or for the company of another row, when nobody decides."""
    right = one["right"]
    return str(right["id"]) if right["id"] else f"={right['row']}"


def _fields() -> dict[str, str]:
    return {name: request.form[f"field-{name}"] for name in CHOSEN if f"field-{name}" in request.form}


def _members() -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for key, value in request.form.items():
        _kind, _sign, rest = key.partition("member-")
        id, _sign, name = rest.partition("-")
        if key.startswith("member-") and (member_id := typed.number(id)) and name in CHOSEN:
            found[member_id][name] = value
    return found


def _rows(entry: MemberImport) -> dict[int, str]:
    """What was chosen otherwise than proposed, now or before."""
    result: Any = entry.result
    decided = (result.get("decisions") or {}).get("rows", {})
    taken = {one["row"]: _proposed(one) for one in result.get("likenesses") or [] if one["taken"]}
    keys = ((key, typed.number(key.removeprefix("row-"))) for key in request.form if key.startswith("row-"))
    told = {row: request.form[key] for key, row in keys if row}
    return {
        row: value
        for row, value in told.items()
        if (value in (NEW, SKIP) or typed.number(value) or same_as(value))
        and (str(row) in decided or value != taken.get(row, NEW))
    }
