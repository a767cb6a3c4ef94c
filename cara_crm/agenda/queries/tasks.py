"""Tasks as their list and their page show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.accounts.models import User
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.core.permissions import GRANTS, Permission
from cara_crm.desk.queries.subjects import Subject, subjects_of
from cara_crm.desk.queries.waiting import own_or_team
from cara_crm.extensions import db
from cara_crm.tasks.models import Task, TaskMail, TaskRhythm

NO_DAY = date(9998, 12, 31)
DUE = sa.func.coalesce(Task.due_on, sa.literal(NO_DAY, sa.Date))
KEY = Key((DUE, Task.id), read=lambda one: (one.due_on or NO_DAY, one.id))
DONE_KEY = Key((Task.done_at, Task.id), descending=True)


class Whose(StrEnum):
    """Which tasks a list shows: one's own, those of the whole team, those one gave to others, those that are done."""

    MINE = "mine"
    TEAM = "team"
    GIVEN = "given"
    DONE = "done"


@dataclass(frozen=True)
class Shown:
    """A task with the record that this reader may open; `is_whole`: it may be read in words."""

    task: Task
    record: Subject | None

    @property
    def is_whole(self) -> bool:
        return self.task.is_whole_for(opens_record=self.record is not None)


def page_of(actor: Actor, whose: Whose, cursor: str | None) -> tuple[Page[Task], list[Shown]]:
    """One page of tasks, those with the nearest day first (of those that are done, the latest)."""
    select = sa.select(Task).where(*_conditions(actor, whose))
    select = select.options(joinedload(Task.assignee), joinedload(Task.given_by))
    page = paginate(db.session, select, DONE_KEY if whose is Whose.DONE else KEY, cursor)
    return page, shown(actor, page.items)


def shown(actor: Actor, tasks: Sequence[Task]) -> list[Shown]:
    """Each with its record, with one statement for all."""
    records = subjects_of(actor, tasks)
    return [Shown(one, records.get((one.subject_type, one.subject_id))) for one in tasks]


def _conditions(actor: Actor, whose: Whose) -> list[sa.ColumnElement[bool]]:
    if whose is Whose.DONE:
        return [Task.done_at.is_not(None), own_or_team(actor)]
    whom = {
        Whose.MINE: Task.assignee_id == actor.user_id,
        Whose.TEAM: Task.assignee_id.is_(None),
        Whose.GIVEN: sa.and_(Task.given_by_id == actor.user_id, Task.assignee_id != actor.user_id),
    }
    return [Task.done_at.is_(None), whom[whose]]


def task_for(actor: Actor, task_id: int) -> Shown:
    """One's own task, one of the team, or one that one gave. Raises NotVisible."""
    found = db.session.scalar(
        sa.select(Task)
        .where(Task.id == task_id, sa.or_(own_or_team(actor), Task.given_by_id == actor.user_id))
        .options(joinedload(Task.assignee), joinedload(Task.given_by))
    )
    if found is None:
        raise NotVisible
    return shown(actor, [found])[0]


def assignees() -> list[User]:
    """Who may be given a task, by name."""
    roles = [role for role, granted in GRANTS.items() if Permission.TASK_EDIT in granted]
    return list(
        db.session.scalars(
            sa.select(User).where(User.role.in_(roles), User.deactivated_at.is_(None)).order_by(User.name)
        )
    )


def chosen_rhythm(user_id: int | None) -> TaskRhythm:
    """How often this person is mailed its tasks: daily until it chooses."""
    chosen = db.session.get(TaskMail, user_id)
    return chosen.rhythm if chosen else TaskRhythm.DAILY
