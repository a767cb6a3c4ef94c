"""What is still to be done about one record, for who opens its page."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Permission
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, interaction_member
from cara_crm.interactions.queries import members_in_charge
from cara_crm.members.models import Member
from cara_crm.tasks.models import Task
from cara_crm.tasks.words import sentence

MOST = 50
NO_DAY = date(9998, 12, 31)


@dataclass(frozen=True)
class ToDo:
    """An open task; `is_mine`: one's own or the team's, that one may open and finish."""

    task: Task
    is_mine: bool

    @property
    def title(self) -> str:
        """Who sees the list may open the record."""
        return sentence(self.task, is_whole=True)


def tasks_about_member(actor: Actor, member_id: int) -> list[ToDo]:
    """Open tasks about a member, and about conversations with it for who reads those, the nearest day first."""
    return _open(actor, _about_member(actor, member_id))


def tasks_counted(actor: Actor, member_id: int) -> sa.ScalarSelect[int]:
    """How many `tasks_about_member` there are, as part of another statement."""
    counted = sa.select(sa.func.count(Task.id)).where(_about_member(actor, member_id), Task.done_at.is_(None))
    return counted.correlate(None).scalar_subquery()


def _about_member(actor: Actor, member_id: int) -> sa.ColumnElement[bool]:
    about = sa.and_(Task.subject_type == Member.__tablename__, Task.subject_id == member_id)
    if actor.can(Permission.INTERACTION_READ):
        spoken = sa.select(interaction_member.c.interaction_id).join(
            Member, Member.id == interaction_member.c.member_id
        )
        spoken = spoken.where(Member.id == member_id, *members_in_charge(actor))
        about = sa.or_(about, sa.and_(_of_conversation(), Task.subject_id.in_(spoken)))
    return about


def tasks_about_conversation(actor: Actor, interaction_id: int) -> list[ToDo]:
    """Open tasks that followed from a conversation, the nearest day first. May it be read? That is asked before."""
    return _open(actor, sa.and_(_of_conversation(), Task.subject_id == interaction_id))


def _of_conversation() -> sa.ColumnElement[bool]:
    return Task.subject_type == Interaction.__tablename__


def _open(actor: Actor, about: sa.ColumnElement[bool]) -> list[ToDo]:
    select = sa.select(Task).where(about, Task.done_at.is_(None)).options(joinedload(Task.assignee))
    found = db.session.scalars(select.order_by(sa.func.coalesce(Task.due_on, NO_DAY), Task.id).limit(MOST))
    return [ToDo(one, one.assignee_id in (None, actor.user_id)) for one in found]
