"""My issues: the list, and one issue with its five stages, words, answers and messages."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.files.responses import download
from cara_crm.issues import queries, services
from cara_crm.issues.models import Consent, Issue, IssueState, Opinion
from cara_crm.issues.services.writing import EDITABLE
from cara_crm.portal.forms import (
    ChangeForm,
    MessageForm,
    OpinionForm,
    ReopenForm,
    WithdrawForm,
    consent_field,
    consent_form,
    consents,
)
from cara_crm.portal.views import blueprint
from cara_crm.portal.views.raising import files_of, said_of, written
from cara_crm.positions import queries as positions
from cara_crm.relays.queries import answers_for_issue, own_cause_of
from cara_crm.reports.reading.queries import sent_with
from cara_crm.reports.requests.queries import told_in_notes
from cara_crm.settings.queries import threshold


@blueprint.get("/issues")
@requires(Permission.PORTAL_READ)
def index() -> str:
    actor = current_actor()
    issues = queries.own_issues(actor)
    return render_template(
        "portal/index.html",
        drafts=[one for one in issues if one.state is IssueState.DRAFT],
        issues=[one for one in issues if one.state is not IssueState.DRAFT],
        waiting=queries.waiting_for(actor, issues),
        questions=positions.wording_questions([one.id for one in issues]),
        stage=queries.stage,
    )


@blueprint.get("/issues/<int:issue_id>")
@requires(Permission.PORTAL_READ)
def show(issue_id: int) -> Any:
    issue = queries.own_issue(current_actor(), issue_id)
    if issue.state is IssueState.DRAFT:
        return redirect(url_for("portal.edit_draft", issue_id=issue.id), 303)
    return _page(issue, MessageForm())


def _page(issue: Issue, form: MessageForm, **forms: Any) -> str:
    """A form that was refused is given back as it was typed."""
    mine = queries.in_hand(current_actor(), issue)
    return render_template(
        "portal/show.html",
        issue=issue,
        form=form,
        opinion=forms.get("opinion") or OpinionForm(),
        reopen=forms.get("reopen") or ReopenForm(),
        stage=queries.stage(issue),
        dates=queries.stage_dates(issue),
        sent=sent_with([issue.id], reader=issue.member_id).get(issue.id, []),
        notes=told_in_notes(issue.id),
        answers=answers_for_issue(issue),
        cause=own_cause_of(current_actor(), issue),
        helpers=queries.named_helpers(issue),
        questions=positions.wording_questions([issue.id]),
        answer_by=queries.first_word_by(issue),
        editable=mine and issue.state in EDITABLE,
        mine=mine,
    )


@blueprint.post("/issues/<int:issue_id>/message")
@requires(Permission.PORTAL_RAISE)
def message(issue_id: int) -> Any:
    actor = current_actor()
    issue = queries.own_issue(actor, issue_id)
    form = MessageForm()
    if not form.validate():
        return _page(issue, form), 422
    services.write_to_cluster(issue, form.text.data, by=actor)
    db.session.commit()
    flash(_("Your message is with the team."), "success")
    return redirect(url_for("portal.show", issue_id=issue.id) + "#messages", 303)


@blueprint.post("/issues/<int:issue_id>/opinion")
@requires(Permission.PORTAL_RAISE)
def opinion(issue_id: int) -> Any:
    """Does the answer help? A yes closes the issue; anything else goes on."""
    actor = current_actor()
    issue = queries.issue_in_hand(actor, issue_id)
    form = OpinionForm()
    if not form.validate():
        return _page(issue, MessageForm(), opinion=form), 422
    services.give_opinion(issue, Opinion(form.opinion.data), text=form.text.data or "", by=actor)
    db.session.commit()
    flash(_("Thank you, the team reads it."), "success")
    return redirect(url_for("portal.show", issue_id=issue.id), 303)


@blueprint.post("/issues/<int:issue_id>/reopen")
@requires(Permission.PORTAL_RAISE)
def reopen(issue_id: int) -> Any:
    """What had ended is not settled: it goes on."""
    actor = current_actor()
    issue = queries.issue_in_hand(actor, issue_id)
    form = ReopenForm()
    if not form.validate():
        return _page(issue, MessageForm(), reopen=form), 422
    try:
        with db.session.begin_nested():
            services.take_up_again(issue, reason=form.reason.data, by=actor)
    except DomainError as error:
        form.refuse(error)
        return _page(issue, MessageForm(), reopen=form), 422
    db.session.commit()
    flash(_("It is open again, and the team reads why."), "success")
    return redirect(url_for("portal.show", issue_id=issue.id), 303)


@blueprint.route("/issues/<int:issue_id>/edit", methods=["GET", "POST"])
@requires(Permission.PORTAL_RAISE)
def edit(issue_id: int) -> Any:
    actor = current_actor()
    issue = queries.issue_in_hand(actor, issue_id)
    if issue.state is IssueState.DRAFT or issue.state not in EDITABLE:
        return redirect(url_for("portal.show", issue_id=issue.id), 303)
    known = written(issue)
    form = ChangeForm(data=known)
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        try:
            files = files_of(form)
            with db.session.begin_nested():
                services.edit_issue(issue, said_of(form), by=actor)
                services.attach(issue, files, by=actor)
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Your words are changed; the earlier ones are kept beside them."), "success")
            return redirect(url_for("portal.show", issue_id=issue.id), 303)
    page = render_template("portal/edit.html", issue=issue, form=form)
    return page, form.status


@blueprint.route("/issues/<int:issue_id>/consent", methods=["GET", "POST"])
@requires(Permission.PORTAL_RAISE)
def consent(issue_id: int) -> Any:
    actor = current_actor()
    issue = queries.issue_in_hand(actor, issue_id)
    federations = [row.federation for row in issue.consents]
    chosen = {consent_field(row.federation_id): row.consent.value for row in issue.consents}
    form = consent_form(federations, shared=issue.shared_with_colleagues, **chosen)
    if form.validate_on_submit() and not form.is_overtaken_by({**chosen, "shared": issue.shared_with_colleagues}):
        for federation_id, consented in consents(form, federations).items():
            federation = next(one for one in federations if one.id == federation_id)
            services.change_consent(issue, federation, Consent(consented), by=actor)
        services.share(issue, form.shared.data, by=actor)
        db.session.commit()
        sent = issue.relayed_at is not None
        flash(_("Saved. What was sent already will be corrected.") if sent else _("Saved."), "success")
        return redirect(url_for("portal.show", issue_id=issue.id), 303)
    page = render_template("portal/consent.html", issue=issue, form=form, federations=federations, k=threshold())
    return page, form.status


@blueprint.route("/issues/<int:issue_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PORTAL_RAISE)
def withdraw(issue_id: int) -> Any:
    actor = current_actor()
    issue = queries.issue_in_hand(actor, issue_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        services.withdraw(issue, reason=form.reason.data or "", by=actor)
        db.session.commit()
        flash(_("Your issue is withdrawn: nothing of it leaves any more."), "success")
        return redirect(url_for("portal.show", issue_id=issue.id), 303)
    return render_template("portal/withdraw.html", issue=issue, form=form)


@blueprint.get("/issues/<int:issue_id>/files/<int:attachment_id>")
@requires(Permission.PORTAL_READ)
def attachment(issue_id: int, attachment_id: int) -> Any:
    issue = queries.own_issue(current_actor(), issue_id)
    return download(queries.file_of(issue, attachment_id))


@blueprint.post("/issues/<int:issue_id>/agreement")
@requires(Permission.PORTAL_RAISE)
def agreement(issue_id: int) -> Any:
    """Agree to recorded words, or say that they are not to be sent."""
    actor = current_actor()
    issue = queries.issue_in_hand(actor, issue_id)
    if request.form.get("answer") == "agree":
        services.agree(issue, by=actor)
        flash(_("Thank you: these words count now."), "success")
    else:
        services.refuse(issue, by=actor)
        flash(_("Nothing of it is sent."), "success")
    db.session.commit()
    return redirect(url_for("portal.show", issue_id=issue.id), 303)
