"""People without a sign of life for three years: proposed to the administrator, who decides."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.rights import queries, services
from cara_crm.rights.forms import SeveralForm
from cara_crm.rights.views import blueprint


@blueprint.get("/contacts/silent")
@requires(Permission.RIGHTS_ERASE)
def silent() -> str:
    return _page(SeveralForm(), set())


@blueprint.post("/contacts/silent/erase")
@requires(Permission.RIGHTS_ERASE)
def erase_silent() -> Any:
    form = SeveralForm()
    chosen = {n for text in request.form.getlist("ids") if (n := typed.number(text)) is not None}
    if form.validate_on_submit():
        try:
            n = services.ask_to_erase(chosen, number=form.number.data, by=current_actor())
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
        else:
            told = ngettext("%(num)d person is erased within minutes.", "%(num)d people are erased within minutes.", n)
            flash(told, "success")
            return redirect(url_for("rights.silent"), 303)
    return _page(form, chosen), 422


def _page(form: SeveralForm, chosen: set[int]) -> str:
    page = queries.page_of_silent(request.args.get("after"))
    shown = {"page": page, "form": form, "chosen": chosen, "years": queries.YEARS, "today": clock.today()}
    return render_template("rights/silent.html", **shown)
