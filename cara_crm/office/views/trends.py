"""A federation's reports over the years: the page, and the same as files."""

from flask import Response, abort, render_template, request

from cara_crm.core import clock, typed
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.languages import label
from cara_crm.core.permissions import Permission, requires
from cara_crm.members.export import MEDIA
from cara_crm.office.views import blueprint
from cara_crm.positions.models import Outcome
from cara_crm.positions.queries import federation_for
from cara_crm.reports.reading.trends import Narrowed, trends_of
from cara_crm.reports.reading.trends_files import trends_as_json, trends_as_workbook


@blueprint.get("/office/trends")
@requires(Permission.OFFICE_READ)
def trends() -> str:
    """Who reads one report by a link has none to compare."""
    actor, chosen = _reader(), _chosen()
    return render_template("office/trends.html", trends=trends_of(actor, chosen), chosen=chosen, words=_words())


@blueprint.get("/office/trends/<string:kind>")
@requires(Permission.OFFICE_READ)
def trends_file(kind: str) -> Response:
    """What the page shows, as it is narrowed."""
    actor, chosen = _reader(), _chosen()
    if kind not in ("xlsx", "json"):
        abort(404)
    code = federation_for(actor.federation_id or 0).code
    found = trends_of(actor, chosen)
    content = trends_as_json(found, code, chosen) if kind == "json" else trends_as_workbook(found, _words())
    name = f"{code}-{clock.today():%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=MEDIA[kind], headers=headers)


def _reader() -> Actor:
    actor = current_actor()
    if actor.report_ids is not None:
        abort(404)
    return actor


def _chosen() -> Narrowed:
    return Narrowed(
        priority=request.args.get("priority") or None,
        sector=request.args.get("sector") or None,
        since=typed.number(request.args.get("since", "")),
    )


def _words() -> dict[str, str]:
    return {outcome.value: label(outcome) for outcome in Outcome}
