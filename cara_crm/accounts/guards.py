"""Who is behind this request: the cookie's token → the session's row → a frozen Actor in `g`."""

import hashlib
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask, g, redirect, request
from flask_login import UserMixin, current_user
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.accounts.models import User, UserSession
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import SignInNeeded
from cara_crm.extensions import db, login_manager


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries: the token of a session that is still good, and its user."""

    def __init__(self, token: str, session: UserSession) -> None:
        self.token = token
        self.session = session
        self.user = session.user

    def get_id(self) -> str:
        return self.token


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    """The session of this token, if it is neither over nor revoked and its user is not deactivated."""
    found = db.session.scalar(
        sa.select(UserSession)
        .join(UserSession.user)
        .where(
            UserSession.token_hash == token_hash(token),
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > clock.now(),
            User.deactivated_at.is_(None),
        )
        .options(joinedload(UserSession.user), selectinload(UserSession.user, User.sectors))
    )
    return SignedIn(token, found) if found else None


def actor_of(user: User) -> Actor:
    """The frozen value that services and queries are given."""
    return Actor(
        user_id=user.id,
        role=user.role,
        name=user.name,
        sector_ids=user.sector_ids,
        member_id=user.member_id,
        federation_id=user.federation_id,
        contact_id=user.contact_id,
        is_reviewer=user.is_reviewer,
    )


def load_actor() -> None:
    """Before each request. Static files need nobody."""
    g.actor = Actor.anonymous()
    if request.endpoint == "static":
        return
    if current_user.is_authenticated:
        g.actor = actor_of(current_user.user)
        g.language = current_user.user.language


def register(app: Flask) -> None:
    app.before_request(load_actor)

    @app.errorhandler(SignInNeeded)
    def on_stranger(_error: SignInNeeded) -> Any:
        here = request.full_path.rstrip("?") if request.method == "GET" else request.referrer or "/"
        return redirect(f"/sign-in?{urlencode({'next': here})}", 303)
