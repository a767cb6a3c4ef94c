"""Periodic work on the register."""

from datetime import timedelta
from typing import Any

from cara_crm.jobs import services as jobs
from cara_crm.jobs.registry import Work, every, job
from cara_crm.members import services


@every(timedelta(hours=1), "members.tidy")
def tidy_tally() -> None:
    services.tidy_tally()


@job(services.WORDS_JOB)
def renew_words(work: Work) -> dict[str, Any]:
    return {"renewed": services.renew_words(work.checkpoint)}


@every(timedelta(days=1), services.WORDS_JOB)
def renew_words_daily() -> None:
    jobs.begin_round(services.WORDS_JOB)
