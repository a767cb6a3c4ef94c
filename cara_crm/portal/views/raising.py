"""Raise an issue: one page, a draft that waits, a check, and what happens next."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.federations.models import Federation
from cara_crm.files import intake
from cara_crm.files.intake import Checked
from cara_crm.issues import queries, services
from cara_crm.issues.models import Consent, Issue, IssueKind, IssueState, Measure, Urgency
from cara_crm.issues.queries.bymail import issues_address
from cara_crm.issues.said import Said
from cara_crm.portal.forms import consent_field, consent_form, consents, raise_form
from cara_crm.portal.views import blueprint
from cara_crm.portal.views.joining import offered, subjects_for, text_of, text_of_issue, wish
from cara_crm.relays.queries import own_recipient
from cara_crm.settings.queries import threshold


@blueprint.url_value_preprocessor
def take_photos(endpoint: str | None, _values: Any) -> None:
    """Some photographs are more than any other form may hold. Said before the form is read, to who has signed in."""
    if endpoint in (f"{blueprint.name}.create", f"{blueprint.name}.save_draft") and "_user_id" in session:
        most = max(current_app.config["MAX_UPLOAD_MB"], current_app.config["MAX_PHOTOS_MB"])
        request.max_content_length = most * 1024 * 1024


@blueprint.get("/issues/new")
@requires(Permission.PORTAL_RAISE)
def new() -> Any:
    federations = federations_of(None)
    form = raise_form(federations)
    form.relay.data = request.args.get("relay", "")
    form.what_happens.data = request.args.get("about", "")[:200].replace("\x00", "")
    return _page(form, None, federations)


@blueprint.post("/issues/new")
@requires(Permission.PORTAL_RAISE)
def create() -> Any:
    return _save(None)


@blueprint.get("/issues/<int:issue_id>/draft")
@requires(Permission.PORTAL_RAISE)
def edit_draft(issue_id: int) -> Any:
    issue = queries.own_issue(current_actor(), issue_id)
    if issue.state is not IssueState.DRAFT:
        return redirect(url_for("portal.show", issue_id=issue.id), 303)
    federations = federations_of(issue)
    return _page(raise_form(federations, **filled(issue, federations)), issue, federations)


@blueprint.post("/issues/<int:issue_id>/draft")
@requires(Permission.PORTAL_RAISE)
def save_draft(issue_id: int) -> Any:
    return _save(queries.own_issue(current_actor(), issue_id))


def _save(issue: Issue | None) -> Any:
    actor, federations = current_actor(), federations_of(issue)
    form = raise_form(federations)
    later = "later" in request.form
    if not form.validate() or (not later and not is_complete(form)):
        return _page(form, issue, federations), 422
    try:
        files = files_of(form)
        with db.session.begin_nested():
            saved = services.save_draft(
                issue,
                said_of(form),
                member=queries.member_of(actor),
                contact=queries.contact_of(actor),
                consents=consents(form, federations),
                submission_key=form.submission_key.data if issue is None else None,
                raised_by_relay_id=relay_id_of(form),
                shared=form.shared.data,
                by=actor,
            )
            services.attach(saved, files, by=actor)
            wish(saved, subjects_for(text_of(form, federations)), by=actor)
    except DomainError as error:
        form.refuse(error)
        return _page(form, issue, federations), 422
    db.session.commit()
    if later:
        flash(_("Your draft is kept. You find it under “My issues”."), "success")
        return redirect(url_for("portal.index"), 303)
    return redirect(url_for("portal.check", issue_id=saved.id), 303)


def relay_id_of(form: Any) -> int | None:
    """The relay that raised it, when this member got it; a number that somebody made up asks nothing."""
    relay_id = typed.number(form.relay.data)
    if relay_id is None:
        return None
    try:
        return own_recipient(current_actor(), relay_id).relay_id
    except NotVisible:
        return None


def is_complete(form: Any) -> bool:
    if form.what_happens.data:
        return True
    form.what_happens.errors = [*form.what_happens.errors, _("Say what happens, even in one sentence.")]
    return False


@blueprint.get("/issues/<int:issue_id>/check")
@requires(Permission.PORTAL_RAISE)
def check(issue_id: int) -> Any:
    issue = queries.own_issue(current_actor(), issue_id)
    if issue.state is not IssueState.DRAFT:
        return redirect(url_for("portal.show", issue_id=issue.id), 303)
    federations = federations_of(issue)
    return _check_page(
        issue,
        consent_form(federations, shared=issue.shared_with_colleagues, **_chosen(issue, federations)),
        federations,
    )


def _check_page(issue: Issue, form: Any, federations: list[Federation]) -> str:
    k = threshold()
    about = {"federations": federations, "k": k} | offered(issue, federations, k)
    return render_template("portal/check.html", issue=issue, form=form, **about)


@blueprint.post("/issues/<int:issue_id>/send")
@requires(Permission.PORTAL_RAISE)
def send(issue_id: int) -> Any:
    actor = current_actor()
    issue = queries.own_issue(actor, issue_id)
    federations = federations_of(issue)
    form = consent_form(federations)
    if not form.validate():
        return _check_page(issue, form, federations), 422
    was_draft = issue.state is IssueState.DRAFT
    if was_draft:
        services.share(issue, form.shared.data, by=actor)
        wish(issue, subjects_for(text_of_issue(issue, federations)), by=actor)
    services.submit_issue(issue, consents=consents(form, federations), by=actor)
    db.session.commit()
    return redirect(url_for("portal.sent", issue_id=issue.id), 303)


@blueprint.get("/issues/<int:issue_id>/sent")
@requires(Permission.PORTAL_RAISE)
def sent(issue_id: int) -> str:
    issue = queries.own_issue(current_actor(), issue_id)
    return render_template("portal/sent.html", issue=issue, answer_by=queries.first_word_by(issue))


@blueprint.post("/issues/<int:issue_id>/discard")
@requires(Permission.PORTAL_RAISE)
def discard(issue_id: int) -> Any:
    services.discard_draft(queries.own_issue(current_actor(), issue_id), by=current_actor())
    db.session.commit()
    flash(_("The draft is gone."), "success")
    return redirect(url_for("portal.index"), 303)


def files_of(form: Any) -> list[Checked]:
    """The files, looked at before anything is written."""
    given = [file for file in form.files.data or [] if file]
    if not given:
        return []
    with reading():
        return services.check_files(intake.uploads(given))


def said_of(form: Any) -> Said:
    """What was typed, as plain values."""
    return Said(
        what_happens=form.what_happens.data or "",
        title=form.title.data or "",
        example=form.example.data or "",
        already_tried=form.already_tried.data or "",
        asked=form.asked.data or "",
        kind=IssueKind(form.kind.data),
        urgency=Urgency(form.urgency.data),
        concerns_third_party=form.concerns_third_party.data,
        third_parties=form.third_parties.data or "",
        impacts=form.impacts,
    )


def written(issue: Issue) -> dict[str, Any]:
    """An issue's words as their form shows them."""
    names = ("what_happens", "title", "example", "already_tried", "asked", "concerns_third_party", "third_parties")
    said = {name: getattr(issue, name) for name in names} | {"kind": issue.kind.value, "urgency": issue.urgency.value}
    return said | dict.fromkeys(map(str, Measure)) | {str(row.measure): row.amount for row in issue.impacts}


def federations_of(issue: Issue | None) -> list[Federation]:
    """Those about which the author is asked: of the issue's sectors, else of the member's."""
    sectors = issue.sectors if issue else queries.sectors_of_member(current_actor().member_id or 0)
    return queries.federations_of_sectors([sector.id for sector in sectors])


def filled(issue: Issue, federations: list[Federation]) -> dict[str, Any]:
    impacts = {row.measure.value: row.amount for row in issue.impacts}
    return {"obj": issue, "data": impacts | {"shared": issue.shared_with_colleagues}, **_chosen(issue, federations)}


def _chosen(issue: Issue, federations: list[Federation]) -> dict[str, Any]:
    said = {row.federation_id: row.consent for row in issue.consents}
    default = Consent.NONE if issue.concerns_third_party else Consent.ANONYMOUS
    return {consent_field(one.id): said.get(one.id, default).value for one in federations}


def _page(form: Any, issue: Issue | None, federations: list[Federation]) -> str:
    return render_template(
        "portal/raise.html",
        form=form,
        issue=issue,
        federations=federations,
        **(offered(issue, federations) if issue else {"subjects": [], "wished": set()}),
        consent_field=consent_field,
        mail_address=issues_address(),
        begun=queries.last_draft(current_actor()) if issue is None else None,
    )
