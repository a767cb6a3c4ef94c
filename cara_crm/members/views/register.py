"""The list, its filters, its export."""

from dataclasses import replace
from typing import Any, TypeVar

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.languages import label, named
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import reading
from cara_crm.lists.queries import views_of
from cara_crm.members import export as files
from cara_crm.members import queries
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.members.queries import Filters
from cara_crm.members.siren import spaced
from cara_crm.members.views import blueprint
from cara_crm.members.words import column_label

E = TypeVar("E", MemberCategory, MemberStatus)
LONGEST_QUERY = 100
PLACE = "members"
Args = MultiDict[str, str]


@blueprint.get("")
@requires(Permission.MEMBER_READ)
def index() -> str:
    actor, asked = current_actor(), asked_filters(request.args)
    counted = queries.facets(actor, asked)
    shown, close = asked, False
    if counted.total == 0 and asked.q and (ids := queries.close_names(actor, asked)):
        shown, close = replace(asked, ids=ids), True
    descending = request.args.get("sort") == "-name"
    page = queries.page_of(actor, shown, request.args.get("after"), descending=descending)
    sectors, departments = queries.sectors(), queries.departments()
    context: dict[str, Any] = {
        "page": page,
        "filters": asked,
        "facets": counted,
        "is_close": close,
        "total": len(shown.ids) if close and shown.ids else counted.total,
        "sort": "-name" if descending else "name",
        "sector_names": {one.id: named(one) for one in sectors},
        "department_codes": {one.id: one.code for one in departments},
        "choices": _choices(counted, sectors, departments),
        "prefix": url_for("members.index") + "/",
        "spaced": spaced,
        "category_words": {one: label(one) for one in MemberCategory},
        "all_statuses": list(MemberStatus),
        "kept": as_query(asked),
        "views": views_of(actor, PLACE),
    }
    part = "HX-Request" in request.headers and request.headers.get("HX-Target") == "register"
    return render_template("members/_register.html" if part else "members/index.html", **context)


@blueprint.get("/export.<kind>")
@requires(Permission.MEMBER_EXPORT)
def export(kind: str) -> Response:
    """Exactly what is shown, whatever its length."""
    if kind not in files.MEDIA:
        abort(404)
    headers = {column: column if kind == "json" else column_label(column) for column in queries.COLUMNS}
    with reading():
        content = files.write(kind, queries.exported(current_actor(), asked_filters(request.args)), headers)
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
        "to_confirm": int(filters.to_confirm),
        "archived": int(filters.archived),
    }
    return {name: value for name, value in told.items() if value}


def _one(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in {one.value for one in kind} else None


def _choices(counted: queries.Facets, sectors: Any, departments: Any) -> dict[str, list[tuple[Any, str]]]:
    """What each filter offers, with how many members it would show."""

    def with_count(text: str, n: int) -> str:
        return f"{text} ({n})"

    return {
        "sector": [(s.id, with_count(named(s), counted.sectors.get(s.id, 0))) for s in sectors],
        "category": [(c.value, with_count(label(c), n)) for c in MemberCategory if (n := counted.categories.get(c))],
        "department": [
            (d.id, with_count(f"{d.code} {d.name}", n)) for d in departments if (n := counted.departments.get(d.id))
        ],
        "status": [(s.value, with_count(label(s), n)) for s in MemberStatus if (n := counted.statuses.get(s))],
    }
