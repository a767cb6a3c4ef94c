"""What is to be done, by when, by whom, about which record."""

from datetime import date

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.db import Base
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.extensions import db
from cara_crm.tasks.models import Task, TaskKind, TaskMail, TaskRhythm


class ReminderImpossible(DomainError):
    field = "remind_on"


def add(
    kind: TaskKind,
    *,
    title: str = "",
    due_on: date | None = None,
    assignee_id: int | None = None,
    about: Base | None = None,
    by: Actor,
    **names: str,
) -> Task:
    """A new task, flushed. `title`: what a person wrote; `names`: who stands in the sentence of the kind.

    `about` is the record it concerns; without an assignee it is for the whole team.
    """
    db.session.flush()
    task = Task(
        kind=kind,
        title=title,
        names=names,
        due_on=due_on,
        assignee_id=assignee_id,
        given_by_id=by.user_id,
        subject_type=type(about).__tablename__ if about is not None else None,
        subject_id=getattr(about, "id", None),
    )
    db.session.add(task)
    audit.record("task.added", task, by=by)
    return task


def finish(task: Task, *, by: Actor) -> None:
    """Done; a second click changes nothing."""
    if task.done_at is None:
        task.done_at = clock.now()
        audit.record("task.done", task, by=by)


def plan(
    task: Task,
    *,
    due_on: date | None,
    remind_on: date | None,
    assignee_id: int | None,
    version: int,
    by: Actor,
) -> None:
    """When it is to be done, when its assignee is reminded, and who that is.

    Raises ReminderImpossible, and EditedMeanwhile when somebody saved since `version` was read.
    """
    if task.version != version:
        raise EditedMeanwhile(_("Somebody else saved this task meanwhile. Both versions are shown: nothing is lost."))
    _refuse_reminder(task.remind_on, remind_on, assignee_id)
    if assignee_id != task.assignee_id:
        task.given_by_id, task.told_on = by.user_id, None
    task.due_on, task.remind_on, task.assignee_id = due_on, remind_on, assignee_id
    audit.record("task.planned", task, by=by, assignee=assignee_id)


def remind(task: Task, *, on: date | None, by: Actor) -> None:
    """The day on which the assignee of a new task is reminded. Raises ReminderImpossible."""
    _refuse_reminder(None, on, task.assignee_id)
    task.remind_on = on


def _refuse_reminder(before: date | None, on: date | None, assignee_id: int | None) -> None:
    if on is None:
        return
    if assignee_id is None:
        raise ReminderImpossible(_("Say who does it: the reminder goes to that person."))
    if on != before and on <= clock.today():
        raise ReminderImpossible(_("Choose a day to come: reminders leave in the morning."))


def choose_mail(user_id: int, rhythm: TaskRhythm, *, by: Actor) -> None:
    """How often this person is mailed what it has to do."""
    db.session.merge(TaskMail(user_id=user_id, rhythm=rhythm))
    audit.record("task.mail_chosen", "task_mail", by=by, rhythm=rhythm.value)
