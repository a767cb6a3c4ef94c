"""Many calls at once, and the reminders that the clock asks for."""

from datetime import timedelta
from typing import Any

from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.extensions import db, reading
from cara_crm.jobs.registry import Work, every, job
from cara_crm.memberships import queries, services

MOST_AT_ONCE = 200


@job(queries.CALL_JOB)
def call_fees(work: Work) -> dict[str, Any]:
    """Call every fee of a year that waits for it, one transaction each; run again, it goes on with the rest."""
    year = int(work.payload["year"])
    with reading():
        waiting = queries.to_call(work.by, year)
    by_mail = by_post = skipped = 0
    for done, membership_id in enumerate(waiting, start=1):
        try:
            with reading():
                prepared = services.prepare(queries.membership_for(work.by, membership_id))
            reached = services.call_fee(queries.membership_for(work.by, membership_id), prepared, by=work.by)
            by_mail, by_post = by_mail + reached, by_post + (not reached)
        except (DomainError, NotVisible):  # called or changed by somebody else meanwhile
            db.session.rollback()
            skipped += 1
        work.checkpoint(done, len(waiting))
    return {"year": year, "by_mail": by_mail, "by_post": by_post, "skipped": skipped}


@every(timedelta(hours=6), "memberships.remind")
def remind_late() -> None:
    """Those whose payment is waited for too long; what is left over is done at the next turn."""
    clock = Actor.system("clock")
    for membership_id in queries.to_remind(queries.terms(), MOST_AT_ONCE):
        services.remind(queries.membership_for(clock, membership_id), by=clock)
