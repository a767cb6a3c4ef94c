"""The first page: home for who is signed in, the demonstration's cast for a stranger on this machine."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l

from cara_crm.accounts import queries
from cara_crm.accounts.guards import is_tried_here
from cara_crm.accounts.views import blueprint
from cara_crm.accounts.views.entering import enter, home_of
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import public

PARTS = {
    "manager": (
        _l("Sector manager"),
        _l("Knows the members, hears them, groups what they say and drafts the federations’ reports."),
    ),
    "reviewer": (
        _l("Second manager, who reviews"),
        _l("Reads a report item by item before it may leave; nobody reviews what they drafted."),
    ),
    "member": (
        _l("Member"),
        _l("Director of a small company: raises an issue on a phone and sees what becomes of it."),
    ),
    "officer": (
        _l("Federation officer"),
        _l("Reads the reports, answers each position, downloads the figures."),
    ),
    "director": (
        _l("Cluster director"),
        _l("Sees figures and reports, never the raw words of a member."),
    ),
    "administrator": (
        _l("Administrator"),
        _l("Invites people, edits the reference data, reads the outbox and the audit log."),
    ),
}


@blueprint.get("/")
@public
def home() -> Any:
    actor = current_actor()
    if not actor.is_anonymous:
        return redirect(home_of(actor.role), 303)
    if not is_tried_here():
        return redirect(url_for("accounts.setup" if queries.is_empty() else "accounts.sign_in"), 303)
    cast = queries.demonstration_cast()
    people = [(part, cast[part], *PARTS[part]) for part in PARTS if part in cast]
    return render_template("accounts/home.html", people=people)


@blueprint.post("/demonstration/<part>")
@public
def demonstration(part: str) -> Any:
    """Sign in as one of the invented people: only in a demonstration database, only from this machine."""
    user = queries.demonstration_cast().get(part) if is_tried_here() and part in PARTS else None
    if user is None:
        abort(404)
    return enter(user, way="demonstration")
