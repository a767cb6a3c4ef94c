"""How members are compared: points that the administrator reads, tries and changes."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.members.matching import DEFAULT, Rules
from cara_crm.merging import likeness, queries, services, words
from cara_crm.merging.forms import RulesForm
from cara_crm.merging.views import blueprint

MOST = 10_000  # members that a preview compares
SHOWN = 40  # pairs of each kind


@blueprint.route("/settings/matching", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def rules() -> Any:
    """Try other points, or keep them."""
    present = queries.matching_rules()
    form = RulesForm(data=asdict(DEFAULT if "default" in request.args else present))
    preview = None
    if request.method == "GET":
        form.based_on(asdict(present))
    if form.validate_on_submit() and ("preview" in request.form or not form.is_overtaken_by(asdict(present))):
        try:
            services.refuse_crossed(form.rules)
            if "preview" in request.form:
                preview = _preview(present, form.rules)
            else:
                services.decide(form.rules, by=current_actor())
                db.session.commit()
                flash(_("Saved. The register is compared again in a moment."), "success")
                return redirect(url_for("merging.rules"), 303)
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
    page = render_template("merging/rules.html", form=form, preview=preview, is_default=present == DEFAULT)
    return page, form.status


def _preview(present: Rules, wanted: Rules) -> dict[str, Any]:
    """Pairs that would be listed and are not now, those that would not be any more, and how many in all."""
    with reading():
        sides = queries.member_sides()
    named = {one.id: one.names[0] for one in sides}
    now = {(p.left, p.right): p for p in likeness.alike_members(sides[:MOST], present)}
    then = {(p.left, p.right): p for p in likeness.alike_members(sides[:MOST], wanted)}

    def line(key: tuple[int, int]) -> dict[str, Any]:
        before, after = now.get(key), then.get(key)
        reasons = [words.reason(code) for code in (after or before).reasons]  # type: ignore[union-attr]
        points = (before.alike if before else None, after.alike if after else None)
        return {"ids": key, "names": [named[id] for id in key], "points": points, "reasons": reasons}

    return {
        "now": len(now),
        "then": len(then),
        "new": [line(key) for key in then if key not in now][:SHOWN],
        "gone": [line(key) for key in now if key not in then][:SHOWN],
        "cut": len(sides) > MOST,
    }
