"""The page on which an author without an account says whether the answers to its issues help: a GET changes nothing."""

from typing import Any

from flask import abort, redirect, render_template, url_for

from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Role, public
from cara_crm.extensions import db
from cara_crm.issues import queries, services
from cara_crm.issues.forms import OpinionForm
from cara_crm.issues.links import read_opinion_token
from cara_crm.issues.models import Issue, IssueState, Opinion
from cara_crm.issues.views import blueprint
from cara_crm.relays.queries import answers_for_issues


@blueprint.get("/opinion/<token>")
@public
def opinion(token: str) -> str:
    return _page(token, _issues_of(token))


@blueprint.post("/opinion/<token>/<int:issue_id>")
@public
def judge(token: str, issue_id: int) -> Any:
    """About one of the issues; the others wait on the same page."""
    issues = _issues_of(token)
    issue = next((one for one in issues if one.id == issue_id), None)
    if issue is None or issue.contact is None:
        abort(404)
    form = _form(issue)
    if not form.validate():
        return _page(token, issues, form), 422
    by = Actor(None, Role.MEMBER, issue.contact.name, member_id=issue.member_id, contact_id=issue.contact_id)
    try:
        with db.session.begin_nested():
            services.give_opinion(issue, Opinion(form.opinion.data), text=form.text.data or "", by=by)
    except DomainError as error:
        form.refuse(error)
        return _page(token, issues, form), 422
    db.session.commit()
    return redirect(url_for("issues.opinion", token=token, _anchor=f"issue-{issue_id}"), 303)


def _form(issue: Issue) -> OpinionForm:
    return OpinionForm(prefix=f"issue-{issue.id}")


def _issues_of(token: str) -> list[Issue]:
    """Whoever has left the member since is asked no more."""
    link = read_opinion_token(token)
    found = queries.issues_of_author_link(link.issue_ids, link.contact_id) if link else []
    issues = [one for one in found if services.author_of(one) is not None]
    if not issues:
        abort(410 if found else 404)
    return issues


def _page(token: str, issues: list[Issue], refused: OpinionForm | None = None) -> str:
    forms = {one.id: _form(one) for one in issues}
    if refused is not None:
        forms |= {issue_id: refused for issue_id, form in forms.items() if form._prefix == refused._prefix}
    return render_template(
        "issues/opinion.html",
        issues=issues,
        answers=answers_for_issues([one.id for one in issues]),
        forms=forms,
        waiting={one.id for one in issues if one.state is IssueState.ANSWERED and one.opinion is None},
        token=token,
    )
