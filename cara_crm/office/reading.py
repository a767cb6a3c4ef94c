"""The browser that opened a reading link: a signed cookie of its own that names the link, checked at every request."""

from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from cara_crm.core.actor import Actor
from cara_crm.reports.models import ReadingLink
from cara_crm.reports.reading import queries

COOKIE = "cara_reading"
LASTS = timedelta(hours=12)


def remember(response: Response, link: ReadingLink) -> None:
    """Let this browser read the link's report for some hours; revoking the link ends it at once."""
    response.set_cookie(
        COOKIE,
        str(_signer().dumps(link.id)),
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def forget(response: Response) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)


def reader_of(cookie: str | None) -> tuple[Actor, str] | None:
    """Who reads by this cookie, and in which language; None when it is not ours, too old, or its link is over."""
    if not cookie:
        return None
    try:
        link_id = _signer().loads(cookie, max_age=int(LASTS.total_seconds()))
    except BadData:
        return None
    link = queries.link_with_id(link_id) if isinstance(link_id, int) else None
    return (queries.reader_by(link), link.contact.language) if link else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="reading")
