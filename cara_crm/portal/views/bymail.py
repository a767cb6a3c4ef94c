"""What came by mail in somebody's name: by a signed link, its author checks it and sends it, or throws it away.

A GET changes nothing: programs that look at mails follow links.
"""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Role, public
from cara_crm.extensions import db
from cara_crm.issues import queries, services
from cara_crm.issues.links import IssuesLink, read_draft_token
from cara_crm.issues.models import Issue, IssueState
from cara_crm.portal.forms import consent_field, consents, raise_form
from cara_crm.portal.views import blueprint
from cara_crm.portal.views.raising import federations_of, filled, is_complete, said_of
from cara_crm.settings.queries import threshold


@blueprint.get("/by-mail/<token>")
@public
def by_mail(token: str) -> Any:
    issue = _issue_of(_link(token))
    if issue is None or issue.state is not IssueState.DRAFT:
        return render_template("portal/by_mail_settled.html", issue=issue)
    federations = federations_of(issue)
    return _page(token, issue, raise_form(federations, **filled(issue, federations)))


@blueprint.post("/by-mail/<token>")
@public
def settle_by_mail(token: str) -> Any:
    """Send it with the words and the files that are chosen, or throw it away. A second click changes nothing."""
    issue = _issue_of(_link(token))
    if issue is None or issue.state is not IssueState.DRAFT:
        return redirect(url_for("portal.by_mail", token=token), 303)
    form = raise_form(federations_of(issue))
    try:
        with db.session.begin_nested():
            if not _settled(issue, form, _author(issue)):
                return _page(token, issue, form), 422
    except DomainError as error:
        form.refuse(error)
        return _page(token, issue, form), 422
    db.session.commit()
    return redirect(url_for("portal.by_mail", token=token), 303)


def _settled(issue: Issue, form: Any, by: Actor) -> bool:
    chosen = request.form.get("answer")
    if chosen == "discard":
        services.discard_draft(issue, by=by)
        return True
    if chosen != "send" or not form.validate() or not is_complete(form):
        return False
    federations = federations_of(issue)
    said = consents(form, federations)
    services.save_draft(
        issue, said_of(form), member=issue.member, contact=issue.contact, consents=said, shared=form.shared.data, by=by
    )
    for attachment in [one for one in issue.attachments if str(one.id) not in request.form.getlist("keep")]:
        services.detach(issue, attachment, by=by)
    services.submit_issue(issue, by=by)
    return True


def _link(token: str) -> IssuesLink:
    link = read_draft_token(token)
    if link is None:
        abort(404)
    return link


def _issue_of(link: IssuesLink) -> Issue | None:
    """None when it was thrown away, and for who has left the member since: by then it may work for a competitor."""
    issue = next(iter(queries.issues_of_author_link(link.issue_ids, link.contact_id)), None)
    return issue if issue is not None and services.author_of(issue) is not None else None


def _author(issue: Issue) -> Actor:
    name = issue.contact.name if issue.contact else _("The author")
    return Actor(None, Role.MEMBER, name, member_id=issue.member_id, contact_id=issue.contact_id)


def _page(token: str, issue: Issue, form: Any) -> str:
    """The questions without the numbers that they have where all five are asked."""
    form.what_happens.label.text, form.example.label.text = _("What happens"), _("A concrete example")
    form.asked.label.text = _("What is asked")
    return render_template(
        "portal/by_mail.html",
        token=token,
        issue=issue,
        form=form,
        federations=federations_of(issue),
        consent_field=consent_field,
        k=threshold(),
        kept=set(request.form.getlist("keep")) if request.method == "POST" else None,
    )
