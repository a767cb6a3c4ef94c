"""Is this the report that was sent? Whoever holds a file, or reads a hash on paper, asks here; nothing is kept."""

import hashlib
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from cara_crm.accounts.services import count_attempt, limits
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import public
from cara_crm.extensions import db, reading
from cara_crm.reports.forms import VerifyForm
from cara_crm.reports.queries.files import Known, known_by
from cara_crm.reports.seal import typed_hash
from cara_crm.reports.views import blueprint

PIECE = 1 << 20


@blueprint.get("/verify")
@public
def verify() -> str:
    return _page(VerifyForm())


@blueprint.post("/verify")
@public
def look_up() -> Any:
    """The hash of a file that is chosen or dropped, else the one that is typed."""
    form = VerifyForm()
    sent, typed = request.files.get("file"), form.fingerprint.data or ""
    sha256 = _hash(sent) if sent and sent.filename else typed_hash(typed)
    if not form.validate() or sha256 is None:
        if not form.errors:
            field = form.fingerprint if typed else form.file
            wrong = _("This is no SHA-256: 64 digits and letters from a to f.")
            field.errors = [*field.errors, wrong if typed else _("Choose a file, or write the hash that is printed.")]
        return _page(form), 422
    try:
        count_attempt(limits.FILES_CHECKED, request.remote_addr or "")
    except DomainError as error:
        db.session.commit()
        form.refuse(error)
        return _page(form), 429
    db.session.commit()
    with reading():
        return _page(VerifyForm(formdata=None), sha256, known_by(sha256))


def _hash(sent: Any) -> str:
    digest = hashlib.sha256()
    while piece := sent.stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _page(form: VerifyForm, sha256: str = "", known: Known | None = None) -> str:
    return render_template("reports/verify.html", form=form, sha256=sha256, known=known)
