"""`flask --app cara_crm worker`: sends what waits, does the jobs, keeps the clock."""

import click
from flask import current_app
from flask.cli import with_appcontext

from cara_crm.core import logs
from cara_crm.worker import Worker


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@with_appcontext
def commands(once: bool) -> None:
    """Send deliveries and do jobs until SIGINT or SIGTERM; the mail in hand is finished first."""
    logs.configure(current_app.config["LOG_FORMAT"])
    worker = Worker.of(current_app._get_current_object())  # type: ignore[attr-defined]  # its thread has no proxy
    if once:
        worker.run_once()
    else:
        worker.run_forever()
