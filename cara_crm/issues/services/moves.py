"""The states of an issue and the moves between them; each has an author, a time and a reason."""

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.issues.models import Issue, IssueState, IssueTransition

S = IssueState
MOVES: dict[IssueState, frozenset[IssueState]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.QUALIFIED, S.SOLVED, S.DECLINED, S.WITHDRAWN}),
    S.QUALIFIED: frozenset({S.RELAYED, S.SOLVED, S.CLOSED, S.DECLINED, S.WITHDRAWN}),
    S.RELAYED: frozenset({S.ANSWERED, S.SOLVED, S.CLOSED, S.WITHDRAWN}),
    S.ANSWERED: frozenset({S.RELAYED, S.SOLVED, S.CLOSED, S.WITHDRAWN}),
    S.SOLVED: frozenset({S.QUALIFIED, S.RELAYED, S.CLOSED, S.WITHDRAWN}),
    S.CLOSED: frozenset({S.QUALIFIED}),
    S.DECLINED: frozenset({S.QUALIFIED}),
    S.WITHDRAWN: frozenset(),
}
STAMPS = {
    S.SUBMITTED: "submitted_at",
    S.QUALIFIED: "qualified_at",
    S.RELAYED: "relayed_at",
    S.ANSWERED: "answered_at",
    S.SOLVED: "closed_at",
    S.CLOSED: "closed_at",
    S.DECLINED: "closed_at",
    S.WITHDRAWN: "closed_at",
}
NO_LONGER_USABLE = {S.DECLINED, S.WITHDRAWN}


class NotPossibleNow(DomainError):
    """The issue is in a state that does not allow this."""


class ReasonMissing(DomainError):
    """This step is told to the author with a reason."""

    field = "reason"


def move(issue: Issue, to: IssueState, *, by: Actor, reason: str = "") -> None:
    """Take one step of the table, stamped and explained. Raises NotPossibleNow when it is not in the table.

    The content's revision rises when the issue stops (or begins again) to be usable: a review that saw it lapses.
    """
    if to not in MOVES[issue.state]:
        raise NotPossibleNow(_("This is no longer possible for this issue. Reload the page to see where it stands."))
    before, moment = issue.state, clock.now()
    if before in NO_LONGER_USABLE or to in NO_LONGER_USABLE:
        issue.content_revision += 1
    if STAMPS[to] in ("closed_at", "submitted_at") or getattr(issue, STAMPS[to]) is None:
        setattr(issue, STAMPS[to], moment)
    if to in (S.QUALIFIED, S.RELAYED):
        issue.closed_at = None
        if issue.is_undated:
            issue.submitted_at = moment  # taken up again: what waits has a day
    issue.state = to
    go_on(issue)
    issue.transitions.append(
        IssueTransition(
            from_state=before, to_state=to, at=moment, actor_id=by.user_id, actor_label=label_of(by), reason=reason
        )
    )
    audit.record(f"issue.{to.value}", issue, by=by, before=before.value)


def go_on(issue: Issue) -> None:
    """Whatever paused it is over."""
    issue.paused_on = issue.paused_reason = issue.paused_for = issue.paused_until = None


def label_of(by: Actor) -> str:
    return by.name or by.role.value


def needs_reason(reason: str) -> str:
    """The reason without spaces around. Raises ReasonMissing when nothing is left."""
    if not reason.strip():
        raise ReasonMissing(_("Say why, in a sentence that the author can read."))
    return reason.strip()
