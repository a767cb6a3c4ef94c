"""Signed-in browsers: begun, seen, revoked."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from cara_crm.accounts.models import SignInToken, User, UserSession
from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db

SESSION_LIFE = timedelta(days=30)
LONGEST_AGENT = 200


def start_session(user: User, *, agent: str, way: str, by: Actor) -> tuple[str, UserSession]:
    """Sign a browser in: the new token for its cookie, and its row. Every other mailed link of the user is used up.

    `way` says how ("link", "code", "password", "invitation", "demonstration") for the audit log.
    """
    token = secrets.token_urlsafe(32)
    begun = UserSession(
        user_id=user.id,
        token_hash=token_hash(token),
        expires_at=clock.now() + SESSION_LIFE,
        agent=agent[:LONGEST_AGENT].replace("\x00", ""),
    )
    db.session.add(begun)
    user.last_seen_at = clock.now()
    db.session.execute(
        sa.update(SignInToken)
        .where(SignInToken.user_id == user.id, SignInToken.used_at.is_(None))
        .values(used_at=clock.now())
    )
    audit.record("session.started", user, by=by, way=way)
    return token, begun


def end_session(session: UserSession, *, by: Actor) -> None:
    """Revoke one session: its cookie is worth nothing from now on."""
    session.revoked_at = session.revoked_at or clock.now()
    audit.record("session.ended", "user_session", by=by, user=session.user_id)


def end_all_sessions(user: User, *, by: Actor, but: int | None = None) -> int:
    """Revoke every session of a user, except the one with the id `but`; how many there were."""
    live = sa.update(UserSession).where(UserSession.user_id == user.id, UserSession.revoked_at.is_(None))
    if but is not None:
        live = live.where(UserSession.id != but)
    ended = db.session.execute(live.values(revoked_at=clock.now()).returning(UserSession.id)).all()
    audit.record("session.all_ended", user, by=by, count=len(ended))
    return len(ended)


def note_seen(session_id: int) -> None:
    """Remember that this browser was here just now (a transaction of its own, every few minutes at most)."""
    now = clock.now()
    db.session.execute(sa.update(UserSession).where(UserSession.id == session_id).values(seen_at=now))
    owner = sa.select(UserSession.user_id).where(UserSession.id == session_id).scalar_subquery()
    db.session.execute(sa.update(User).where(User.id == owner).values(last_seen_at=now, updated_at=User.updated_at))


def forget_old_sessions() -> None:
    """Drop sessions that ended three months ago; the audit log keeps that they were."""
    long_ago = clock.now() - timedelta(days=90)
    db.session.execute(sa.delete(UserSession).where(UserSession.expires_at < long_ago))
