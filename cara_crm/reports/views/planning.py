"""Drafts that begin by themselves: which, from when, for whom."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.federations.queries import federations_in_use
from cara_crm.reports.forms import PlanForm
from cara_crm.reports.models import Rhythm
from cara_crm.reports.plans import queries, services
from cara_crm.reports.plans.days import next_monday, period_before
from cara_crm.reports.queries import listing
from cara_crm.reports.views import blueprint


@blueprint.get("/plans")
@requires(Permission.REPORT_EDIT)
def plans() -> str:
    federation = listing.federation_or_first(typed.number(request.args.get("federation")))
    form = _form(federation)
    form.sectors.data = [choice.value for choice in form.sectors.choices]
    form.language.data = current_language()
    return _page(form, federation)


@blueprint.post("/plans")
@requires(Permission.REPORT_EDIT)
def plan() -> Any:
    federation = listing.federation_or_first(typed.number(request.form.get("federation")))
    form = _form(federation)
    if form.validate():
        try:
            with db.session.begin_nested():
                made = services.plan_drafts(
                    federation_id=federation.id,
                    sector_ids=set(form.sectors.data or ()),
                    rhythm=Rhythm(form.rhythm.data),
                    language=form.language.data,
                    by=current_actor(),
                )
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            day = next_monday(made.rhythm, clock.today()).strftime("%d/%m/%Y")
            flash(_("Planned: the first draft begins on %(day)s.", day=day), "success")
            return redirect(url_for("reports.plans", federation=federation.id), 303)
    return _page(form, federation), 422


@blueprint.post("/plans/<int:plan_id>/stop")
@requires(Permission.REPORT_EDIT)
def stop_plan(plan_id: int) -> Any:
    services.stop_plan(queries.plan_for(current_actor(), plan_id), by=current_actor())
    db.session.commit()
    flash(_("No draft begins by itself any more; those that were made stay."), "success")
    return redirect(url_for("reports.plans"), 303)


def _form(federation: Federation) -> PlanForm:
    form = PlanForm()
    form.offer(federation, listing.sectors_to_report(current_actor(), federation.id))
    return form


def _page(form: PlanForm, federation: Federation) -> str:
    actor = current_actor()
    found = queries.plans_for(actor)
    coming = {one.id: next_monday(one.rhythm, clock.today()) for one in found}
    return render_template(
        "reports/plans.html",
        form=form,
        federation=federation,
        federations=federations_in_use(),
        plans=found,
        coming=coming,
        about={one.id: period_before(one.rhythm, coming[one.id]) for one in found},
        may_stop={
            one.id for one in found if actor.sector_ids is None or {s.id for s in one.sectors} <= actor.sector_ids
        },
    )
