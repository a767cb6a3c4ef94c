"""Without an account, by a signed link: correct, agree, or do not send. A GET changes nothing."""

from dataclasses import replace
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Role, public
from cara_crm.extensions import db
from cara_crm.issues import queries, services
from cara_crm.issues.forms import WordsForm, consent_field, consent_form, consents
from cara_crm.issues.links import read_agreement_token
from cara_crm.issues.models import Agreement, Issue
from cara_crm.issues.said import said_of
from cara_crm.issues.views import blueprint


@blueprint.get("/agreement/<token>")
@public
def agreement(token: str) -> Any:
    return _page(token, _issues_of(token))


@blueprint.post("/agreement/<token>/<int:issue_id>")
@public
def answer(token: str, issue_id: int) -> Any:
    """About one of the issues; the others wait on the same page."""
    issues = _issues_of(token)
    issue = next((one for one in issues if one.id == issue_id), None)
    if issue is None:
        abort(404)
    form = _form(issue)
    try:
        with db.session.begin_nested():
            if not (_decided_who(issue, _author(issue)) or _answered(issue, form, _author(issue))):
                return _page(token, issues, form), 422
    except DomainError as error:
        form.refuse(error)
        return _page(token, issues, form), 422
    db.session.commit()
    return redirect(url_for("issues.agreement", token=token, _anchor=f"issue-{issue_id}"), 303)


def _form(issue: Issue) -> WordsForm:
    """The words to be corrected; each issue has its own fields on the page."""
    return WordsForm(obj=issue, prefix=f"issue-{issue.id}")


def _who(issue: Issue) -> Any:
    """Who may know, as it stands."""
    chosen = {consent_field(row.federation_id): row.consent.value for row in issue.consents}
    federations = [row.federation for row in issue.consents]
    return consent_form(federations, prefix=f"who-{issue.id}-", shared=issue.shared_with_colleagues, **chosen)


def _decided_who(issue: Issue, by: Actor) -> bool:
    """It says anew who may know, before or after it agrees."""
    form = _who(issue)
    if request.form.get("answer") != "who" or not form.validate():
        return False
    federations = {row.federation_id: row.federation for row in issue.consents}
    for federation_id, consent in consents(form, federations.values()).items():
        services.change_consent(issue, federations[federation_id], consent, by=by)
    services.share(issue, form.shared.data, by=by)
    return True


def _answered(issue: Issue, form: WordsForm, by: Actor) -> bool:
    chosen = request.form.get("answer")
    if chosen == "agree":
        services.agree(issue, by=by)
    elif chosen == "refuse":
        services.refuse(issue, by=by)
    elif chosen == "correct" and form.validate():
        words = {name: form.data[name] for name in ("title", "what_happens", "example", "already_tried", "asked")}
        services.edit_issue(issue, replace(said_of(issue), **words), by=by)
    else:
        return False
    return True


def _issues_of(token: str) -> list[Issue]:
    """Whoever has left the member since reads nothing, and answers nothing: it may work for a competitor."""
    link = read_agreement_token(token)
    found = queries.issues_of_link(link.issue_ids, link.contact_id) if link else []
    issues = [one for one in found if services.asked_of(one) is not None]
    if not issues:
        abort(410 if found else 404)
    return issues


def _author(issue: Issue) -> Actor:
    contact = issue.agreement_contact
    name = contact.name if contact else _("The author")
    return Actor(None, Role.MEMBER, name, member_id=issue.member_id, contact_id=issue.agreement_contact_id)


def _page(token: str, issues: list[Issue], refused: WordsForm | None = None) -> str:
    forms = {issue.id: _form(issue) for issue in issues}
    if refused is not None:
        forms |= {issue_id: refused for issue_id, form in forms.items() if form._prefix == refused._prefix}
    waiting = {one.id for one in issues if one.agreement is Agreement.ASKED and one.closed_at is None}
    return render_template(
        "issues/agreement.html",
        issues=issues,
        forms=forms,
        who={issue.id: _who(issue) for issue in issues},
        consent_field=consent_field,
        token=token,
        waiting=waiting,
    )
