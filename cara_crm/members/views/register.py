"""The list, its filters, its export."""

from dataclasses import replace
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.lists.columns import told
from cara_crm.lists.queries import views_and_habit
from cara_crm.members import export as files
from cara_crm.members import queries
from cara_crm.members.queries import Filters
from cara_crm.members.views import blueprint, columns, on_map
from cara_crm.members.views.asking import PLACE, as_query, asked_filters, not_understood
from cara_crm.members.views.facets import facets, more_facets
from cara_crm.members.words import column_label


@blueprint.get("")
@requires(Permission.MEMBER_READ)
def index() -> str:
    """The members as a list or as a map, under the same filters."""
    actor, asked = current_actor(), asked_filters(request.args)
    counted = queries.facets(actor, asked)
    reference = queries.reference(current_language())
    words = columns.words_of(reference)
    views, habit = views_and_habit(actor, PLACE)
    is_map = request.args.get(on_map.FIELD) == on_map.MAP
    kept, more = as_query(asked), more_facets(actor, asked, words)
    shown = (
        on_map.map_of(actor, asked, counted, reference.departments, {**kept, on_map.FIELD: on_map.MAP})
        if is_map
        else _list(actor, asked, counted, habit, words)
    )
    return render_template(
        "members/index.html",
        is_map=is_map,
        filters=asked,
        facets=[*facets(asked, counted, words), *more],
        has_more=bool(more),
        unknown=not_understood(request.args, asked),
        kept=kept,
        views=views,
        **{"total": counted.total, "in_address": False, "told": None, "sort": "name", **shown},
    )


def _list(actor: Actor, asked: Filters, counted: queries.Facets, habit: str, known: columns.Words) -> dict[str, Any]:
    """A page of the list, of names that are close where nothing holds what was typed."""
    listed, close = asked, False
    if counted.total == 0 and asked.q and (ids := queries.close_names(actor, asked)):
        listed, close = replace(asked, ids=ids), True
    descending = request.args.get("sort") == "-name"
    page = queries.page_of(actor, listed, request.args.get("after"), descending=descending)
    return {
        "page": page,
        "is_close": close,
        "total": len(listed.ids) if close and listed.ids else counted.total,
        "sort": "-name" if descending else "name",
        "prefix": url_for("members.index") + "/",
        "issues_url": url_for("issues.index", member=""),
        **columns.table(actor, habit, page.items, known),
    }


@blueprint.get("/export.<kind>")
@requires(Permission.MEMBER_EXPORT)
def export(kind: str) -> Response:
    """Exactly what is shown, whatever its length; everything known where the address names no columns."""
    if kind not in files.MEDIA:
        abort(404)
    actor, asked = current_actor(), asked_filters(request.args)
    with reading():
        if names := columns.named_in_address(actor):
            headers = {"name": _("Name"), **columns.headings(names)}
            rows = columns.exported(actor, asked, names, descending=request.args.get("sort") == "-name")
        else:
            headers = {name: column_label(name) for name in queries.COLUMNS}
            rows = columns.in_words(queries.exported(actor, asked))
        content = files.made(kind, rows, headers)
    audit.record("member.list_exported", "member", by=actor, kind=kind, columns=told(list(headers)))
    db.session.commit()
    name = f"{_('members')}-{clock.today().isoformat()}.{kind}"
    return Response(
        content, mimetype=files.MEDIA[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
