"""What every way of signing in ends with: a new session, a new cookie, and the page one wanted."""

import secrets
from typing import Any

from flask import current_app, redirect, request, session, url_for
from flask_login import login_user

from cara_crm.accounts import queries, services
from cara_crm.accounts.guards import SignedIn, actor_of, own_path
from cara_crm.accounts.models import User
from cara_crm.core.permissions import Role
from cara_crm.extensions import db

HOMES: dict[Role, tuple[str, ...]] = {
    Role.ADMINISTRATOR: ("settings.index",),
    Role.MANAGER: ("desk.today", "members.index"),
    Role.REVIEWER: ("desk.today", "reports.index"),
    Role.DIRECTOR: ("insights.index", "reports.index"),
    Role.OBSERVER: ("insights.index", "reports.index"),
    Role.MEMBER: ("portal.index",),
    Role.OFFICER: ("office.index",),
}


def home_of(role: Role) -> str:
    """The page on which a role's day begins (the first that this installation has)."""
    known = [e for e in HOMES.get(role, ()) if e in current_app.view_functions]
    return url_for(known[0] if known else "accounts.profile")


def place() -> str:
    """Where in the network the request comes from, for counting attempts."""
    return request.remote_addr or ""


def browser() -> str:
    """A number that only this browser knows: a code works where it was asked for, and nowhere else."""
    if "browser" not in session:
        session["browser"] = secrets.token_urlsafe(24)
    return str(session["browser"])


def enter(user: User, *, way: str, next_url: str = "") -> Any:
    """Sign in: everything in the old cookie goes, so that a session planted before is worth nothing after."""
    token, row = services.start_session(user, agent=request.user_agent.string, way=way, by=actor_of(user))
    db.session.commit()
    kept = str(session.get("kept", ""))
    session.clear()
    session.permanent = True
    login_user(SignedIn(token, row.id, user.id))
    if kept and queries.kept_form(kept, user.id) is not None:
        session["kept"] = kept
        return redirect(url_for("accounts.resume"), 303)
    return redirect(own_path(next_url) or home_of(user.role), 303)
