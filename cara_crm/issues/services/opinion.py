"""What the author thinks of the answer."""

from datetime import timedelta
from enum import StrEnum

from flask_babel import gettext as _

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.issues.models import Issue, IssueState
from cara_crm.issues.services.handling import close, write_to_cluster
from cara_crm.issues.services.moves import NotPossibleNow
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind

CALL_WITHIN = timedelta(days=5)


class Opinion(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def give_opinion(issue: Issue, opinion: Opinion, *, text: str, by: Actor) -> None:
    """A yes closes the issue; in part or no is a message to the team, and a no a task to call.

    Raises NotPossibleNow before there is an answer.
    """
    if issue.state is not IssueState.ANSWERED:
        raise NotPossibleNow(_("There is no answer to judge yet, or it is closed already."))
    if opinion is Opinion.YES:
        close(issue, reason=_("The answer helps the author.") + (f" {text}" if text else ""), by=by)
        return
    sentence = _("The answer helps in part.") if opinion is Opinion.PARTLY else _("The answer does not help: call me.")
    write_to_cluster(issue, f"{sentence} {text}".strip(), by=by)
    if opinion is Opinion.NO:
        tasks.add(
            TaskKind.CALL,
            name=by.name,
            due_on=clock.today() + CALL_WITHIN,
            assignee_id=issue.recorded_by_id,
            about=issue,
            by=by,
        )
