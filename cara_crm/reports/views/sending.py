"""Send a report, and correct one that was sent."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.reports import services
from cara_crm.reports.forms import CorrectionForm
from cara_crm.reports.queries import listing
from cara_crm.reports.views import blueprint
from cara_crm.reports.views.refusing import on_its_page


@blueprint.post("/<int:report_id>/send")
@requires(Permission.REPORT_SEND)
@on_its_page
def send(report_id: int) -> Any:
    actor = current_actor()
    with reading():
        prepared = services.prepare(listing.report_for(actor, report_id))
    relay = services.send_report(listing.report_for(actor, report_id), prepared, by=actor)
    people, members = len(relay.recipients), len({issue.member_id for issue in relay.issues})
    db.session.commit()
    told = ngettext("Sent to one addressee; ", "Sent to %(num)s addressees; ", people)
    flash(told + ngettext("one member sees “sent”.", "%(num)s members see “sent”.", members))
    return redirect(url_for("reports.show", report_id=report_id), 303)


@blueprint.get("/<int:report_id>/correct")
@requires(Permission.REPORT_EDIT)
def correct(report_id: int) -> str:
    report = listing.report_for(current_actor(), report_id)
    return render_template("reports/correct.html", report=report, form=CorrectionForm())


@blueprint.post("/<int:report_id>/correct")
@requires(Permission.REPORT_EDIT)
def draft_correction(report_id: int) -> Any:
    report = listing.report_for(current_actor(), report_id)
    form = CorrectionForm()
    if form.validate():
        try:
            version = services.correct_report(report, note=form.note.data, by=current_actor())
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Version %(n)s is drafted. It is reviewed and sent like the first.", n=version.edition))
            return redirect(url_for("reports.show", report_id=version.id), 303)
    return render_template("reports/correct.html", report=report, form=form), 422
