"""One mail in the morning of a working day with what a person has to do; none where there is nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale

from cara_crm.accounts.models import User
from cara_crm.accounts.queries import may_enter
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.core.permissions import GRANTS, Permission
from cara_crm.core.workdays import is_first_of_week, is_workday
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery
from cara_crm.deliveries.services import Address
from cara_crm.extensions import db
from cara_crm.tasks.models import Task, TaskMail, TaskRhythm
from cara_crm.tasks.words import sentence

MORNING = time(7)
WEEK = timedelta(days=6)
MOST = 40  # lines of a part; the rest is behind the link
PARTS = ("reminded", "late", "due", "new")
ROLES = [role for role, granted in GRANTS.items() if Permission.TASK_EDIT in granted]


@dataclass(frozen=True)
class Digest:
    """What a person is told today: each task once, in the first part that it belongs to."""

    reminded: Sequence[Task] = ()
    late: Sequence[Task] = ()
    due: Sequence[Task] = ()
    new: Sequence[Task] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.reminded or self.late or self.due or self.new)

    @property
    def told(self) -> list[Task]:
        """Those that need not be named as new, or reminded of, again."""
        return [*self.reminded, *self.late, *self.due, *self.new]


def send_digests(*, by: Actor) -> int:
    """Queue today's mails once it is seven in Paris on a working day; how many. A second run sends nothing twice."""
    today = clock.today()
    if clock.now().astimezone(clock.PARIS).time() < MORNING or not is_workday(today):
        return 0
    people = _people(today)
    waiting: dict[int, list[Task]] = {}
    for task in db.session.scalars(_open_tasks(list(people), today)):
        waiting.setdefault(task.assignee_id or 0, []).append(task)
    found = [(people[key], digest_of(tasks, people[key][1], today)) for key, tasks in waiting.items()]
    sent = [(user, digest) for (user, _rhythm), digest in found if not digest.is_empty]
    for user, digest in sent:
        _send(user, digest, today, by)
    return len(sent)


def _people(today: date) -> dict[int, tuple[User, TaskRhythm]]:
    """Who has tasks and may come in, with what each chose; those who were written to today are left out."""
    key = sa.literal("tasks:") + sa.cast(User.id, sa.Text) + sa.literal(f":{today}")
    written = sa.exists().where(Delivery.dedupe_key == key)
    rows = db.session.execute(
        sa.select(User, TaskMail.rhythm)
        .outerjoin(TaskMail, TaskMail.user_id == User.id)
        .where(User.role.in_(ROLES), may_enter(), ~written)
        .order_by(User.id)
    )
    return {user.id: (user, rhythm or TaskRhythm.DAILY) for user, rhythm in rows}


def _open_tasks(user_ids: list[int], today: date) -> sa.Select[Task]:
    return (
        sa.select(Task)
        .where(Task.assignee_id.in_(user_ids), Task.done_at.is_(None))
        .where(
            sa.or_(
                Task.due_on <= today + WEEK,
                Task.remind_on <= today,
                sa.and_(Task.given_by_id != Task.assignee_id, Task.told_on.is_(None)),
            )
        )
        .order_by(Task.due_on, Task.id)
    )


def digest_of(tasks: Sequence[Task], rhythm: TaskRhythm, today: date) -> Digest:
    """Of a person's open tasks, those to be told of today.

    Reminders that were asked for come on their day, or on the first working day after it. The rest comes each working
    day, or on the first one of the week with what is due until Sunday.
    """
    reminded = [one for one in tasks if _is_reminded(one, today)]
    if rhythm is TaskRhythm.OFF or (rhythm is TaskRhythm.WEEKLY and not is_first_of_week(today)):
        return Digest(reminded=reminded)
    rest = [one for one in tasks if one not in reminded]
    until = today if rhythm is TaskRhythm.DAILY else today + timedelta(days=6 - today.weekday())
    late = [one for one in rest if one.due_on is not None and one.due_on < today]
    due = [one for one in rest if one.due_on is not None and today <= one.due_on <= until]
    new = [one for one in rest if one not in late and one not in due and _is_new(one)]
    return Digest(reminded, late, due, new)


def _is_reminded(task: Task, today: date) -> bool:
    day = task.remind_on
    return day is not None and day <= today and (task.told_on is None or task.told_on < day)


def _is_new(task: Task) -> bool:
    return task.given_by_id is not None and task.given_by_id != task.assignee_id and task.told_on is None


def _send(user: User, digest: Digest, today: date, by: Actor) -> None:
    language = user.language or "fr"
    with force_locale(language):
        parts = {name: [_line(one) for one in getattr(digest, name)[:MOST]] for name in PARTS}
    deliveries.queue(
        "task_digest",
        to=Address(user.email, user.name, language),
        dedupe_key=f"tasks:{user.id}:{today}",
        context={
            **parts,
            "count": len(digest.told),
            "day": today,
            "url": absolute_url("agenda.index"),
            "choose_url": f"{absolute_url('agenda.index')}#mail",
        },
        priority=deliveries.BULK,
        by=by,
    )
    for task in digest.told:
        task.told_on = today


def _line(task: Task) -> dict[str, Any]:
    return {
        "title": sentence(task, is_whole=True),
        "due_on": task.due_on,
        "url": absolute_url("agenda.task", task_id=task.id),
    }
