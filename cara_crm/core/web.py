"""What holds for every response: security headers, error pages, record ids that a database can hold."""

import logging
import secrets
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.routing import IntegerConverter, Map

from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.core.logs import where

log = logging.getLogger(__name__)
LARGEST_ID = 2**31 - 1
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)


class RecordId(IntegerConverter):
    """`<int:…>` in a URL: a number in plain figures that both databases can hold, else 404."""

    regex = "[0-9]+"

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_ID, **kwargs})


def secure(response: Response) -> Response:
    """Headers of every response. Pages are never kept by caches; files of `static` are."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
        headers.add("Vary", "Cookie, Accept-Language, HX-Request")
    return response


def error_page(code: int, message: str | None = None, reference: str | None = None) -> tuple[str, int]:
    return render_template("errors/error.html", code=code, message=message, reference=reference), code


def register(app: Flask) -> None:
    app.url_map.converters["int"] = RecordId
    app.after_request(secure)

    @app.errorhandler(HTTPException)
    def on_http_error(error: HTTPException) -> Any:
        if error.code is None or error.code < 400:
            return error
        return error_page(error.code)

    @app.errorhandler(NotVisible)
    def on_not_visible(_error: NotVisible) -> Any:
        return error_page(404)

    @app.errorhandler(DomainError)
    def on_refusal(error: DomainError) -> Any:
        return error_page(422, str(error))

    @app.errorhandler(StaleDataError)
    def on_stale(_error: StaleDataError) -> Any:
        return error_page(409)

    @app.errorhandler(OperationalError)
    def on_database(error: OperationalError) -> Any:
        log.error("database: %s", type(error.orig).__name__)
        return error_page(503, _("The database is busy. Nothing was lost; try again in a moment."))

    @app.errorhandler(InternalServerError)
    def on_bug(_error: InternalServerError) -> Any:
        return error_page(500, reference=g.get("reference"))

    app.log_exception = _log_bug  # type: ignore[method-assign, assignment]


def _log_bug(found: Any) -> None:
    """In place of Flask's own line, which holds the address (a token may be in it) and the exception's message."""
    g.reference = secrets.token_hex(4)
    log.error("bug %s at %s\n%s", g.reference, request.endpoint, where(found[1]))
