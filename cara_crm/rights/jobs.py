"""Erasing several people reads every text once for each: the worker does it, one transaction a person."""

from typing import Any

from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.jobs.registry import Work, job
from cara_crm.rights import queries, services


@job(services.ERASE_JOB)
def erase_several(work: Work) -> dict[str, Any]:
    """Each that is proposed still; whoever cannot go at this moment stays in the list. Nobody of them objected."""
    ids = [int(one) for one in work.payload["contact_ids"]]
    erased = 0
    for place, contact_id in enumerate(ids):
        for contact in queries.silent_among([contact_id]):
            try:
                services.erase(contact, objects=False, by=work.by)
                erased += 1
            except DomainError:
                db.session.rollback()
        work.checkpoint(place + 1, len(ids))
    return {"erased": erased, "left": len(ids) - erased}
