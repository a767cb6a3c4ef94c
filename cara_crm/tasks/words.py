"""A task as its reader reads it: in the reader's language, with a person's own words as they were written."""

from flask_babel import gettext as _

from cara_crm.core.languages import label
from cara_crm.tasks.models import Task, TaskKind


def sentence(task: Task, *, is_whole: bool) -> str:
    """What is to be done. Who may not open the record reads which kind of task it is, and neither names nor words."""
    if not is_whole:
        return label(task.kind)
    names = {"name": "", "member": "", "federation": ""} | task.names
    if task.kind is TaskKind.ERRATUM:
        return str(_("Send an erratum: the author of an issue changed who may know"))
    if task.kind is TaskKind.CALL:
        return str(_("Call %(name)s: the answer does not help", **names))
    if task.kind is TaskKind.CORRECTION:
        return str(_("%(name)s of %(member)s proposes a correction: %(text)s", text=task.title, **names))
    if task.kind is TaskKind.QUESTION:
        return str(_("%(federation)s asks: %(question)s", question=task.title, **names))
    if task.kind is TaskKind.FEE_BY_POST:
        return str(_("Send the fee call of %(member)s by post: nobody there can be written to", **names))
    if task.kind is TaskKind.OFFICIAL:
        return str(_("Look at %(member)s: the official register says otherwise", **names))
    if task.kind is TaskKind.ADDRESS:
        return str(_("Find the address of %(name)s: mail does not arrive there", **names))
    if task.kind is TaskKind.LEFT:
        return str(_("Has %(name)s left %(member)s? Its mailbox says so", **names))
    if task.kind is TaskKind.ARRIVAL:
        return str(_("Does mail reach %(name)s? A message came back, perhaps from another address", **names))
    if task.kind is TaskKind.UNSENT:
        return str(_("Look at what did not leave at its hour: it is a draft again"))
    return task.title
