"""The clock asks, a worker reads: nobody waits for the mail server."""

from datetime import timedelta
from typing import Any

from flask import current_app

from cara_crm.jobs import services as jobs
from cara_crm.jobs.registry import Work, every, job
from cara_crm.mailbox import services
from cara_crm.mailbox.reading import read_mailbox

READ_JOB = "mailbox.read"


@every(timedelta(minutes=1), "mailbox.read")
def ask_to_read() -> None:
    """One reading at a time, by one worker."""
    if current_app.config["MAILBOX_URL"]:
        jobs.begin_round(READ_JOB)


@job(READ_JOB)
def read(work: Work) -> dict[str, Any]:
    """Everything that waits in the mailbox."""
    return {**read_mailbox(current_app.config["MAILBOX_URL"], work.checkpoint)}


@every(timedelta(days=1), "mailbox.forget")
def forget() -> None:
    services.forget_old_mail()
