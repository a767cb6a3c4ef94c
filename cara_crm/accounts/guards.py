"""Who is behind this request: the cookie's token → the session's row → a frozen Actor in `g`."""

from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, current_app, g, request
from flask_login import UserMixin, current_user

from cara_crm.accounts.models import SecretAddress, User, UserSession
from cara_crm.accounts.queries import IDLE_LIFE, deputises, may_enter, owner_of_address, sectors_of, sectors_told
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db, login_manager, one_at_a_time
from cara_crm.settings.queries import CLUSTER_NAME, DEMONSTRATION, cluster_name, demonstration_flag, values
from config import LOOPBACK

__all__ = [
    "SignedIn",
    "actor_of",
    "is_local",
    "is_tried_here",
    "own_path",
    "reader_of_address",
    "register",
    "where_one_was",
]

SEEN_EVERY = timedelta(minutes=5)
LONGEST_PATH = 2000
#: What each request is told of its user.
TOLD = (
    "id",
    "role",
    "name",
    "all_sectors",
    "is_reviewer",
    "is_member_director",
    "member_id",
    "federation_id",
    "contact_id",
    "language",
    "theme",
)


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries: the token of a session that is still good; the records behind it when asked for."""

    def __init__(self, token: str, session_id: int, user_id: int) -> None:
        self.token, self.session_id, self.user_id = token, session_id, user_id

    def get_id(self) -> str:
        return self.token

    @property
    def session(self) -> UserSession:
        return db.session.get_one(UserSession, self.session_id)

    @property
    def user(self) -> User:
        return db.session.get_one(User, self.user_id)


@cache
def _who() -> sa.Select[Any]:
    """The statement of every request, made once: to make it takes longer than to run it."""
    today = sa.bindparam("today", type_=sa.Date)
    return (
        sa.select(
            UserSession.id.label("session_id"),
            UserSession.seen_at,
            *(getattr(User, name) for name in TOLD),
            demonstration_flag().label("demonstration"),
            cluster_name().label("site_name"),
            deputises(User.id, today).label("deputises"),
            sectors_told(User.id).label("sectors"),
        )
        .join(UserSession.user)
        .where(
            UserSession.token_hash == sa.bindparam("token"),
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > sa.bindparam("now"),
            UserSession.seen_at > sa.bindparam("seen_after"),
            may_enter(today),
        )
    )


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    """The session of this token, if it is neither over, idle nor revoked and its user may still come in.

    What the request needs to know of the person goes to `g`.
    """
    now = clock.now()
    told = {"token": token_hash(token), "now": now, "seen_after": now - IDLE_LIFE, "today": clock.today()}
    found = db.session.execute(_who(), told).first()
    if found is None:
        return None
    g.actor = actor_of(found, sector_ids=_ids(found.sectors), deputises=found.deputises)
    g.language, g.theme = found.language, found.theme
    g.demonstration, g.site_name = found.demonstration is True, found.site_name
    if now - found.seen_at > SEEN_EVERY:
        g.session_seen = found.session_id
    return SignedIn(token, found.session_id, found.id)


def _ids(told: str | None) -> frozenset[int]:
    return frozenset(int(one) for one in (told or "").split(",") if one)


def actor_of(user: Any, *, sector_ids: frozenset[int] | None = None, deputises: bool = False) -> Actor:
    """The frozen value that services and queries are given; who stands in for a reviewer today reviews.

    `user` is a User, or a row with what is told of one; `sector_ids` are looked up when missing.
    """
    if sector_ids is None and not user.all_sectors:
        sector_ids = sectors_of(user.id)
    return Actor(
        user_id=user.id,
        role=user.role,
        name=user.name,
        sector_ids=None if user.all_sectors else sector_ids,
        member_id=user.member_id,
        federation_id=user.federation_id,
        contact_id=user.contact_id,
        is_reviewer=user.is_reviewer or deputises,
        is_member_director=user.is_member_director,
    )


def load_actor() -> None:
    """Before each request. Static files and programs need nobody."""
    g.actor = Actor.anonymous()
    if request.endpoint == "static" or hasattr(current_app.view_functions.get(request.endpoint or ""), "for_machines"):
        return
    if not current_user.is_authenticated:
        house = values(DEMONSTRATION, CLUSTER_NAME)
        g.demonstration, g.site_name = house.get(DEMONSTRATION) is True, house.get(CLUSTER_NAME)


def own_path(text: str | None) -> str:
    """A path of this site to return to, else "": never somebody else's address (no open redirect)."""
    path = (text or "").strip()
    if not path.startswith("/") or path.startswith(("//", "/\\")) or len(path) > LONGEST_PATH:
        return ""
    parts = urlsplit(path)
    plain = path.isprintable() and "\\" not in path and not parts.scheme and not parts.netloc
    return path if plain and not parts.path.startswith("/sign-") else ""


def is_local() -> bool:
    """Does the request come from this machine, to this machine's own name, without a proxy between?"""
    host = urlsplit(f"//{request.host}").hostname
    direct = "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers
    return request.remote_addr in LOOPBACK and host in LOOPBACK and direct


def is_tried_here() -> bool:
    """Is this a demonstration in which one may come in with one click?"""
    return bool(g.get("demonstration")) and is_local()


def where_one_was() -> str:
    """The page to come back to after signing in."""
    if "HX-Request" in request.headers:
        parts = urlsplit(request.headers.get("HX-Current-URL", ""))
        return own_path(parts.path + (f"?{parts.query}" if parts.query else ""))
    if request.method == "GET":
        return own_path(request.full_path.rstrip("?"))
    parts = urlsplit(request.referrer or "")
    inside = parts.netloc == request.host
    return own_path(parts.path + (f"?{parts.query}" if parts.query else "")) if inside else ""


def one_after_the_other() -> None:
    """Two people who save one form in the same instant: the second compares with what the first one saved."""
    if request.method == "POST" and g.actor.user_id is not None and "read_as" in request.form:
        one_at_a_time(request.path)


def register(app: Flask) -> None:
    app.before_request(load_actor)
    app.before_request(one_after_the_other)


def reader_of_address(kind: type[SecretAddress], token: str, *, needs: Permission) -> tuple[User, Actor]:
    """Whoever has the address reads; a wrong one, a closed one and one of somebody who left look alike: NotVisible."""
    user = owner_of_address(kind, token)
    if user is None or not (actor := actor_of(user)).can(needs):
        raise NotVisible
    return user, actor
