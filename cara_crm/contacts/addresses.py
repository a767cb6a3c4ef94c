"""Addresses from which mail comes back: nothing more is sent there until somebody has looked."""

from collections.abc import Collection, Sequence
from datetime import timedelta

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import Task, TaskKind

LONGEST_REASON = 300
LOOKED_INTO_FOR = timedelta(days=90)


def hold(delivery: Delivery, reason: str, *, by: Actor) -> None:
    """A server knows nobody at the address of this message: it rests, and the team has a task.

    Nothing for who is no contact, for an address that was changed since, and for one that rests already.
    """
    contact = _still_at(delivery)
    if contact is None:
        return
    contact.hold_reason = reason[:LONGEST_REASON] or "refused"
    audit.record("contact.on_hold", contact, by=by, delivery=delivery.id)
    for task in open_tasks([contact.id], TaskKind.ARRIVAL):
        tasks.finish(task, by=by)
    if contact.id not in {task.subject_id for task in open_tasks([contact.id])}:
        tasks.add(TaskKind.ADDRESS, about=contact, name=contact.name, by=by)


def doubt(delivery: Delivery, *, by: Actor) -> None:
    """Something came back, not surely from the address of this message: it is written to as before, and the team has a
    task, once. Who looked into it lately is not asked again. Nothing for those for whom `hold` does nothing."""
    contact = _still_at(delivery)
    if contact is None or contact.archived_on:
        return
    asked = sa.select(Task.id).where(Task.subject_type == Contact.__tablename__, Task.subject_id == contact.id)
    lately = sa.or_(Task.done_at.is_(None), Task.done_at > clock.now() - LOOKED_INTO_FOR)
    if not db.session.scalar(asked.where(Task.kind == TaskKind.ARRIVAL, lately).limit(1)):
        tasks.add(TaskKind.ARRIVAL, about=contact, name=contact.name, by=by)


def _still_at(delivery: Delivery) -> Contact | None:
    """The contact whom a message went to, while its address is the same and does not rest."""
    contact = db.session.get(Contact, delivery.contact_id) if delivery.contact_id else None
    is_there = contact is not None and (contact.email or "").lower() == delivery.recipient.lower()
    return contact if contact is not None and is_there and not contact.hold_reason else None


def lift(contact: Contact, *, by: Actor) -> int:
    """Write there again, what came back lately too; nothing when nothing rests. How many messages are sent again."""
    return lift_all([contact], by=by)


def lift_all(contacts: Sequence[Contact], *, by: Actor) -> int:
    """The same for several."""
    resting = [one for one in contacts if one.hold_reason]
    for contact in resting:
        contact.hold_reason = None
        audit.record("contact.hold_lifted", contact, by=by)
    return _found([one.id for one in resting], by)


def correct(contact: Contact, before: str | None, *, by: Actor) -> int:
    """What waits for somebody whose address changed goes to the new one, and so does what came back lately; nothing
    rests any more. How many messages are sent again."""
    if contact.email == before:
        return 0
    if contact.hold_reason:
        contact.hold_reason = None
        audit.record("contact.hold_lifted", contact, by=by)
    if not contact.email:
        return 0
    deliveries.readdress(contact.id, contact.email, by=by)
    return _found([contact.id], by)


def _found(contact_ids: Sequence[int], by: Actor) -> int:
    """These can be written to: who was to find that out has done so."""
    for task in [*open_tasks(contact_ids), *open_tasks(contact_ids, TaskKind.ARRIVAL)]:
        tasks.finish(task, by=by)
    db.session.flush()
    return deliveries.send_again_to(contact_ids, by=by)


def open_tasks(contact_ids: Collection[int], kind: TaskKind = TaskKind.ADDRESS) -> list[Task]:
    """To find the address of one of these people; ARRIVAL: to find out whether mail reaches them."""
    about = (Task.kind == kind, Task.subject_type == Contact.__tablename__)
    found = sa.select(Task).where(*about, Task.done_at.is_(None), Task.subject_id.in_(contact_ids))
    return list(db.session.scalars(found.order_by(Task.id))) if contact_ids else []
