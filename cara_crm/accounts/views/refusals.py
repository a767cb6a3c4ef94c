"""Who is not signed in, who tries too often, and forms whose token is stale: nothing typed is lost."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from cara_crm.accounts import queries, services
from cara_crm.accounts.guards import load_actor, own_path, where_one_was
from cara_crm.accounts.services import TooManyAttempts, limits
from cara_crm.accounts.views import blueprint
from cara_crm.accounts.views.entering import place
from cara_crm.core.permissions import Permission, SignInNeeded, requires
from cara_crm.core.web import error_page
from cara_crm.extensions import db

SHOWN = 20


@blueprint.app_errorhandler(SignInNeeded)
def on_stranger(_error: SignInNeeded) -> Any:
    """To the sign-in page, and back here afterwards; what was sent waits for its author."""
    here = where_one_was()
    if request.method == "POST" and "_user_id" in session:
        _keep(here)
    address = url_for("accounts.sign_in", next=here or None)
    if "HX-Request" in request.headers:
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, 303)


def _keep(back: str) -> None:
    db.session.rollback()
    try:
        services.count_attempt(limits.KEPT_FROM_PLACE, place())
    except TooManyAttempts:
        return
    key = services.keep_form(
        str(session["_user_id"]),
        path=own_path(request.full_path.rstrip("?")),
        back=back,
        fields=typed(),
        has_files=any(file.filename for file in request.files.values()),
    )
    db.session.commit()
    if key is not None:
        session["kept"] = key


def typed() -> list[tuple[str, str]]:
    """What the form held, without its token and without passwords."""
    fields = request.form.items(multi=True)
    return [(name, value) for name, value in fields if name != "csrf_token" and "password" not in name]


@blueprint.get("/account/resume")
@requires(Permission.SELF)
def resume() -> Any:
    """After signing in again: what was written, and one button that sends it where it was going."""
    kept = queries.kept_form(str(session.get("kept", "")), current_user.user.id)
    if kept is None or not kept.path:
        return redirect(url_for("accounts.home"), 303)
    return _again([(str(n), str(v)) for n, v in kept.fields], kept.path, kept.back, kept.has_files)


@blueprint.app_errorhandler(CSRFError)
def on_stale_form(_error: CSRFError) -> Any:
    """The page was open for too long, or one signed in meanwhile in another tab. Only for forms of our own pages."""
    load_actor()  # the token is looked at before the person is
    if request.method != "POST" or not _is_ours() or not typed():
        return error_page(400)
    if "HX-Request" in request.headers:
        return Response(status=204, headers={"HX-Refresh": "true"})
    has_files = any(file.filename for file in request.files.values())
    return _again(typed(), own_path(request.full_path.rstrip("?")) or request.path, where_one_was(), has_files), 400


def _is_ours() -> bool:
    """Did a page of this site send it? Browsers say so, and other sites cannot make them say it."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _again(fields: list[tuple[str, str]], path: str, back: str, has_files: bool) -> str:
    texts = [value for name, value in fields if len(value) > SHOWN and name != "submission_key"]
    return render_template("accounts/again.html", fields=fields, path=path, back=back, has_files=has_files, texts=texts)


@blueprint.app_errorhandler(TooManyAttempts)
def on_too_many(error: TooManyAttempts) -> Any:
    page, code = error_page(429)
    return page, code, {"Retry-After": str(error.retry_after)}
