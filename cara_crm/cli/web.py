"""`flask --app cara_crm web`: the production server, WEB_PROCESSES processes at one address."""

import gc
import multiprocessing
import sys

import click
from flask import Flask
from flask.cli import ScriptInfo, pass_script_info
from sqlalchemy.orm import configure_mappers

from cara_crm.core import logs
from cara_crm.core.languages import LANGUAGES, catalogue
from cara_crm.core.processes import end_with_parent

THREADS = 4  # a process; each holds one database connection while it works
STOPPING = 20  # seconds for requests under way; a process that was told before it could hear is ended then
WAITING = 4  # requests for each thread that a process takes; the others stay with the kernel


@click.command("web")
@pass_script_info
def commands(info: ScriptInfo) -> None:
    """Serve at HOST and PORT until SIGINT or SIGTERM; a process that dies is started again."""
    app = info.load_app()
    logs.configure(app.config["LOG_FORMAT"])
    preload(app)
    serve(app)


def preload(app: Flask) -> None:
    """What every process needs is made once, before they fork: four of them take half the memory of four alone."""
    configure_mappers()
    for language in LANGUAGES:
        catalogue(language)
    for name in app.jinja_env.list_templates(extensions=["html", "txt"]):
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()


def serve(app: Flask) -> None:
    """Until SIGINT or SIGTERM."""
    from granian.constants import Interfaces  # here: what a command never needs, it does not load
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "cara_crm:create_app",
        address=app.config["HOST"],
        port=app.config["PORT"],
        interface=Interfaces.WSGI,
        factory=True,
        workers=app.config["WEB_PROCESSES"],
        blocking_threads=THREADS,
        backpressure=THREADS * WAITING,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING,
    )
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)  # a child that the launcher forked has one already
        server.serve(target_loader=lambda _target: _forked(app))
    else:
        server.serve()


def _forked(app: Flask) -> Flask:
    end_with_parent()
    return app
