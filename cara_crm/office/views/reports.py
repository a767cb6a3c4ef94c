"""Reading: the link in a mail, the list of reports, one report, its files."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import refresh

from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, public, requires
from cara_crm.extensions import db
from cara_crm.files.responses import download
from cara_crm.office.boxes import Box, boxes_of
from cara_crm.office.reading import forget, remember
from cara_crm.office.views import blueprint
from cara_crm.reports.answers.queries import answered_of, later_version
from cara_crm.reports.layout import laid_out
from cara_crm.reports.models import Report
from cara_crm.reports.queries.files import files_of
from cara_crm.reports.questions.queries import questions_of
from cara_crm.reports.reading import queries, services


@blueprint.get("/read/<token>")
@public
def read(token: str) -> Any:
    """What a mail's link shows: which report it is, and a button. Fetching it changes nothing."""
    link = queries.link_of(token)
    if link and "language" not in request.cookies:
        g.language = link.contact.language
        refresh()
    return render_template("office/read.html", link=link, token=token), 200 if link else 404


@blueprint.post("/read/<token>")
@public
def open_report(token: str) -> Any:
    link = queries.link_of(token)
    if link is None:
        return render_template("office/read.html", link=None, token=token), 404
    services.open_link(link, by=queries.reader_by(link))
    db.session.commit()
    response: Response = redirect(url_for("office.report", report_id=link.report_id), 303)  # type: ignore[assignment]
    remember(response, link)
    return response


@blueprint.post("/read/close")
@public
def close() -> Any:
    """Leave a report that was opened by a link."""
    response: Response = redirect("/", 303)  # type: ignore[assignment]
    forget(response)
    return response


@blueprint.get("/office")
@requires(Permission.OFFICE_READ)
def index() -> str:
    reports = queries.reports_for(current_actor())
    sent = {report.id: len(queries.document_of(report).positions) for report in reports}
    last = {report.number: report.edition for report in sorted(reports, key=lambda one: one.edition)}
    return render_template("office/index.html", reports=reports, totals=sent, last=last)


@blueprint.get("/office/positions")
@requires(Permission.OFFICE_READ)
def positions() -> str:
    return render_template("office/positions.html", asked=queries.positions_for(current_actor()))


@blueprint.get("/office/reports/<int:report_id>")
@requires(Permission.OFFICE_READ)
def report(report_id: int) -> str:
    return report_page(queries.report_for(current_actor(), report_id))


def report_page(found: Report, typed: Box | None = None, said: Mapping[str, str] = MappingProxyType({})) -> str:
    """The document with an answer box under each position.

    `typed` is one that was refused, with what was typed; `said` what a box tells of what was just done, by the
    position's stable id.
    """
    later = later_version(found)
    return render_template(
        "office/report.html",
        report=found,
        document_=laid_out(queries.document_of(found)),
        boxes=boxes_of(found, later, typed),
        answered=answered_of(found),
        files=files_of(found),
        later=later,
        said=said,
        questions={queries.code_of(i): asked for i, asked in questions_of(found).items()},
    )


@blueprint.get("/office/reports/<int:report_id>/files/<string:kind>")
@requires(Permission.OFFICE_READ)
def file(report_id: int, kind: str) -> Response:
    """A file exactly as it was sent: its hash is compared first."""
    return download(queries.file_for(current_actor(), report_id, kind).file)


@blueprint.post("/office/reports/<int:report_id>/acknowledge")
@requires(Permission.OFFICE_ANSWER)
def acknowledge(report_id: int) -> Any:
    actor = current_actor()
    services.acknowledge_report(queries.report_for(actor, report_id), by=actor)
    db.session.commit()
    flash(_("Thank you: the cluster sees that you have received the report."), "success")
    return redirect(url_for("office.report", report_id=report_id), 303)
