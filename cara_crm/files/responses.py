"""Give a stored file to a browser so that it can do no harm there."""

from io import BytesIO

from flask import Response, send_file

from cara_crm.files.models import StoredFile
from cara_crm.files.services import read_verified

SHOWN = {"application/pdf", "text/plain", "image/png", "image/jpeg"}
ALONE = "default-src 'none'; frame-ancestors 'self'; sandbox"


def download(file: StoredFile, *, inline: bool = False) -> Response:
    """The file's response: as an attachment, or shown (PDF, plain text, PNG, JPEG only) when `inline`.

    The caller has decided that this person may have it. Raises FileDamaged when its hash does not match.
    """
    shown = inline and file.media_type in SHOWN
    response = send_file(
        BytesIO(read_verified(file)), file.media_type, as_attachment=not shown, download_name=file.name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"  # in place of Flask's "no-cache", which lets a browser keep it
    if file.media_type != "application/pdf":  # browsers refuse to show a PDF in a sandbox
        response.headers["Content-Security-Policy"] = ALONE
    return response
