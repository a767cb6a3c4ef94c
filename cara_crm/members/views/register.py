"""The list, its filters, its export."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from cara_crm.audit import services as audit
from cara_crm.core import clock, typed
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.lists.columns import told
from cara_crm.lists.queries import views_and_habit
from cara_crm.members import export as files
from cara_crm.members import queries
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.members.queries import Filters
from cara_crm.members.views import beyond, blueprint, columns, on_map
from cara_crm.members.words import column_label

E = TypeVar("E", MemberCategory, MemberStatus)
LONGEST_QUERY = 100
PLACE = "members"
Args = MultiDict[str, str]


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
    kept = as_query(asked)
    shown = (
        on_map.map_of(actor, asked, counted, reference.departments, {**kept, on_map.FIELD: on_map.MAP})
        if is_map
        else _list(actor, asked, counted, habit, words)
    )
    return render_template(
        "members/index.html",
        is_map=is_map,
        filters=asked,
        choices=_choices(asked, counted, words) | _more_choices(actor, asked, words),
        unknown=_not_understood(request.args, kept),
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


def asked_filters(args: Args) -> Filters:
    """The filters that an address or a form names; what makes no sense is left out."""
    return Filters(
        q=args.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip(),
        sector_id=typed.number(args.get("sector")),
        category=_one(MemberCategory, args.get("category")),
        department_id=typed.number(args.get("department")),
        status=_one(MemberStatus, args.get("status")),
        manager_id=typed.number(args.get("manager")),
        tag_id=typed.number(args.get("tag")),
        within_id=typed.number(args.get("within")),
        beyond=beyond.asked(current_actor(), args),
        to_confirm=args.get("to_confirm") == "1",
        archived=args.get("archived") == "1",
    )


def as_query(filters: Filters) -> dict[str, Any]:
    """The same filters for an address: those that narrow, by the names that `asked_filters` reads."""
    told = {
        "q": filters.q,
        "sector": filters.sector_id,
        "category": filters.category and filters.category.value,
        "department": filters.department_id,
        "status": filters.status and filters.status.value,
        "manager": filters.manager_id,
        "tag": filters.tag_id,
        "within": filters.within_id,
        **{one.name: one.value for one in filters.beyond},
        "to_confirm": int(filters.to_confirm),
        "archived": int(filters.archived),
    }
    return {name: value for name, value in told.items() if value}


def _one(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in {one.value for one in kind} else None


def _not_understood(args: Args, kept: Mapping[str, Any]) -> list[str]:
    """What the address asks for and is left out, because it makes no sense or is not for this person."""
    names = ("sector", "category", "department", "status", "manager", "tag", "within", *beyond.NEEDS)
    return [f"{name}={args[name][:LONGEST_QUERY]}" for name in names if args.get(name) and name not in kept]


def _choices(asked: Filters, counted: queries.Facets, words: columns.Words) -> dict[str, list[tuple[Any, str]]]:
    """What each filter offers, with how many members it would show."""
    places = {id: " ".join(place) for id, place in words.departments.items()}
    sectors = [(id, f"{name} ({counted.sectors.get(id, 0)})") for id, name in words.sectors.items()]
    return {
        "sector": _with(sectors, asked.sector_id),
        "category": _met(words.categories, counted.categories, asked.category),
        "department": _met(places, counted.departments, asked.department_id),
        "status": _met(words.statuses, counted.statuses, asked.status),
    }


def _more_choices(actor: Actor, asked: Filters, words: columns.Words) -> dict[str, list[tuple[Any, str]]]:
    """Filters that are asked for less often, and counted only where they are."""
    rare = (asked.manager_id, asked.tag_id, asked.within_id, *asked.beyond)
    if "more" not in request.args and not any(one is not None for one in rare):
        return {}
    met = queries.met(actor, asked)
    sectors = [(id, f"{word} ({met.sectors.get(id, 0)})") for id, word in words.sectors.items()]
    return {
        "manager": _with([(one.id, f"{one.name} ({one.n})") for one in met.managers], asked.manager_id),
        "tag": _with([(one.id, f"{one.name} ({one.n})") for one in met.tags], asked.tag_id),
        "within": _with(sectors, asked.within_id),
        **beyond.choices(actor, asked),
    }


def _met(words: Mapping[Any, str], counts: Mapping[Any, int], chosen: Any) -> list[tuple[Any, str]]:
    """Those that would show somebody, and the one that is chosen."""
    some = [(v, f"{word} ({counts.get(v, 0)})") for v, word in words.items() if counts.get(v) or v == chosen]
    return _with(some, chosen)


def _with(offered: list[tuple[Any, str]], chosen: Any) -> list[tuple[Any, str]]:
    """A value that nobody knows is said, for the list is narrowed to it."""
    if chosen is None or chosen in [value for value, _word in offered]:
        return offered
    return [*offered, (chosen, _("Unknown (%(value)s)", value=chosen))]
