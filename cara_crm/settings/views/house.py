"""The first page of Settings, and what holds for the whole house."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cara_crm.core import clock
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.settings import queries, services
from cara_crm.settings.forms import ClocksForm, HouseForm
from cara_crm.settings.kinds import KINDS
from cara_crm.settings.views import blueprint

KEYS = {
    "name": "cluster.name",
    "long_name": "cluster.long_name",
    "definition_fr": "cluster.definition_fr",
    "definition_en": "cluster.definition_en",
    "threshold": queries.THRESHOLD,
    "self_review": queries.SELF_REVIEW,
}
LINKS = {
    "accounts.users": _l("People and roles"),
    "accounts.invite": _l("Invite people"),
    "settings.house": _l("Name, definition, threshold, review"),
    "settings.clocks": _l("How long something may wait"),
    "rights.edit_notice": _l("Notice on personal data"),
    "rights.silent": _l("People without a sign of life"),
    "rights.objections": _l("People who asked to be forgotten"),
    "audit.index": _l("Audit log"),
    "deliveries.index": _l("Deliveries"),
    "deliveries.outbox": _l("Outbox of the demonstration"),
    "deliveries.health": _l("Health"),
    "imports.new": _l("Import a list of members"),
    "merging.rules": _l("How members are compared"),
    "memberships.terms": _l("Fees: account, texts, reminders"),
}
GROUPS = (
    (_l("Sectors"), ("sectors", "roles", "populations")),
    (_l("Federations"), ("federations",)),
    (_l("Members"), ("networks", "colleges")),
    (_l("Territory"), ("regions",)),
    (_l("Page of the cluster"), ("milestones", "figures")),
)


@blueprint.get("/settings")
@requires(Permission.SETTINGS_EDIT)
def index() -> str:
    groups = [(title, [KINDS[slug] for slug in slugs]) for title, slugs in GROUPS]
    return render_template("settings/index.html", groups=groups, links=LINKS, year=clock.today().year)


@blueprint.route("/settings/house", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def house() -> Any:
    stored = queries.values(*KEYS.values())
    known = {name: stored.get(key) for name, key in KEYS.items()}
    form = HouseForm(data=known)
    if form.validate_on_submit() and not form.is_overtaken_by(known) and _save(form):
        flash(_("Saved. It holds from the next page on."), "success")
        return redirect(url_for("settings.house"), 303)
    return render_template("settings/house.html", form=form), form.status


@blueprint.route("/settings/clocks", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def clocks() -> Any:
    known = vars(queries.clocks())
    form = ClocksForm(data=known)
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        for name, key in queries.CLOCKS.items():
            services.set_value(key, form[name].data, by=current_actor())
        db.session.commit()
        flash(_("Saved. It holds from the next page on."), "success")
        return redirect(url_for("settings.clocks"), 303)
    return render_template("settings/clocks.html", form=form), form.status


def _save(form: HouseForm) -> bool:
    try:
        for name, key in KEYS.items():
            services.set_value(key, form[name].data, by=current_actor())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return False
    db.session.commit()
    return True
