"""The manager's side of a federation that does not answer: remind it, leave it in peace, record its silence."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.office.forms import SilenceForm
from cara_crm.office.views import blueprint
from cara_crm.reports.reading.queries import code_of, document_of
from cara_crm.reports.silence import queries, services
from cara_crm.settings.queries import clocks


@blueprint.post("/reports/<int:report_id>/remind")
@requires(Permission.REPORT_SEND)
def remind(report_id: int) -> Any:
    """A reminder now, whatever the clock says."""
    actor = current_actor()
    report = queries.report_for(actor, report_id)
    reminder = services.remind(report, clocks(), by=actor)
    db.session.commit()
    flash(ngettext("%(num)d person is reminded.", "%(num)d people are reminded.", reminder.people), "success")
    return redirect(url_for("reports.show", report_id=report_id), 303)


@blueprint.post("/reports/<int:report_id>/reminders")
@requires(Permission.REPORT_SEND)
def set_reminding(report_id: int) -> Any:
    """Let the clock remind of this report, or not."""
    actor = current_actor()
    report = queries.report_for(actor, report_id)
    services.set_reminding(report, request.form.get("reminds") == "yes", by=actor)
    db.session.commit()
    if report.reminds:
        flash(_("The clock reminds of this report."), "success")
    else:
        flash(_("The clock reminds of this report no more: you see to it."), "success")
    return redirect(url_for("reports.show", report_id=report_id), 303)


@blueprint.route("/reports/<int:report_id>/silence", methods=["GET", "POST"])
@requires(Permission.REPORT_SEND)
def silence(report_id: int) -> Any:
    """Record that no answer came: what was asked, when it was reminded, what the members will read."""
    actor = current_actor()
    report = queries.report_for(actor, report_id)
    form = SilenceForm(data={"text_members": services.words_of_silence(report)})
    if form.validate_on_submit():
        try:
            done = services.record_silence(report, text_members=form.text_members.data or "", by=actor)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            db.session.commit()
            n = len(done.silent)
            said = ngettext("Recorded for %(num)d position.", "Recorded for %(num)d positions.", n)
            flash(f"{said} {_('Pass it on to the members when you are ready.')}", "success")
            return redirect(url_for("office.answers"), 303)
    document, standing = document_of(report), queries.standing(report)
    page = render_template(
        "office/silence.html",
        report=report,
        form=form,
        standing=standing,
        titles=[document.position(code_of(one.position_id)) or one.position for one in standing.open.silent],
    )
    return page, 422 if form.errors else 200
