"""Without an account, by a signed link: correct, agree, or do not send. A GET changes nothing."""

from dataclasses import replace
from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _

from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Role, public
from cara_crm.extensions import db
from cara_crm.issues import queries, services
from cara_crm.issues.forms import WordsForm
from cara_crm.issues.links import read_agreement_token
from cara_crm.issues.models import Agreement, Issue
from cara_crm.issues.said import said_of
from cara_crm.issues.views import blueprint


@blueprint.get("/agreement/<token>")
@public
def agreement(token: str) -> Any:
    issue = _issue_of(token)
    return _page(issue, WordsForm(obj=issue), token)


@blueprint.post("/agreement/<token>")
@public
def answer(token: str) -> Any:
    issue = _issue_of(token)
    form = WordsForm()
    by = _author(issue)
    try:
        with db.session.begin_nested():
            if not _answered(issue, form, by):
                return _page(issue, form, token), 422
    except DomainError as error:
        form.refuse(error)
        return _page(issue, form, token), 422
    db.session.commit()
    return _page(issue, form, token, done=True)


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


def _issue_of(token: str) -> Issue:
    link = read_agreement_token(token)
    issue = queries.issue_by_id(link.issue_id) if link else None
    if issue is None or link is None or issue.agreement_contact_id != link.contact_id:
        abort(404)
    return issue


def _author(issue: Issue) -> Actor:
    contact = issue.agreement_contact
    name = contact.name if contact else _("The author")
    return Actor(None, Role.MEMBER, name, member_id=issue.member_id, contact_id=issue.agreement_contact_id)


def _page(issue: Issue, form: WordsForm, token: str, *, done: bool = False) -> str:
    is_open = issue.agreement is Agreement.ASKED and issue.closed_at is None
    return render_template(
        "issues/agreement.html", issue=issue, form=form, token=token, done=done, is_open=is_open, Agreement=Agreement
    )
