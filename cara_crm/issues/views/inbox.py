"""List and reader side by side: filters in the address, the reader with what resembles the issue."""

from typing import Any

from flask import render_template, request

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.files.responses import download
from cara_crm.issues import queries
from cara_crm.issues.forms import AskForm, EndOneForm, GroupForm, HelperForm, NoteForm, OralForm, QualifyForm
from cara_crm.issues.models import Issue, IssueKind, IssueState
from cara_crm.issues.queries.inbox import Filters
from cara_crm.issues.services.moves import MOVES
from cara_crm.issues.views import blueprint
from cara_crm.positions import queries as positions
from cara_crm.relays.queries import carried_on, causes_of

SIZE = 25
VIEWS = {"agreement", "urgent", "silent", *(state.value for state in IssueState if state is not IssueState.DRAFT)}


def filters_of(args: Any) -> Filters:
    """Filters from an address; what makes no sense is left out."""
    kind = args.get("kind", "")
    return Filters(
        view=args.get("view", "") if args.get("view") in VIEWS else "",
        sector_id=typed.number(args.get("sector", "")),
        member_id=typed.number(args.get("member", "")),
        helper_id=typed.number(args.get("helper", "")),
        kind=IssueKind(kind) if kind in set(IssueKind) else None,
        text=args.get("q", "").replace("\x00", "")[:100],
    )


@blueprint.get("/issues")
@requires(Permission.ISSUE_READ)
def index() -> str:
    actor = current_actor()
    filters = filters_of(request.args)
    return render_template(
        "issues/index.html",
        filters=filters,
        page=page_of(filters),
        counts=queries.counts_by_state(actor),
        sectors=queries.sectors(),
        kinds=list(IssueKind),
        issue=None,
    )


def page_of(filters: Filters) -> Page[Issue]:
    key = Key([Issue.submitted_at, Issue.id], descending=not filters.oldest_first)
    select = queries.inbox(current_actor(), filters)
    return paginate(db.session, select, key, request.args.get("after"), size=SIZE)


@blueprint.get("/issues/<int:issue_id>")
@requires(Permission.ISSUE_READ)
def show(issue_id: int) -> str:
    return reader(queries.issue_for(current_actor(), issue_id))


def reader(issue: Issue, **forms: Any) -> str:
    """The page of one issue beside the list; a form that was refused is given back as it was typed."""
    filters = filters_of(request.args)
    filing = forms.get("qualify") or QualifyForm(formdata=None, data=filed(issue))
    return render_template(
        "issues/show.html",
        issue=issue,
        filters=filters,
        page=page_of(filters),
        qualify=filing,
        ask=forms.get("ask") or AskForm(),
        note_form=forms.get("note") or NoteForm(),
        end=forms.get("end") or EndOneForm(),
        helper_form=forms.get("helper") or HelperForm(),
        oral=forms.get("oral") or OralForm(),
        group=forms.get("group") or GroupForm(),
        **_surroundings(issue),
    )


def filed(issue: Issue) -> dict[str, Any]:
    return {
        "sector_ids": [sector.id for sector in issue.sectors],
        "priority_id": issue.priority_id or 0,
        "kind": issue.kind.value,
        "urgency": issue.urgency.value,
    }


def _surroundings(issue: Issue) -> dict[str, Any]:
    actor = current_actor()
    links = positions.positions_of_issues([issue.id])
    placed = {link.federation_id for link in links}
    allowed = [row.federation for row in issue.consents if row.consent.value != "none"]
    free = [one for one in allowed if one.id not in placed]
    return {
        "helped": queries.helpers_of(actor, issue),
        "links": links,
        "free": free,
        "alike": queries.similar_issues(actor, issue),
        "to_join": positions.positions_to_join(actor, issue, [one.id for one in free]) if free else None,
        "carried": carried_on(actor, issue) if issue.state is IssueState.CLOSED else [],
        "cause": causes_of(actor, [issue]).get(issue.raised_by_relay_id or 0),
        "moves": {state.value for state in MOVES[issue.state]},
    }


@blueprint.get("/issues/<int:issue_id>/files/<int:attachment_id>")
@requires(Permission.ISSUE_READ)
def attachment(issue_id: int, attachment_id: int) -> Any:
    issue = queries.issue_for(current_actor(), issue_id)
    return download(queries.file_of(issue, attachment_id))


@blueprint.get("/issues/<int:issue_id>/versions")
@requires(Permission.ISSUE_READ)
def versions(issue_id: int) -> str:
    issue = queries.issue_for(current_actor(), issue_id)
    return render_template("issues/versions.html", issue=issue, versions=list(reversed(issue.versions)))
