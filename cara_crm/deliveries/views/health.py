"""Does the machinery run? A notice on the pages of who can do something about it, and a page."""

import shutil
import time
from functools import cached_property
from uuid import uuid4

from flask import current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from cara_crm.core.actor import current_actor
from cara_crm.core.languages import inside, label
from cara_crm.core.permissions import Permission, requires
from cara_crm.deliveries import queries, services
from cara_crm.deliveries.transport import folder_of
from cara_crm.deliveries.views import blueprint
from cara_crm.extensions import db
from cara_crm.jobs import services as jobs
from cara_crm.jobs.queries import failed_jobs, job_with_id, works
from cara_crm.jobs.titles import title
from cara_crm.mailbox.queries import mailbox

FRESH_SECONDS = 15.0


def recent_health() -> queries.Health:
    """What was found within the last 15 seconds in this process, else found now."""
    known_until, health = current_app.extensions.get("health", (0.0, None))
    if health is None or known_until < time.monotonic():
        health = queries.health()
        current_app.extensions["health"] = (time.monotonic() + FRESH_SECONDS, health)
    return health


def look_again() -> None:
    """Something was done about it: this process looks afresh."""
    current_app.extensions.pop("health", None)


class Notice:
    """The sentence above a page; looked up only when a page shows it, so that other answers cost nothing."""

    @cached_property
    def sentence(self) -> str:
        health = recent_health()
        if health.worker_is_silent:
            return _("The worker gives no sign of life: mail waits until it is started again.")
        if health.mail_rests:
            return _("Sending rests: %(why)s.", why=inside(label(health.mail_rests)))
        if health.late:
            return ngettext("%(num)d message is late.", "%(num)d messages are late.", health.late)
        if health.given_up:
            return ngettext("%(num)d message did not arrive.", "%(num)d messages did not arrive.", health.given_up)
        if health.mailbox_shut:
            return _("Mail that comes in cannot be read.")
        if works := health.stuck_works:
            return ngettext("%(num)d regular work does not run.", "%(num)d regular works do not run.", works)
        return ""

    def __bool__(self) -> bool:
        return bool(self.sentence)

    def __html__(self) -> str:
        place, words = url_for("deliveries.index"), _("Look at the messages")
        health = recent_health()
        if (health.mailbox_shut or health.stuck_works or health.mail_rests) and current_actor().can(
            Permission.SETTINGS_EDIT
        ):
            place, words = url_for("deliveries.health"), _("Look at the health page")
        link = Markup('<a href="{}">{}</a>').format(place, words)
        return Markup("{} {}").format(self.sentence, link)


@blueprint.before_app_request
def offer_notice() -> None:
    if current_actor().can(Permission.DELIVERY_READ):
        g.health_notice = Notice()


@blueprint.get("/settings/health")
@requires(Permission.SETTINGS_EDIT)
def health() -> str:
    config = current_app.config
    return render_template(
        "deliveries/health.html",
        health=queries.health(),
        workers=queries.workers(),
        rests=queries.what_rests(),
        works=works(),
        failed_jobs=failed_jobs(),
        title=title,
        mailbox=mailbox() if config["MAILBOX_URL"] else None,
        folder=folder_of(config["MAIL_URL"], config["INSTANCE"]),
        database=db.engine.dialect.name,
        disk=shutil.disk_usage(config["INSTANCE"] if config["INSTANCE"].exists() else "/"),
    )


@blueprint.post("/settings/health/jobs/<int:job_id>/restart")
@requires(Permission.SETTINGS_EDIT)
def restart_job(job_id: int) -> Response:
    try:
        jobs.restart(job_with_id(job_id), by=current_actor())
    except jobs.CannotBeRestarted as refusal:
        db.session.rollback()
        flash(str(refusal), "info")
    else:
        db.session.commit()
        flash(_("The work waits for a worker again."), "success")
    return redirect(url_for("deliveries.health"), 303)


@blueprint.post("/settings/health/trial")
@requires(Permission.SETTINGS_EDIT)
def trial() -> Response:
    """A message to oneself, the whole way through."""
    me = current_user.user
    to = services.Address(me.email, me.name, me.language or "fr")
    services.queue("trial", to=to, dedupe_key=f"trial:{uuid4().hex}", context={}, priority=1, by=current_actor())
    db.session.commit()
    flash(_("A test message to %(address)s waits for the worker.", address=me.email), "success")
    return redirect(url_for("deliveries.health"), 303)
