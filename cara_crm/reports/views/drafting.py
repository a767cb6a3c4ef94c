"""Begin, edit, hand over: the writer's steps."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.federations.models import Federation
from cara_crm.federations.queries import federations_in_use
from cara_crm.positions.models import Position
from cara_crm.reports import services
from cara_crm.reports.build import Built, build
from cara_crm.reports.document import Period
from cara_crm.reports.forms import EditReportForm, NewReportForm, plain, position_order
from cara_crm.reports.models import Report
from cara_crm.reports.queries import listing
from cara_crm.reports.queries.state import scope_of, waivers_of
from cara_crm.reports.views import blueprint
from cara_crm.reports.views.refusing import on_its_page


@blueprint.get("/new")
@requires(Permission.REPORT_EDIT)
def new() -> str:
    federation = listing.federation_or_first(typed.number(request.args.get("federation")))
    form = _new_form(federation)
    form.sectors.data = [choice.value for choice in form.sectors.choices]
    form.period_from.data = listing.next_start(federation.id)
    form.period_until.data = clock.today()
    form.language.data = current_language()
    return _new_page(form, federation)


@blueprint.post("/")
@requires(Permission.REPORT_EDIT)
def create() -> Any:
    federation = listing.federation_or_first(typed.number(request.form.get("federation")))
    form = _new_form(federation)
    if form.validate():
        try:
            report = services.draft_report(
                federation_id=federation.id,
                sector_ids=set(form.sectors.data or ()),
                period=Period(form.period_from.data, form.period_until.data),
                language=form.language.data,
                by=current_actor(),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(
                _("Report %(number)s is drafted. Read it, write the key messages, hand it over.", number=report.number)
            )
            return redirect(url_for("reports.show", report_id=report.id), 303)
    return _new_page(form, federation), 422


def _new_form(federation: Federation) -> NewReportForm:
    form = NewReportForm()
    form.offer(federation, listing.sectors_to_report(current_actor(), federation.id))
    return form


def _new_page(form: NewReportForm, federation: Federation) -> str:
    return render_template("reports/new.html", form=form, federation=federation, federations=federations_in_use())


@blueprint.get("/<int:report_id>/edit")
@requires(Permission.REPORT_EDIT)
def edit(report_id: int) -> str:
    report = listing.report_for(current_actor(), report_id)
    return _edit_page(report, EditReportForm(data=_as_typed(report)))


def _as_typed(report: Report) -> dict[str, Any]:
    """A draft as the form's fields."""
    order = " ".join(str(entry.position_id) for entry in report.entries)
    said = {"key_messages": report.key_messages, "language": report.language, "order": order}
    return said | {"version": report.version}


@blueprint.post("/<int:report_id>")
@requires(Permission.REPORT_EDIT)
def save(report_id: int) -> Any:
    report = listing.report_for(current_actor(), report_id)
    form, order = EditReportForm(), position_order(request.form)
    form.order.data = " ".join(map(str, order))
    if form.validate():
        try:
            services.edit_report(
                report,
                key_messages=form.key_messages.data or "",
                position_ids=order,
                language=form.language.data,
                version=form.version_read,
                by=current_actor(),
            )
            db.session.commit()
        except (EditedMeanwhile, StaleDataError):
            db.session.rollback()
            report = listing.report_for(current_actor(), report_id)
            form.meet(_as_typed(report))
            form.read_again(report.version)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Saved."))
            return redirect(url_for("reports.show", report_id=report_id), 303)
    return _edit_page(report, form), 409 if form.meanwhile else 422


def _edit_page(report: Report, form: EditReportForm) -> str:
    positions = {entry.position_id: entry.position for entry in report.entries}
    others = [] if report.is_note else listing.candidates(report)
    positions |= {position.id: position for position in others}
    kept = _positions_in(form.order.data, positions)
    theirs = form.meanwhile.theirs.get("order") if form.meanwhile else None
    return render_template(
        "reports/edit.html",
        report=report,
        form=form,
        kept=kept,
        rest=[one for one in positions.values() if one not in kept],
        theirs=None if theirs is None else _positions_in(theirs, positions),
    )


def _positions_in(order: str | None, positions: dict[int, Position]) -> list[Position]:
    known = {str(key): one for key, one in positions.items()}
    return [known[key] for key in (order or "").split() if key in known]


@blueprint.post("/<int:report_id>/waivers")
@requires(Permission.REPORT_EDIT)
@on_its_page
def propose_waiver(report_id: int) -> Any:
    built = _built(report_id)
    report = listing.report_for(current_actor(), report_id)
    key, reason = request.form.get("key", ""), plain(request.form.get("reason", ""))
    services.propose_waiver(report, built, key=key, reason=reason, by=current_actor())
    return _done(report, _("Noted as a false alarm; the reviewer decides on it."))


@blueprint.post("/<int:report_id>/waivers/withdraw")
@requires(Permission.REPORT_EDIT)
@on_its_page
def withdraw_waiver(report_id: int) -> Any:
    report = listing.report_for(current_actor(), report_id)
    services.withdraw_waiver(report, key=request.form.get("key", ""), by=current_actor())
    return _done(report, _("The mark stands again."))


@blueprint.post("/<int:report_id>/hand-over")
@requires(Permission.REPORT_EDIT)
@on_its_page
def hand_over(report_id: int) -> Any:
    built = _built(report_id)
    report = listing.report_for(current_actor(), report_id)
    if services.hand_over(report, built, by=current_actor()):
        return _done(report, _("Handed over: it waits for its review now."))
    return _done(
        report,
        _("Handed over, but everyone who reviews today wrote part of it: the administrator names another reviewer."),
    )


@blueprint.post("/<int:report_id>/follow-merged")
@requires(Permission.REPORT_EDIT)
@on_its_page
def follow_merged(report_id: int) -> Any:
    """Positions that were merged give their place to the ones that took them up."""
    report = listing.report_for(current_actor(), report_id)
    services.follow_merged(report, by=current_actor())
    return _done(report, _("The draft follows what was merged."))


@blueprint.post("/<int:report_id>/take-back")
@requires(Permission.REPORT_EDIT)
@on_its_page
def take_back(report_id: int) -> Any:
    report = listing.report_for(current_actor(), report_id)
    services.take_back(report, by=current_actor())
    return _done(report, _("Taken back: you can edit it again."))


@blueprint.post("/<int:report_id>/discard")
@requires(Permission.REPORT_EDIT)
@on_its_page
def discard(report_id: int) -> Any:
    report = listing.report_for(current_actor(), report_id)
    services.discard(report, by=current_actor())
    db.session.commit()
    flash(_("Draft %(number)s is deleted. Its positions stay.", number=report.number))
    return redirect(url_for("reports.index"), 303)


def _built(report_id: int) -> Built:
    """The report as it stands, made before the write transaction begins."""
    with reading():
        report = listing.report_for(current_actor(), report_id)
        return build(scope_of(report), frozenset(waivers_of(report)))


def _done(report: Report, sentence: str) -> Any:
    report_id = report.id
    db.session.commit()
    flash(sentence)
    return redirect(url_for("reports.show", report_id=report_id), 303)
