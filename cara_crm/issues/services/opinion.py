"""What the author thinks of the answer: said on its page, asked for once by mail; and what it may take up again."""

from datetime import timedelta

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.issues import queries
from cara_crm.issues.models import Issue, IssueState, Opinion
from cara_crm.issues.queries import reminding
from cara_crm.issues.services.handling import close, write_to_cluster
from cara_crm.issues.services.mails import author_of, by_person, tell_opinion_asked
from cara_crm.issues.services.moves import NotPossibleNow, move, needs_reason
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind

CALL_WITHIN = timedelta(days=5)
ASKED_AFTER, ASKED_UNTIL = timedelta(weeks=4), timedelta(weeks=8)
ENDED = (IssueState.SOLVED, IssueState.CLOSED, IssueState.DECLINED)


def give_opinion(issue: Issue, opinion: Opinion, *, text: str, by: Actor) -> None:
    """A yes closes the issue; in part or no is a message to the team, and a no a task to call.

    Raises NotPossibleNow before there is an answer.
    """
    if issue.state is not IssueState.ANSWERED:
        raise NotPossibleNow(_("There is no answer to judge yet, or it is closed already."))
    issue.opinion, issue.opinion_at = opinion, clock.now()
    audit.record("issue.opinion", issue, by=by, opinion=opinion.value)
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
            assignee_id=issue.recorded_by_id or queries.manager_of(issue.member),
            about=issue,
            by=by,
        )


def ask_opinions(*, by: Actor) -> int:
    """Four weeks after an answer, ask its author once whether it helps, in one mail a person; how many issues.

    Who has said so already, has left, or takes no mail is not asked: the question stands in the portal.
    """
    now = clock.now()
    waiting = reminding.without_opinion(answered_after=now - ASKED_UNTIL, answered_before=now - ASKED_AFTER)
    asked = [group for group in by_person(waiting, author_of) if tell_opinion_asked(group, by=by)]
    for issue in (one for group in asked for one in group):
        audit.record("issue.opinion_asked", issue, by=by)
    for issue in waiting:
        issue.opinion_asked_at = now
    return sum(len(group) for group in asked)


def take_up_again(issue: Issue, *, reason: str, by: Actor) -> None:
    """The author opens again what had ended; its reason is a message that waits on the managers' desk.

    Raises ReasonMissing, NotPossibleNow while it is open or once it was withdrawn.
    """
    if issue.state not in ENDED:
        raise NotPossibleNow(_("Only what has ended can be taken up again."))
    text = needs_reason(reason)
    move(issue, IssueState.QUALIFIED, by=by, reason=text)
    issue.opinion = issue.opinion_at = issue.opinion_asked_at = None
    write_to_cluster(issue, text, by=by)
