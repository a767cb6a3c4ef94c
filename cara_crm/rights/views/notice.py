"""What the cluster does with data about people (GDPR, articles 13 and 14): to be read by anybody."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, public, requires
from cara_crm.extensions import db
from cara_crm.rights.forms import NoticeForm
from cara_crm.rights.views import blueprint
from cara_crm.settings import queries as settings
from cara_crm.settings import services

KEYS = {"text_fr": "privacy.text_fr", "text_en": "privacy.text_en", "contact": "privacy.contact"}
HOUSE = ("cluster.name", "cluster.long_name")


@blueprint.get("/privacy")
@public
def privacy() -> str:
    stored = settings.values(*KEYS.values(), *HOUSE)
    return render_template(
        "rights/privacy.html",
        written=stored.get(f"privacy.text_{current_language()}"),
        cluster=stored.get("cluster.long_name") or stored.get("cluster.name") or "CARA",
        contact=stored.get("privacy.contact"),
    )


@blueprint.route("/settings/privacy", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def edit_notice() -> Any:
    stored = settings.values(*KEYS.values())
    known = {name: stored.get(key) for name, key in KEYS.items()}
    form = NoticeForm(data=known)
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        for name, key in KEYS.items():
            services.set_value(key, form[name].data or "", by=current_actor())
        db.session.commit()
        flash(_("Saved. It holds from the next page on."), "success")
        return redirect(url_for("rights.privacy"), 303)
    return render_template("rights/notice.html", form=form), form.status
