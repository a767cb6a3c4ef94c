"""A new year for every active member: first what it would be, then one click."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError

from cara_crm.core import clock
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members.bands import band_label
from cara_crm.memberships import queries, services
from cara_crm.memberships.views import blueprint
from cara_crm.memberships.views.listing import year_asked

SHOWN = 50


@blueprint.get("/memberships/renew")
@requires(Permission.MEMBERSHIP_EDIT)
def renew() -> str:
    year = year_asked()
    planned = queries.planned(current_actor(), year)
    unpriced = [one for one in planned if one.proposal is None]
    colleges = queries.colleges()
    return render_template(
        "memberships/renew.html",
        year=year,
        years=[clock.today().year, clock.today().year + 1],
        planned=planned,
        shown=[*unpriced, *(one for one in planned if one.proposal is not None)][:SHOWN],
        unpriced=len(unpriced),
        total=sum(one.proposal.euros for one in planned if one.proposal is not None),
        has_grid=bool(queries.rates_of(year)) or any(one.fee_euros is not None for one in colleges),
        colleges={one.id: one for one in colleges},
        band_label=band_label,
    )


@blueprint.post("/memberships/renew")
@requires(Permission.MEMBERSHIP_EDIT)
def renew_now() -> Any:
    """Done twice, the second finds nobody left."""
    year = year_asked()
    try:
        n = services.renew(year, by=current_actor())
        db.session.commit()
    except IntegrityError:  # somebody else renewed the same year at this moment
        db.session.rollback()
        n = 0
    flash(ngettext("%(num)d member is in %(year)s.", "%(num)d members are in %(year)s.", n, year=year), "success")
    if n == 0:
        flash(_("Everybody was there already."), "info")
    return redirect(url_for("memberships.index", year=year), 303)
