"""What is to be done, by when, by whom, about which record."""

from datetime import date

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.db import Base
from cara_crm.extensions import db
from cara_crm.tasks.models import Task, TaskKind


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
