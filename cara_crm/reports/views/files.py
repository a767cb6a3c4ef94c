"""A report's files: frozen ones, and drafts that are made now."""

from flask import Response
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission, requires
from cara_crm.files.responses import download
from cara_crm.reports.build import build, file_name, kinds_of, render_draft
from cara_crm.reports.checks import open_marks
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.models import FileKind, Report
from cara_crm.reports.queries import listing
from cara_crm.reports.queries.state import scope_of, waivers_of
from cara_crm.reports.services.sending import MEDIA_TYPES, WouldLeak
from cara_crm.reports.views import blueprint
from cara_crm.reports.views.refusing import on_its_page


@blueprint.get("/<int:report_id>/files/<string:kind>")
@requires(Permission.REPORT_READ)
@on_its_page
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
@on_its_page
def word(report_id: int) -> Response:
    """A draft for a word processor; what was sent has its frozen files, and nothing is edited in these."""
    from cara_crm.reports.word import MEDIA_TYPE, render_word  # here: what a command never needs, it does not load

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
