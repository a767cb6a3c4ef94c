"""Nothing typed is lost: what was sent after a session had ended waits for its author, a day long."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from cara_crm.accounts.models import KeptForm, UserSession
from cara_crm.core import clock
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db

KEPT_FOR = timedelta(days=1)
LONGEST = 300_000
MOST_FIELDS = 500
Fields = Sequence[tuple[str, str]]


def keep_form(session_token: str, *, path: str, back: str, fields: Fields, has_files: bool) -> str | None:
    """Keep a form for whoever the ended session belonged to; the key for this browser's cookie, or None.

    None when nobody knows that session, or the form is larger than a person types: then it is not kept.
    """
    owner = db.session.scalar(sa.select(UserSession.user_id).where(UserSession.token_hash == token_hash(session_token)))
    size = sum(len(name) + len(value) for name, value in fields)
    if owner is None or size > LONGEST or len(fields) > MOST_FIELDS or not fields:
        return None
    key = secrets.token_urlsafe(32)
    db.session.execute(sa.delete(KeptForm).where(KeptForm.user_id == owner, KeptForm.path == path))
    db.session.add(
        KeptForm(
            user_id=owner,
            key_hash=token_hash(key),
            path=path,
            back=back,
            fields=[list(pair) for pair in fields],
            has_files=has_files,
        )
    )
    return key


def forget_old_forms() -> None:
    """Drop what nobody came back for within a day."""
    db.session.execute(sa.delete(KeptForm).where(KeptForm.kept_at < clock.now() - KEPT_FOR))
