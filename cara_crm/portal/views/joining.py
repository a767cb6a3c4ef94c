"""Similar subjects, while one writes and before one sends: join one with one's own words."""

from collections.abc import Collection
from typing import Any

from flask import render_template, request

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Issue
from cara_crm.issues.queries import federations_of_sectors, sectors_of_member
from cara_crm.portal.views import blueprint
from cara_crm.positions import services
from cara_crm.positions.queries import Subject, Text, subjects_like, wishes_of
from cara_crm.settings.queries import threshold


@blueprint.post("/issues/similar")
@requires(Permission.PORTAL_RAISE)
def similar() -> str:
    """For what is typed at this moment: sent in a form's body, as its words belong in no address. Writes nothing."""
    sectors = sectors_of_member(current_actor().member_id or 0)
    ids = [one.id for one in sectors]
    text = _text(request.form, ids, federations_of_sectors(ids))
    wished = {int(one) for one in request.form.getlist("join") if one.isdecimal()}
    return render_template("portal/_subjects.html", subjects=subjects_for(text), wished=wished)


def subjects_for(text: Text | None, k: int | None = None) -> list[Subject]:
    """None for a text that says nothing yet, or goes to no federation. `k` where the caller knows it."""
    return subjects_like(text, k or threshold()) if text else []


def offered(issue: Issue, federations: list[Federation], k: int | None = None) -> dict[str, Any]:
    """What a page offers to join for an issue, and what of it is ticked."""
    subjects = subjects_for(text_of_issue(issue, federations), k)
    return {"subjects": subjects, "wished": wishes_of(issue.id) if subjects else set()}


def text_of(form: Any, federations: list[Federation]) -> Text | None:
    """What a form says."""
    sectors = sectors_of_member(current_actor().member_id or 0)
    return _text(form.data, [one.id for one in sectors], federations)


def text_of_issue(issue: Issue, federations: list[Federation]) -> Text | None:
    """What an issue says."""
    words = {"title": issue.title, "what_happens": issue.what_happens}
    return _text(words, [one.id for one in issue.sectors], federations)


def _text(words: Any, sector_ids: Collection[int], federations: list[Federation]) -> Text | None:
    title, said = str(words.get("title") or "")[:300], str(words.get("what_happens") or "")[:5000]
    if not said.strip() or not federations:
        return None
    return Text(title, said, sector_ids, [one.id for one in federations], current_actor().member_id or 0)


def wish(issue: Issue, subjects: list[Subject], *, by: Actor) -> None:
    """What is ticked of what was shown."""
    ticked = set(request.form.getlist("join"))
    services.wish(issue, [one.id for one in subjects if str(one.id) in ticked], by=by)
