"""Writing a downward relay: words, audience, the people, a trial."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm.exc import StaleDataError

from cara_crm.accounts.queries import user_with_id
from cara_crm.core import typed
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.files import intake
from cara_crm.files.intake import Checked
from cara_crm.relays import hours, queries, services
from cara_crm.relays.forms import LISTS, DraftForm, RelayForm
from cara_crm.relays.models import Relay, RelayState
from cara_crm.relays.views import blueprint
from cara_crm.relays.views.audience import chosen, offer


@blueprint.route("/relays/new", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def new() -> Any:
    actor = current_actor()
    form = RelayForm(data=_begun(actor) if request.method == "GET" else None)
    saved = offer(form, actor)
    if "preview" not in request.form and form.validate_on_submit():
        try:
            relay = _drafted(form, chosen(form, saved, actor), actor)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("The draft is kept. Check below who gets it, then send it."), "success")
            return redirect(url_for("relays.show", relay_id=relay.id), 303)
    page = render_template(
        "relays/new.html", form=form, relay=None, preview=_preview_asked(form), templates=queries.templates()
    )
    return page, 422 if form.errors else 200


def _begun(actor: Actor) -> dict[str, Any] | None:
    """What the form starts with: a working group's people, or a template."""
    if workgroup_id := typed.number(request.args.get("workgroup")):
        return {"workgroups": [workgroup_id], "statuses": []}
    if template_id := typed.number(request.args.get("template")):
        template = queries.template_for(template_id)
        words = {name: value for name, value in template.words.items() if name != "questions"}
        rule = _rule_as_typed(services.audience_from(template, by=actor))
        return {**words, **rule, "kind": template.kind, "template": template.id}
    return None


def _drafted(form: RelayForm, rule: dict[str, Any], actor: Actor) -> Relay:
    """The draft, with its files, and the questions of the template that it was begun from."""
    files, key = files_of(form), form.submission_key.data
    relay = services.draft_relay(**_said(form), audience=rule, submission_key=key, by=actor)
    if not relay.files:
        services.attach(relay, files, by=actor)
    template_id = typed.number(form.template.data)
    if template_id and not relay.questions:
        services.ask_as_in(queries.template_for(template_id), relay, by=actor)
    return relay


@blueprint.route("/relays/<int:relay_id>/edit", methods=["GET", "POST"])
@requires(Permission.RELAY_EDIT)
def edit(relay_id: int) -> Any:
    actor = current_actor()
    relay = _draft(actor, relay_id)
    form = DraftForm(data=None if request.method == "POST" else _as_typed(relay))
    saved = offer(form, actor)
    if "preview" not in request.form and form.validate_on_submit():
        try:
            files = files_of(form)
            rule = chosen(form, saved, actor)
            services.edit_relay(relay, version=form.version_read, **_said(form), audience=rule, by=actor)
            services.attach(relay, files, by=actor)
            db.session.commit()
        except (EditedMeanwhile, StaleDataError):
            db.session.rollback()
            relay = _draft(actor, relay_id)
            form.meet(_as_typed(relay))
            form.read_again(relay.version)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            flash(_("The draft is saved."), "success")
            return redirect(url_for("relays.show", relay_id=relay_id), 303)
    page = render_template("relays/edit.html", form=form, relay=relay, preview=_preview_asked(form))
    return page, form.status


@blueprint.post("/relays/preview")
@requires(Permission.RELAY_EDIT)
def preview() -> str:
    """How the words of the form would read at this moment; nothing is kept."""
    form = RelayForm()
    offer(form, current_actor())
    with reading():
        return _preview(form)


def _preview_asked(form: RelayForm) -> Markup | None:
    """For who has no script: the same above the buttons of the form."""
    return Markup(_preview(form)) if "preview" in request.form else None  # noqa: S704 - our own template


def _preview(form: RelayForm) -> str:
    words = form.words if form.title.data and form.body.data and form.kind.data else None
    return render_template("relays/_preview.html", previews=services.previews(**words) if words else [])


@blueprint.post("/relays/<int:relay_id>/correct")
@requires(Permission.RELAY_EDIT)
def correct(relay_id: int) -> Any:
    actor = current_actor()
    try:
        erratum = services.correct(queries.relay_for(actor, relay_id), by=actor)
    except services.NothingToCorrect as refusal:
        flash(str(refusal), "info")
        return redirect(url_for("relays.show", relay_id=relay_id), 303)
    db.session.commit()
    if erratum.state is not RelayState.DRAFT:
        flash(_("An erratum is about to leave: call it back to change it, or wait until it has left."), "info")
        return redirect(url_for("relays.show", relay_id=erratum.id), 303)
    flash(_("The erratum is begun: write what is right. It goes to those who got the first."), "success")
    return redirect(url_for("relays.edit", relay_id=erratum.id), 303)


@blueprint.post("/relays/<int:relay_id>/test")
@requires(Permission.RELAY_EDIT)
def send_test(relay_id: int) -> Any:
    actor = current_actor()
    relay = _draft(actor, relay_id)
    writer = user_with_id(actor.user_id or 0)
    if writer:
        services.send_test(relay, writer, by=actor)
        db.session.commit()
        flash(_("A trial is on its way to %(address)s.", address=writer.email), "success")
    return redirect(url_for("relays.show", relay_id=relay_id), 303)


@blueprint.post("/relays/<int:relay_id>/leave-out")
@requires(Permission.RELAY_EDIT)
def leave_out(relay_id: int) -> Any:
    actor = current_actor()
    relay = _draft(actor, relay_id)
    people = [key for value in request.form.getlist("contact") if (key := typed.number(value)) is not None]
    if people:
        services.leave_out(relay, people, by=actor)
        flash(ngettext("%(num)d person is left out.", "%(num)d people are left out.", len(people)), "success")
    else:
        services.take_back(relay, by=actor)
        flash(_("Nobody is left out any more."), "success")
    db.session.commit()
    return redirect(url_for("relays.show", relay_id=relay_id), 303)


@blueprint.post("/relays/<int:relay_id>/discard")
@requires(Permission.RELAY_EDIT)
def discard(relay_id: int) -> Any:
    actor = current_actor()
    services.discard(_draft(actor, relay_id), by=actor)
    db.session.commit()
    flash(_("The draft is gone."), "success")
    return redirect(url_for("relays.index"), 303)


def _draft(actor: Actor, relay_id: int) -> Relay:
    return queries.relay_for(actor, relay_id)


def files_of(form: RelayForm) -> list[Checked]:
    """The files, looked at before anything is written."""
    given = [file for file in form.files.data or [] if file]
    if not given:
        return []
    with reading():
        return services.check_files(intake.uploads(given))


def _said(form: RelayForm) -> dict[str, Any]:
    return {**form.words, "happening": services.Happening(**form.event) if form.event else None}


def _as_typed(relay: Relay) -> dict[str, Any]:
    """A draft as the form's fields."""
    words = ("kind", "title", "body", "title_en", "body_en", "deadline_on", "link", "place", "places", "version")
    about = ("federation_id", "priority_id", "programme_id")
    said = {name: getattr(relay, name) for name in (*words, *about)}
    return said | hours.as_typed(relay.starts_at, relay.ends_at) | _rule_as_typed(relay.audience)


def _rule_as_typed(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {name: rule.get(name, []) for name in LISTS} | {"functions": ", ".join(rule.get("functions", []))}
