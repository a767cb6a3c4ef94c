"""What a manager does with an issue; each is one POST that comes back to the issue."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import quoted
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.issues import queries, services
from cara_crm.issues.forms import AskForm, EndOneForm, GroupForm, HelperForm, NoteForm, OralForm, QualifyForm, WordsForm
from cara_crm.issues.models import Issue, IssueKind, Urgency, WaitsFor
from cara_crm.issues.said import said_of
from cara_crm.issues.views import blueprint
from cara_crm.issues.views.inbox import filed, filters_of, reader
from cara_crm.positions import queries as positions
from cara_crm.positions import services as position_services

KEPT = ("view", "sector", "kind", "q", "member", "helper")


def _done(issue: Issue, form: Any, part: str, act: Callable[[], Any], sentence: str, *, on: bool = False) -> Any:
    """One service call: its refusal stands at the form, else commit, say so, come back.

    `on`: in a list of what waits, go on with the issue after it.
    """
    filters = filters_of(request.args)
    after = queries.next_in(current_actor(), filters, issue) if on and filters.view else None
    try:
        with db.session.begin_nested():
            act()
    except DomainError as error:
        form.refuse(error)
        return reader(issue, **{part: form}), 422
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("issues.show", issue_id=after or issue.id, **_kept()), 303)


def _kept() -> dict[str, Any]:
    """The list's filters stay in the address."""
    return {key: value for key, value in request.args.items() if key in KEPT}


@blueprint.post("/issues/<int:issue_id>/qualify")
@requires(Permission.ISSUE_HANDLE)
def qualify(issue_id: int) -> Any:
    actor = current_actor()
    issue, form = queries.issue_for(actor, issue_id), QualifyForm()
    if not form.validate():
        return reader(issue, qualify=form), 422
    if form.is_overtaken_by(filed(issue)):
        return reader(issue, qualify=form), 409
    sectors, priority = queries.sectors_by_ids(form.sector_ids.data), queries.priority_by_id(form.priority_id.data)
    kind, urgency = IssueKind(form.kind.data), Urgency(form.urgency.data)

    def act() -> None:
        services.qualify(issue, sectors=sectors, priority=priority, kind=kind, urgency=urgency, by=actor)

    return _done(issue, form, "qualify", act, _("Filed: the author sees “being prepared”."), on=True)


@blueprint.post("/issues/<int:issue_id>/ask-back")
@requires(Permission.ISSUE_HANDLE)
def ask_back(issue_id: int) -> Any:
    actor = current_actor()
    issue, form = queries.issue_for(actor, issue_id), AskForm()
    if not form.validate():
        return reader(issue, ask=form), 422
    text, stands = form.text.data, form.as_it_stands.data is True

    def act() -> None:
        services.ask_back(issue, text, as_it_stands=stands, by=actor)

    return _done(issue, form, "ask", act, _("Your message is on its way."))


@blueprint.post("/issues/<int:issue_id>/read")
@requires(Permission.ISSUE_HANDLE)
def read(issue_id: int) -> Any:
    """The member's message needs no answer."""
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    return _done(issue, AskForm(), "ask", lambda: services.mark_read(issue, by=actor), _("Marked as read."))


@blueprint.post("/issues/<int:issue_id>/note")
@requires(Permission.ISSUE_HANDLE)
def note(issue_id: int) -> Any:
    actor = current_actor()
    issue, form = queries.issue_for(actor, issue_id), NoteForm()
    if not form.validate():
        return reader(issue, note=form), 422
    text, keep = form.text.data, services.note_spoken_word if form.spoken.data else services.add_note
    return _done(issue, form, "note", lambda: keep(issue, text, by=actor), _("The note is kept."))


@blueprint.post("/issues/<int:issue_id>/end")
@requires(Permission.ISSUE_HANDLE)
def end(issue_id: int) -> Any:
    """Decline, solve, close, take up again or pause, as the button says."""
    actor = current_actor()
    issue, form = queries.issue_for(actor, issue_id), EndOneForm()
    step = request.form.get("step", "")
    if step not in services.STEPS:
        abort(400)
    if not form.validate():
        return reader(issue, end=form), 422
    told: dict[str, Any] = {"reason": form.reason.data, "as_it_stands": form.as_it_stands.data is True}
    if step == "pause":
        if not form.waits_for.data:
            form.waits_for.errors = [_("Say whose turn it is.")]
            return reader(issue, end=form), 422
        told |= {"waits_for": WaitsFor(form.waits_for.data), "until": form.until.data}
    helpers = queries.helpers_meant(actor, (form.helpers.data or "") if step == "solve" else "")
    if helpers.unclear:
        return reader(issue, end=_unclear(form, form.helpers, helpers.unclear)), 422

    def act() -> None:
        named = helpers.found if form.may_be_named.data else ()
        services.take_one_step(issue, step, named=named, **told, by=actor)
        if helpers.found:
            services.name_helpers(issue, helpers.found, is_named=form.may_be_named.data, by=actor)

    return _done(issue, form, "end", act, _("Done."), on=True)


def _unclear(form: Any, field: Any, lines: list[str]) -> Any:
    """The form with what it did not understand said at the field; all that was typed stays."""
    said = _("Nobody in the register, or several: %(lines)s.", lines=quoted(lines))
    field.errors = [f"{said} {_('Write the name as it stands in its record, or the e-mail address.')}"]
    return form


@blueprint.post("/issues/<int:issue_id>/helpers")
@requires(Permission.ISSUE_HANDLE)
def add_helpers(issue_id: int) -> Any:
    """Who helped to solve it, also when it was solved long ago."""
    actor = current_actor()
    issue, form = queries.issue_for(actor, issue_id), HelperForm()
    if not form.validate():
        return reader(issue, helper=form), 422
    meant = queries.helpers_meant(actor, form.who.data)
    if meant.unclear:
        return reader(issue, helper=_unclear(form, form.who, meant.unclear)), 422
    named = form.author_may_know.data

    def act() -> None:
        services.name_helpers(issue, meant.found, is_named=named, by=actor)

    return _done(issue, form, "helper", act, _("Who helped is noted."))


@blueprint.post("/issues/<int:issue_id>/helpers/<int:helper_id>/remove")
@requires(Permission.ISSUE_HANDLE)
def remove_helper(issue_id: int, helper_id: int) -> Any:
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    helper = queries.helper_for(actor, issue, helper_id)
    act = lambda: services.remove_helper(issue, helper, by=actor)  # noqa: E731
    return _done(issue, HelperForm(), "helper", act, _("It is named there no more."))


@blueprint.post("/issues/<int:issue_id>/resume")
@requires(Permission.ISSUE_HANDLE)
def resume(issue_id: int) -> Any:
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    return _done(issue, EndOneForm(), "end", lambda: services.resume(issue, by=actor), _("It goes on."))


@blueprint.post("/issues/<int:issue_id>/agreement/ask")
@requires(Permission.ISSUE_HANDLE)
def ask_agreement(issue_id: int) -> Any:
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    act = lambda: services.ask_agreement(issue, by=actor)  # noqa: E731
    return _done(issue, OralForm(), "oral", act, _("The words are on their way to their author."))


@blueprint.post("/issues/<int:issue_id>/agreement/oral")
@requires(Permission.ISSUE_HANDLE)
def oral_agreement(issue_id: int) -> Any:
    actor = current_actor()
    issue, form = queries.issue_for(actor, issue_id), OralForm()
    if not form.validate():
        return reader(issue, oral=form), 422
    day = form.agreed_on.data

    def act() -> None:
        services.record_oral_agreement(issue, contact=issue.contact, on=day, by=actor)

    return _done(issue, form, "oral", act, _("The agreement is noted."))


@blueprint.post("/issues/<int:issue_id>/group")
@requires(Permission.POSITION_EDIT)
def group(issue_id: int) -> Any:
    """Into an open position, or into a new one for a federation."""
    actor = current_actor()
    issue, form = queries.issue_for(actor, issue_id), GroupForm()
    chosen = form.position.data or ""
    kind, _sep, text = chosen.rpartition(":")
    number = typed.number(text)
    if number is None or kind not in ("", "new"):
        abort(400)
    try:
        with db.session.begin_nested():
            position = _grouped(issue, kind, number)
    except DomainError as error:
        form.refuse(error)
        return reader(issue, group=form), 422
    db.session.commit()
    flash(_("Grouped into “%(title)s”.", title=position.title), "success")
    if kind == "new":
        return redirect(url_for("positions.edit", position_id=position.id), 303)
    return redirect(url_for("issues.show", issue_id=issue.id, **_kept()), 303)


def _grouped(issue: Issue, kind: str, number: int) -> Any:
    actor = current_actor()
    if kind == "new":
        return position_services.create_position(positions.federation_for(number), issues=[issue], by=actor)
    position = positions.position_for(actor, number)
    position_services.add_issues(position, [issue], by=actor)
    return position


@blueprint.route("/issues/<int:issue_id>/edit", methods=["GET", "POST"])
@requires(Permission.ISSUE_HANDLE)
def edit(issue_id: int) -> Any:
    """Correct the words; they go back to their author for agreement."""
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    known = {name: getattr(issue, name) for name in WordsForm.WORDS}
    form = WordsForm(data=known)
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        data = {name: form.data[name] for name in WordsForm.WORDS}
        try:
            with db.session.begin_nested():
                services.edit_issue(issue, replace(said_of(issue), **data), by=actor)
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The words are changed and go back to their author for agreement."), "success")
            return redirect(url_for("issues.show", issue_id=issue.id), 303)
    page = render_template("issues/edit.html", issue=issue, form=form)
    return page, form.status
