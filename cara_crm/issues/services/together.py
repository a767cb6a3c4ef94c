"""One step for several issues: each is told to its author, and those for which it is too late stay as they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cara_crm.core.actor import Actor
from cara_crm.federations.models import Priority
from cara_crm.issues.models import Issue, IssueState
from cara_crm.issues.services.handling import close, decline, pause, qualify, reopen, resume, solve
from cara_crm.issues.services.moves import MOVES

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


def take_step(issues: Iterable[Issue], step: str, *, by: Actor, **told: Any) -> Done:
    """End, pause or take up again those that may, with one reason. Raises what the step raises (ReasonMissing…)."""
    return _each(issues, step, lambda issue: STEPS[step](issue, **told, by=by))


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
