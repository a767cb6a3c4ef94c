"""Somebody's mailbox says that the person has left: its account manager looks, nothing else happens by itself."""

import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.members.models import AccountManager
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import Task, TaskKind


def told(delivery: Delivery, *, by: Actor) -> Task | None:
    """A task about who was written to; none for who is no contact of today, has no function at a member, or has the
    task already. The address is written to as before: the mailbox answers, so mail arrives."""
    contact = db.session.get(Contact, delivery.contact_id) if delivery.contact_id else None
    if contact is None or contact.archived_on or (contact.email or "").lower() != delivery.recipient.lower():
        return None
    today, at = clock.today(), Affiliation
    held = (at.contact_id == contact.id, at.from_on <= today, sa.or_(at.until_on.is_(None), at.until_on >= today))
    place = db.session.scalar(sa.select(at).where(*held, at.member_id.is_not(None)).order_by(at.id).limit(1))
    if place is None or place.member is None or open_tasks(contact):
        return None
    manager = _account_manager(place.member.id)
    member = place.member.name
    return tasks.add(
        TaskKind.LEFT, about=contact, assignee_id=manager, due_on=None, by=by, name=contact.name, member=member
    )


def settle(contact: Contact, *, by: Actor) -> None:
    """A function was ended: whoever was to look at that has done so."""
    for task in open_tasks(contact):
        tasks.finish(task, by=by)


def open_tasks(contact: Contact) -> list[Task]:
    about = (Task.kind == TaskKind.LEFT, Task.subject_type == Contact.__tablename__, Task.subject_id == contact.id)
    return list(db.session.scalars(sa.select(Task).where(*about, Task.done_at.is_(None)).order_by(Task.id)))


def _account_manager(member_id: int) -> int | None:
    """Of today, by user id."""
    today, of = clock.today(), AccountManager
    now = (of.member_id == member_id, of.from_on <= today, sa.or_(of.until_on.is_(None), of.until_on >= today))
    return db.session.scalar(sa.select(of.user_id).where(*now).order_by(of.id).limit(1))
