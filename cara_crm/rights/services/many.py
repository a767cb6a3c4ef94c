"""Several people at once, those that are proposed: the worker erases one after the other."""

from collections.abc import Collection

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.jobs import services as jobs
from cara_crm.rights import queries

ERASE_JOB = "rights.erase"


class NotTheNumber(DomainError):
    """The number that was typed is not that of the people chosen."""

    field = "number"


def ask_to_erase(contact_ids: Collection[int], *, number: int, by: Actor) -> int:
    """Erase those of the chosen that are proposed still, soon; how many. Raises NotTheNumber."""
    ids = [one.id for one in queries.silent_among(contact_ids)]
    if not ids or number != len(ids):
        raise NotTheNumber(_("Choose people, and type how many they are."))
    jobs.enqueue(ERASE_JOB, payload={"contact_ids": ids}, by=by)
    audit.record("contact.erasure_asked", "contact", by=by, count=len(ids))
    return len(ids)
