"""My organisation and my preferences."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.accounts import services as accounts
from cara_crm.contacts import newsletters
from cara_crm.contacts import preferences as contact_preferences
from cara_crm.contacts.models import ChoiceSource, MailPreference
from cara_crm.core import clock
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.links import absolute_url
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.issues import queries
from cara_crm.members.bands import band_label
from cara_crm.portal.forms import PreferencesForm, ProposalForm
from cara_crm.portal.views import blueprint
from cara_crm.relays import queries as relays
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind

CHECKED_WITHIN = timedelta(days=10)


@blueprint.route("/organisation", methods=["GET", "POST"])
@requires(Permission.PORTAL_READ)
def organisation() -> Any:
    actor = current_actor()
    member = queries.organisation_of(actor)
    form = ProposalForm()
    if form.validate_on_submit():
        tasks.add(
            TaskKind.CORRECTION,
            title=form.text.data,
            name=actor.name,
            member=member.name,
            due_on=clock.today() + CHECKED_WITHIN,
            assignee_id=queries.manager_of(member),
            about=member,
            by=actor,
        )
        db.session.commit()
        flash(_("Thank you. We check it and change it."), "success")
        return redirect(url_for("portal.organisation"), 303)
    page = render_template(
        "portal/organisation.html", member=member, form=form, band_label=band_label, today=clock.today()
    )
    return page, 422 if form.errors else 200


@blueprint.route("/preferences", methods=["GET", "POST"])
@requires(Permission.PORTAL_READ)
def preferences() -> Any:
    actor = current_actor()
    contact = queries.contact_of(actor)
    if contact is None:
        return render_template("portal/preferences.html", form=None, contact=None)
    wanted = contact.newsletter_opt_out_at is None
    known = {"preference": contact.preference.value, "newsletters": wanted, "language": contact.language}
    form = PreferencesForm(data={**known, "digest_hour": contact.digest_hour, **contact.rhythms})
    if form.validate_on_submit():
        contact_preferences.set_preferences(
            contact,
            preference=MailPreference(form.preference.data),
            language=form.language.data,
            rhythms=form.rhythms,
            digest_hour=form.digest_hour.data,
            by=actor,
        )
        choose = newsletters.opt_in if form.newsletters.data else newsletters.opt_out
        choose(contact.id, source=ChoiceSource.PORTAL, by=actor)
        db.session.commit()
        flash(_("Your preferences are saved."), "success")
        return redirect(url_for("portal.preferences"), 303)
    page = render_template("portal/preferences.html", form=form, contact=contact, feed=_feed_address(actor))
    return page, 422 if form.errors else 200


def _feed_address(actor: Actor) -> str:
    """Where this person's news reader finds what it receives, or "" while it is closed."""
    feed = relays.news_feed_of(actor.user_id or 0)
    return absolute_url("relays.feed", token=accounts.secret_part(feed)) if feed else ""
