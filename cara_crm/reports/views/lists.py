"""The list of reports, one report, its files."""

from typing import Any

from flask import Response, abort, render_template, request
from flask_babel import gettext as _

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.languages import label
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, public, requires
from cara_crm.extensions import db
from cara_crm.federations.queries import federations_in_use
from cara_crm.files.responses import download
from cara_crm.reports.answers.queries import answers_before
from cara_crm.reports.build import build, file_name, kinds_of, render_draft
from cara_crm.reports.checks import open_marks
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.models import FileKind, Report, ReportState
from cara_crm.reports.queries import listing
from cara_crm.reports.queries.files import files_of
from cara_crm.reports.queries.merged import merged_away
from cara_crm.reports.queries.state import addressees, scope_of, waivers_of
from cara_crm.reports.questions.queries import questions_of
from cara_crm.reports.schema import VERSION, published
from cara_crm.reports.services.sending import MEDIA_TYPES, WouldLeak
from cara_crm.reports.silence.queries import standing
from cara_crm.reports.views import blueprint
from cara_crm.reports.views.shown import frozen, shown, since_review
from cara_crm.reports.word import MEDIA_TYPE, render_word


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
    report = listing.report_for(current_actor(), report_id)
    if report.is_frozen:
        return render_template("reports/sent.html", report=report, document_=frozen(report), **_followed(report))
    now = shown(report)
    return render_template(
        "reports/show.html",
        report=report,
        shown=now,
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


@blueprint.get("/<int:report_id>/files/<string:kind>")
@requires(Permission.REPORT_READ)
def file(report_id: int, kind: str) -> Response:
    """A frozen file after its hash was compared; of a report that is not sent, a draft made now."""
    report = listing.report_for(current_actor(), report_id)
    if kind not in set(FileKind):
        raise NotVisible
    wanted = FileKind(kind)
    if report.is_frozen:
        return download(listing.file_of(report, wanted).file)
    document = _presentable(report)
    if wanted not in kinds_of(document):
        raise NotVisible
    return _attached(render_draft(document, wanted), file_name(document, wanted), MEDIA_TYPES[wanted])


@blueprint.get("/<int:report_id>/draft.docx")
@requires(Permission.REPORT_READ)
def word(report_id: int) -> Response:
    """A draft for a word processor; what was sent has its frozen files, and nothing is edited in these."""
    report = listing.report_for(current_actor(), report_id)
    if report.is_frozen:
        raise NotVisible
    document = _presentable(report)
    name = file_name(document, FileKind.PDF).removesuffix(".pdf") + ".docx"
    return _attached(render_word(document), name, MEDIA_TYPE)


def _presentable(report: Report) -> ReportDocument:
    """The draft as it stands now. Raises WouldLeak: a file leaves the house without anybody asking."""
    built = build(scope_of(report), frozenset(waivers_of(report)))
    if open_marks(built.marks):
        raise WouldLeak(_("A text of this draft would give somebody away: reword it before it becomes a file."))
    return built.document


def _attached(content: bytes, name: str, media_type: str) -> Response:
    return Response(content, mimetype=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.get("/schemas/report-<string:version>.json")
@public
def schema(version: str) -> Response:
    """What a report's JSON file holds, as JSON Schema: for whoever reads the files of several clusters."""
    if version != VERSION:
        abort(404)
    return Response(published(), mimetype="application/schema+json")
