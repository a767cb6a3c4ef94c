"""The reviewer's sitting: the document with a decision under each item."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.reports import services
from cara_crm.reports.build import build
from cara_crm.reports.forms import ReviewForm, decisions
from cara_crm.reports.models import Report, Verdict
from cara_crm.reports.queries import listing
from cara_crm.reports.queries.state import scope_of, waivers_of
from cara_crm.reports.views import blueprint
from cara_crm.reports.views.shown import shown


@blueprint.get("/<int:report_id>/review")
@requires(Permission.REPORT_REVIEW)
def review(report_id: int) -> str:
    return _page(listing.report_for(current_actor(), report_id), ReviewForm())


@blueprint.post("/<int:report_id>/review")
@requires(Permission.REPORT_REVIEW)
def decide(report_id: int) -> Any:
    with reading():
        report = listing.report_for(current_actor(), report_id)
        built = build(scope_of(report), frozenset(waivers_of(report)))
    report = listing.report_for(current_actor(), report_id)
    form, typed = ReviewForm(), decisions(request.form)
    if form.validate():
        try:
            made = services.review_report(
                report,
                built,
                fingerprint=form.fingerprint.data,
                decisions=typed,
                comment=form.comment.data or "",
                by=current_actor(),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            approved = made.verdict is Verdict.APPROVED
            db.session.commit()
            flash(_("Approved: it can be sent.") if approved else _("Sent back with your comments."))
            return redirect(url_for("reports.show", report_id=report_id), 303)
    return _page(report, form), 422


def _page(report: Report, form: ReviewForm) -> str:
    now = shown(report)
    form.fingerprint.data = now.built.fingerprint
    obstacle = ""
    try:
        alone = bool(report.handed_over_at) and services.refuse_own_work(report, by=current_actor())
    except DomainError as error:
        alone, obstacle = False, str(error)
    return render_template(
        "reports/review.html",
        report=report,
        shown=now,
        form=form,
        alone=alone,
        obstacle=obstacle,
        typed=decisions(request.form),
        waivers=list(waivers_of(report).values()),
    )
