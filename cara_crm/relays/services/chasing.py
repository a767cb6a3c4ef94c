"""Those whom no mail reaches become tasks: somebody finds out how they can be reached."""

import sqlalchemy as sa

from cara_crm.contacts.addresses import open_tasks
from cara_crm.contacts.models import Contact
from cara_crm.contacts.queries import visible
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient, Relay
from cara_crm.relays.services.sending import Reach
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind

WITHOUT_AN_ADDRESS = (Suppression.NO_ADDRESS, Suppression.BAD_ADDRESS, Suppression.ON_HOLD)
"""Those who do not want mail, and those who left, need no address."""


def chase(relay: Relay, reach: Reach | None, *, by: Actor) -> int:
    """A task for each person whom its mail does not reach, or did not; who has one already gets no second. How many.

    `reach` of a relay that has not left, None of one that has.
    """
    people = _of_reach(reach) if reach is not None else _of_ledger(relay, by)
    known = {task.subject_id for task in open_tasks([one.id for one in people])}
    new = [one for one in people if one.id not in known]
    for contact in new:
        tasks.add(TaskKind.ADDRESS, about=contact, name=contact.name, by=by)
    return len(new)


def _of_reach(reach: Reach) -> list[Contact]:
    return [person.contact for person, reason in reach.not_reached if reason in WITHOUT_AN_ADDRESS]


def _of_ledger(relay: Relay, by: Actor) -> list[Contact]:
    came_back = Delivery.status.in_((DeliveryStatus.BOUNCED, DeliveryStatus.FAILED))
    people = (
        sa.select(Contact)
        .join(Recipient, Recipient.contact_id == Contact.id)
        .outerjoin(Recipient.delivery)
        .where(Recipient.relay_id == relay.id, Contact.archived_on.is_(None), *visible(by))
        .where(sa.or_(Recipient.suppressed_reason.in_(WITHOUT_AN_ADDRESS), came_back))
    )
    return list(db.session.scalars(people.order_by(Contact.sort_key, Contact.id)))
