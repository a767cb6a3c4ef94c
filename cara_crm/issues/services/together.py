"""One step, for one issue or several: each is told to its author; those for which it is too late stay as they are."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.federations.models import Priority
from cara_crm.issues.models import Issue, IssueState
from cara_crm.issues.services.filing import qualify
from cara_crm.issues.services.handling import close, decline, pause, reopen, resume, solve
from cara_crm.issues.services.moves import MOVES
from cara_crm.issues.services.naming import refuse_names

S = IssueState
STEPS: Mapping[str, Callable[..., None]] = {
    "decline": decline,
    "solve": solve,
    "close": close,
    "pause": pause,
    "reopen": reopen,
}
REACHED = {"decline": S.DECLINED, "solve": S.SOLVED, "close": S.CLOSED, "reopen": S.QUALIFIED}
PAUSED_FROM = (S.SUBMITTED, S.QUALIFIED, S.RELAYED)


@dataclass(frozen=True)
class Done:
    """`left`: those that could not take the step any more."""

    done: Sequence[Issue]
    left: Sequence[Issue]


def may_take(issue: Issue, step: str) -> bool:
    """Is the step ("file", "resume", or one of STEPS) possible for this issue as it stands?"""
    if step == "file":
        return issue.state is S.SUBMITTED and bool(issue.sectors)
    if step == "pause":
        return issue.state in PAUSED_FROM and issue.paused_on is None
    if step == "resume":
        return issue.paused_on is not None and issue.closed_at is None
    return REACHED[step] in MOVES[issue.state] and (step != "reopen" or issue.closed_at is not None)


def take_one_step(
    issue: Issue,
    step: str,
    *,
    reason: str,
    named: Collection[int] = (),
    as_it_stands: bool = False,
    by: Actor,
    **told: Any,
) -> None:
    """End, pause or take up again one issue. `named`: members that agree that its author learns of them.

    `as_it_stands`: somebody looked at the names of others in the reason. Raises SpeaksOfMembers, and what the step
    raises (ReasonMissing…).
    """
    if not as_it_stands:
        refuse_names(reason, field="reason", own=(issue.member_id,), named=named)
    STEPS[step](issue, reason=reason, **told, by=by)
    _note_names([issue], as_it_stands, by)


def take_step(
    issues: Iterable[Issue], step: str, *, reason: str, as_it_stands: bool = False, by: Actor, **told: Any
) -> Done:
    """The same for those that may, with one reason: it names none of their members to the others."""
    given = list(issues)
    if not as_it_stands:
        members = {one.member_id for one in given}
        refuse_names(reason, field="reason", own=members if len(members) == 1 else ())
    found = _each(given, step, lambda issue: STEPS[step](issue, reason=reason, **told, by=by))
    _note_names(found.done, as_it_stands, by)
    return found


def _note_names(issues: Iterable[Issue], as_it_stands: bool, by: Actor) -> None:
    """Who let the names of others stand in what these authors read."""
    for issue in issues if as_it_stands else ():
        audit.record("issue.names_stand", issue, by=by)


def resume_all(issues: Iterable[Issue], *, by: Actor) -> Done:
    """Go on with those that are paused."""
    return _each(issues, "resume", lambda issue: resume(issue, by=by))


def file_all(issues: Iterable[Issue], *, priority: Priority | None, by: Actor) -> Done:
    """Qualify new ones under one national priority; each keeps its sectors, kind and urgency."""

    def act(issue: Issue) -> None:
        qualify(issue, sectors=issue.sectors, priority=priority, kind=issue.kind, urgency=issue.urgency, by=by)

    return _each(issues, "file", act)


def _each(issues: Iterable[Issue], step: str, act: Callable[[Issue], None]) -> Done:
    given = list(issues)
    ready = [one for one in given if may_take(one, step)]
    for issue in ready:
        act(issue)
    return Done(ready, [one for one in given if one not in ready])
