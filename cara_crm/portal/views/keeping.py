"""What a member types is kept with its account while it types: begun on a phone, it goes on at a desk."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for

from cara_crm.core import clock
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.issues import queries, services
from cara_crm.issues.models import Issue, IssueState
from cara_crm.portal.forms import consents, raise_form
from cara_crm.portal.views import blueprint
from cara_crm.portal.views.joining import subjects_for, text_of, wish
from cara_crm.portal.views.raising import federations_of, relay_id_of, said_of


@blueprint.post("/issues/keep")
@requires(Permission.PORTAL_RAISE)
def keep_new() -> Any:
    """A new draft, or the one that this page began before."""
    return _keep(None)


@blueprint.post("/issues/<int:issue_id>/keep")
@requires(Permission.PORTAL_RAISE)
def keep_draft(issue_id: int) -> Any:
    return _keep(queries.own_issue(current_actor(), issue_id))


def _keep(issue: Issue | None) -> Any:
    """A sentence for the foot of the form. Files wait until the form is sent; of nothing said no draft is made."""
    actor, federations = current_actor(), federations_of(issue)
    form = raise_form(federations)
    if not form.validate():
        return render_template("portal/_kept.html", at=None), 422
    said = said_of(form)
    if issue is None and not any(said.words.values()):
        return Response(status=204)
    saved = services.keep_while_typing(
        issue,
        said,
        member=queries.member_of(actor),
        contact=queries.contact_of(actor),
        consents=consents(form, federations),
        submission_key=form.submission_key.data if issue is None else None,
        raised_by_relay_id=relay_id_of(form),
        shared=form.shared.data,
        by=actor,
    )
    if saved.state is IssueState.DRAFT:
        wish(saved, subjects_for(text_of(form, federations)), by=actor)
    db.session.commit()
    if saved.state is not IssueState.DRAFT:
        return Response(status=204)
    address = url_for("portal.edit_draft", issue_id=saved.id)
    if "HX-Request" not in request.headers:
        return redirect(address, 303)
    return Response(render_template("portal/_kept.html", at=clock.now()), headers={"HX-Replace-Url": address})
