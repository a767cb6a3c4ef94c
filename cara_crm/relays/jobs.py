"""Background work: relays that are due, reminders, and digests for those who asked for one a day or a week."""

from datetime import timedelta
from typing import Any

from cara_crm.core.actor import Actor
from cara_crm.jobs import services as jobs
from cara_crm.jobs.registry import Work, every, job
from cara_crm.relays import services
from cara_crm.relays.queries import SENDING_JOB
from cara_crm.relays.services.digest import send_digests

DIGESTS_JOB = "relays.digests"
REMINDERS_JOB = "relays.reminders"


@job(SENDING_JOB)
def send(work: Work) -> dict[str, Any]:
    sent = services.send_when_due(work.payload["relay"], by=work.by, checkpoint=work.checkpoint)
    return {"sent": sent}


@every(timedelta(minutes=1), "relays.due")
def due() -> None:
    services.take_up_again()


@every(timedelta(hours=1), "relays.consultations")
def consultations() -> None:
    services.close_consultations(by=Actor.system("clock"))


@every(timedelta(hours=6), REMINDERS_JOB)
def ask_for_reminders() -> None:
    """Beside the mail, as digests are."""
    jobs.begin_round(REMINDERS_JOB)


@job(REMINDERS_JOB)
def reminders(_work: Work) -> dict[str, Any]:
    return {"relays": services.remind(by=Actor.system("clock"))}


@every(timedelta(minutes=30), DIGESTS_JOB)
def ask_for_digests() -> None:
    """One round at a time, beside the mail: thousands of digests keep no sign-in mail waiting."""
    jobs.begin_round(DIGESTS_JOB)


@job(DIGESTS_JOB)
def digests(work: Work) -> dict[str, Any]:
    return {"queued": send_digests(by=Actor.system("clock"), checkpoint=work.checkpoint)}
