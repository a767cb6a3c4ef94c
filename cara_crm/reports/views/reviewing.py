"""The reviewer's sitting: the document with a decision under each item."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core import clock
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
from cara_crm.reports.verdicts import Decision
from cara_crm.reports.views import blueprint
from cara_crm.reports.views.shown import shown, since_review


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


@blueprint.post("/<int:report_id>/review/keep")
@requires(Permission.REPORT_REVIEW)
def keep_review(report_id: int) -> Any:
    """What was decided so far, while one reads on; a sentence for the foot of the form."""
    report = listing.report_for(current_actor(), report_id)
    form = ReviewForm()
    if not form.validate():
        return render_template("reports/_kept.html", at=None), 422
    fingerprint, comment, typed = form.fingerprint.data, form.comment.data or "", decisions(request.form)
    try:
        services.keep_sitting(report, fingerprint=fingerprint, decisions=typed, comment=comment, by=current_actor())
    except DomainError:
        db.session.rollback()
        return render_template("reports/_kept.html", at=None), 422
    db.session.commit()
    return render_template("reports/_kept.html", at=clock.now())


def _page(report: Report, form: ReviewForm) -> str:
    now, actor = shown(report), current_actor()
    form.fingerprint.data = now.built.fingerprint
    kept = listing.unfinished(report, actor.user_id, now.built.fingerprint) if request.method == "GET" else None
    if kept:
        form.comment.data = kept.comment
    obstacle = ""
    try:
        alone = bool(report.handed_over_at) and services.refuse_own_work(report, by=actor)
    except DomainError as error:
        alone, obstacle = False, str(error)
    return render_template(
        "reports/review.html",
        report=report,
        shown=now,
        form=form,
        alone=alone,
        obstacle=obstacle,
        typed={one.item: Decision(one.verdict, one.comment) for one in kept.items} if kept else decisions(request.form),
        waivers=list(waivers_of(report).values()),
        since=since_review(report, now.built.document),
    )
