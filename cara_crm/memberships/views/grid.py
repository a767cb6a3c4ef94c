"""Fees in Settings: what holds for every year, and the grid of one."""

from dataclasses import asdict
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core import clock
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members.bands import band_label
from cara_crm.members.models import MemberCategory
from cara_crm.memberships import queries, services
from cara_crm.memberships.forms import FIRST_YEAR, LAST_YEAR, CopyForm, RateForm, TermsForm
from cara_crm.memberships.queries import Terms
from cara_crm.memberships.views import blueprint


@blueprint.route("/settings/fees", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def terms() -> Any:
    """What every call says, and when reminders go."""
    known = asdict(queries.terms())
    form = TermsForm(data=known)
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        try:
            decided: dict[str, Any] = {
                name: form[name].data or ("" if name in TEXTS else 0) for name in queries.KEYS.values()
            }
            services.decide_terms(Terms(**decided), by=current_actor())
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
        else:
            flash(_("Saved. It holds for the next call."), "success")
            return redirect(url_for("memberships.terms"), 303)
    return render_template("memberships/terms.html", form=form, year=clock.today().year), form.status


TEXTS = {"address", "registration", "iban", "bic", "text_fr", "text_en"}


@blueprint.get("/settings/fees/<int:year>")
@requires(Permission.SETTINGS_EDIT)
def grid(year: int) -> str:
    _checked(year)
    return _page(year, RateForm())


def _page(year: int, form: RateForm, copy: CopyForm | None = None) -> str:
    lines, known, today = queries.lines_of(year), queries.grid_years(), clock.today()
    return render_template(
        "memberships/grid.html",
        year=year,
        years=sorted({*known, today.year, today.year + 1, year}, reverse=True),
        lines=lines,
        earlier=next((one for one in known if one < year), None),
        form=form.offer(queries.colleges()).beside(lines),
        copy=copy or CopyForm(prefix="copy"),
        band_label=band_label,
    )


@blueprint.post("/settings/fees/<int:year>")
@requires(Permission.SETTINGS_EDIT)
def set_rate(year: int) -> Any:
    form = RateForm().offer(queries.colleges())
    if _checked(year) and form.validate_on_submit():
        kind, band = MemberCategory(form.category.data), form.from_band.data or ""
        line: dict[str, Any] = {"college_id": form.college_id.data, "category": kind, "from_band": band}
        known = queries.same_line(year, **line)
        if not form.is_overtaken_by({"euros": known.euros if known else None}):
            services.set_rate(year, **line, euros=form.euros.data, by=current_actor())
            return _done(year, _("Saved."))
    return _page(year, form), form.status


@blueprint.post("/settings/fees/<int:year>/<int:line_id>/remove")
@requires(Permission.SETTINGS_EDIT)
def remove_rate(year: int, line_id: int) -> Any:
    services.remove_rate(queries.line_of(year, line_id), by=current_actor())
    return _done(year, _("The line is removed. Fees that were set by it stay."))


@blueprint.post("/settings/fees/<int:year>/copy")
@requires(Permission.SETTINGS_EDIT)
def copy_grid(year: int) -> Any:
    """Begin with the grid of the last year that has one."""
    form = CopyForm(prefix="copy")
    earlier = next((one for one in queries.grid_years() if one < _checked(year)), year - 1)
    if form.validate_on_submit():
        try:
            n = services.copy_year(year, from_year=earlier, percent=form.percent.data, by=current_actor())
            return _done(year, ngettext("%(num)d line is copied.", "%(num)d lines are copied.", n))
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
    return _page(year, RateForm(formdata=None), form), 422


def _checked(year: int) -> int:
    return year if FIRST_YEAR <= year <= LAST_YEAR else abort(404)


def _done(year: int, sentence: str) -> Any:
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("memberships.grid", year=year), 303)
