"""The list of reports, and one report."""

from typing import Any

from flask import Response, abort, render_template, request

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.languages import label
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, public, requires
from cara_crm.extensions import db
from cara_crm.federations.queries import federations_in_use
from cara_crm.reports.answers.queries import answers_before
from cara_crm.reports.models import Report, ReportState
from cara_crm.reports.queries import listing
from cara_crm.reports.queries.files import files_of
from cara_crm.reports.queries.merged import merged_away
from cara_crm.reports.queries.state import addressees
from cara_crm.reports.questions.queries import questions_of
from cara_crm.reports.schema import VERSION, published
from cara_crm.reports.silence.queries import standing
from cara_crm.reports.views import blueprint
from cara_crm.reports.views.shown import frozen, shown, since_review

Refused = tuple[str, list[tuple[str, str]]]


@blueprint.get("/")
@requires(Permission.REPORT_READ)
def index() -> str:
    federation, state = typed.number(request.args.get("federation")), _state(request.args.get("state"))
    wanted = listing.reports(current_actor(), federation=federation, state=state)
    page = paginate(db.session(), wanted, listing.NEWEST_FIRST, request.args.get("after"))
    return render_template(
        "reports/index.html",
        page=page,
        progress=listing.progress([report.id for report in page.items]),
        federations=[(federation.id, federation.short_name) for federation in federations_in_use()],
        states=[(one.value, label(one)) for one in ReportState],
        chosen={"federation": federation, "state": state},
    )


def _state(text: str | None) -> ReportState | None:
    return ReportState(text) if text in set(ReportState) else None


@blueprint.get("/<int:report_id>")
@requires(Permission.REPORT_READ)
def show(report_id: int) -> str:
    return page_of(listing.report_for(current_actor(), report_id))


def page_of(report: Report, refused: Refused | None = None) -> str:
    """The report's own page; with what one of its buttons refused, as a sentence and links."""
    if report.is_frozen:
        said = frozen(report)
        return render_template("reports/sent.html", report=report, document_=said, refused=refused, **_followed(report))
    now = shown(report)
    return render_template(
        "reports/show.html",
        report=report,
        shown=now,
        refused=refused,
        since=since_review(report, now.built.document),
        people=addressees(report),
        merged=merged_away(report),
        elsewhere=[] if report.is_note else listing.other_drafts(current_actor(), report),
        reviews=listing.reviews_of(report),
    )


def _followed(report: Report) -> dict[str, Any]:
    versions, before = listing.versions_of(report), answers_before(report)
    later = next((one for one in reversed(versions) if one.is_frozen and one.edition > report.edition), None)
    return {
        "people": listing.tracking(report),
        "answers": {f"CARA-P{i}": answer for i, answer in listing.answers_by_position(report).items()},
        "before": {f"CARA-P{i}": answer for i, answer in before.items() if answer.given_at},
        "replaced": {f"CARA-P{entry.position_id}" for entry in later.entries} if later else set(),
        "questions": {f"CARA-P{i}": asked for i, asked in questions_of(report).items()},
        "reviews": listing.reviews_of(report),
        "versions": versions,
        "standing": standing(report) if later is None and not report.is_note else None,
        "files": files_of(report),
    }


@blueprint.get("/schemas/report-<string:version>.json")
@public
def schema(version: str) -> Response:
    """What a report's JSON file holds, as JSON Schema: for whoever reads the files of several clusters."""
    if version != VERSION:
        abort(404)
    return Response(published(), mimetype="application/schema+json")
