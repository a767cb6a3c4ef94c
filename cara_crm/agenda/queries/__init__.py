"""What a person has to do, and on which days."""

from cara_crm.agenda.queries.about import ToDo, tasks_about_conversation, tasks_about_member, tasks_counted
from cara_crm.agenda.queries.days import Entry, entries, task_title
from cara_crm.agenda.queries.tasks import KEY, Shown, Whose, assignees, chosen_rhythm, page_of, task_for

__all__ = [
    "KEY",
    "Entry",
    "Shown",
    "ToDo",
    "Whose",
    "assignees",
    "chosen_rhythm",
    "entries",
    "page_of",
    "task_for",
    "task_title",
    "tasks_about_conversation",
    "tasks_about_member",
    "tasks_counted",
]
