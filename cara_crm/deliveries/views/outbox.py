"""The demonstration's mail, read by its administrator on this machine; nowhere else."""

from io import BytesIO
from pathlib import Path

from flask import Response, abort, current_app, make_response, render_template, request, send_file

from cara_crm.core.permissions import Permission, requires
from cara_crm.deliveries import outbox as folder_of_mail
from cara_crm.deliveries.transport import folder_of
from cara_crm.deliveries.views import blueprint
from cara_crm.files.responses import ALONE
from cara_crm.settings import queries as settings
from config import LOOPBACK

# Mail brings its styles in its elements. Nothing runs, nothing is fetched; links open in a window of their own.
FRAME = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


def folder() -> Path:
    """The folder of messages, or 404: in a demonstration only, on the loopback address only, without a mail server."""
    path = folder_of(current_app.config["MAIL_URL"], current_app.config["INSTANCE"])
    here = current_app.config["HOST"] in LOOPBACK and request.remote_addr in LOOPBACK
    if path is None or not here or not settings.is_demonstration():
        abort(404)
    return path


@blueprint.get("/outbox")
@requires(Permission.SETTINGS_EDIT)
def outbox() -> str:
    messages, after = folder_of_mail.newest(folder(), request.args.get("after", ""))
    return render_template("deliveries/outbox.html", messages=messages, after=after)


@blueprint.get("/outbox/<key>")
@requires(Permission.SETTINGS_EDIT)
def outbox_mail(key: str) -> str:
    return render_template("deliveries/outbox_mail.html", mail=folder_of_mail.read(folder(), key))


@blueprint.get("/outbox/<key>/html")
@requires(Permission.SETTINGS_EDIT)
def outbox_html(key: str) -> Response:
    html = folder_of_mail.read(folder(), key).html
    response = make_response(html.replace("<head>", '<head><base target="_blank">', 1))
    response.headers["Content-Security-Policy"] = FRAME
    return response


@blueprint.get("/outbox/<key>/files/<int:number>")
@requires(Permission.SETTINGS_EDIT)
def outbox_file(key: str, number: int) -> Response:
    files = folder_of_mail.read(folder(), key).files
    if number >= len(files):
        abort(404)
    name, media_type, content = files[number]
    response = send_file(BytesIO(content), media_type, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = ALONE
    return response
