"""What a manager does with an issue, and what the author may still do."""

from datetime import date

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.issues.models import Issue, IssueMessage, IssueNote, IssueState, WaitsFor
from cara_crm.issues.services import consent as consents_of
from cara_crm.issues.services.mails import heard_of, tell_author, tell_message
from cara_crm.issues.services.moves import NotPossibleNow, go_on, label_of, move, needs_reason
from cara_crm.issues.services.naming import refuse_names


class TextMissing(DomainError):
    """A message or a note without words."""

    field = "text"


class PauseInThePast(DomainError):
    field = "until"


def ask_back(issue: Issue, text: str, *, as_it_stands: bool = False, by: Actor) -> IssueMessage:
    """Write to the author, who is told by mail. `as_it_stands`: somebody looked at the names of others in it.

    Raises TextMissing, SpeaksOfMembers.
    """
    if not as_it_stands:
        refuse_names(text, field="text", own=(issue.member_id,))
    message = _message(issue, text, is_from_member=False, as_it_stands=as_it_stands, by=by)
    mark_read(issue, by=by)
    tell_message(issue, message, by=by)
    return message


def pass_question(issue: Issue, text: str, *, by: Actor) -> IssueMessage:
    """Put somebody else's question to the author; what the author wrote before still waits. A double click
    writes once. Raises TextMissing."""
    last = issue.messages[-1] if issue.messages else None
    if last and not last.is_from_member and last.text == text.strip():
        return last
    message = _message(issue, text, is_from_member=False, by=by)
    tell_message(issue, message, by=by)
    return message


def write_to_cluster(issue: Issue, text: str, *, by: Actor) -> IssueMessage:
    """The author writes; it waits on the managers' desk until somebody answers. A double click writes once.

    Raises TextMissing.
    """
    last = issue.messages[-1] if issue.messages else None
    if last and last.is_from_member and last.text == text.strip():
        return last
    return _message(issue, text, is_from_member=True, by=by)


def _message(issue: Issue, text: str, *, is_from_member: bool, as_it_stands: bool = False, by: Actor) -> IssueMessage:
    if not text.strip():
        raise TextMissing(_("Write something first."))
    message = IssueMessage(
        is_from_member=is_from_member, author_id=by.user_id, author_label=label_of(by), text=text.strip()
    )
    issue.messages.append(message)
    audit.record("issue.message", issue, by=by, from_member=is_from_member, as_it_stands=as_it_stands)
    return message


def mark_read(issue: Issue, *, by: Actor) -> None:
    """The member's messages have been read by a manager."""
    unread = [one for one in issue.messages if one.is_from_member and one.read_at is None]
    for message in unread:
        message.read_at = clock.now()
    if unread:
        audit.record("issue.messages_read", issue, by=by, messages=len(unread))


def add_note(issue: Issue, text: str, *, by: Actor) -> IssueNote:
    """An internal note: managers only, never the member. Raises TextMissing."""
    if not text.strip():
        raise TextMissing(_("Write something first."))
    note = IssueNote(author_id=by.user_id, author_label=label_of(by), text=text.strip())
    issue.notes.append(note)
    audit.record("issue.note", issue, by=by)
    return note


def decline(issue: Issue, *, reason: str, by: Actor) -> None:
    """Not carried further, with a reason that the author reads. Raises ReasonMissing, NotPossibleNow."""
    move(issue, IssueState.DECLINED, by=by, reason=needs_reason(reason))
    tell_author(issue, "issue_closed", by=by, outcome="declined", reason=reason.strip())


def solve(issue: Issue, *, reason: str, by: Actor) -> None:
    """Solved in the region itself: `reason` says how, and who helped. Raises ReasonMissing, NotPossibleNow."""
    issue.solved_outcome = needs_reason(reason)
    move(issue, IssueState.SOLVED, by=by, reason=issue.solved_outcome)
    tell_author(issue, "issue_closed", by=by, outcome="solved", reason=issue.solved_outcome)


def close(issue: Issue, *, reason: str, by: Actor) -> None:
    """Nothing more is to be done. Raises ReasonMissing, NotPossibleNow."""
    move(issue, IssueState.CLOSED, by=by, reason=needs_reason(reason))
    if by.member_id is None:
        tell_author(issue, "issue_closed", by=by, outcome="closed", reason=reason.strip())


def reopen(issue: Issue, *, reason: str, by: Actor) -> None:
    """Take up again what was closed or declined. Raises ReasonMissing, NotPossibleNow."""
    move(issue, IssueState.QUALIFIED, by=by, reason=needs_reason(reason))
    tell_author(issue, "issue_moved", step="reopened", by=by)


def withdraw(issue: Issue, *, reason: str, by: Actor) -> None:
    """The author takes it back: nothing of it leaves any more. After sending, an erratum is to be written."""
    was_sent = issue.relayed_at is not None
    move(issue, IssueState.WITHDRAWN, by=by, reason=reason.strip())
    if was_sent:
        consents_of.ask_for_erratum(issue, by=by)


def pause(
    issue: Issue, *, reason: str, waits_for: WaitsFor = WaitsFor.CLUSTER, until: date | None = None, by: Actor
) -> None:
    """Nothing can be done for the moment; the author reads why, and whose turn it is. `until`: the last day of it.

    Raises ReasonMissing, PauseInThePast, NotPossibleNow.
    """
    if issue.state not in (IssueState.SUBMITTED, IssueState.QUALIFIED, IssueState.RELAYED):
        raise NotPossibleNow(_("Only an issue that is under way can be paused."))
    if until is not None and until <= clock.today():
        raise PauseInThePast(_("Choose a day that is to come."))
    issue.paused_reason, issue.paused_on = needs_reason(reason), clock.today()
    issue.paused_for, issue.paused_until = waits_for, until
    audit.record("issue.paused", issue, by=by, waits_for=waits_for.value)
    tell_author(issue, "issue_moved", step="paused", by=by)


def resume(issue: Issue, *, by: Actor) -> None:
    """Go on with a paused issue."""
    go_on(issue)
    audit.record("issue.resumed", issue, by=by)


def mark_relayed(issue: Issue, *, by: Actor) -> None:
    """It left in a report: `relayed` at its first sending. One that was solved in the region stays so."""
    if issue.state is IssueState.SUBMITTED:
        move(issue, IssueState.QUALIFIED, by=by)
    if issue.state in (IssueState.QUALIFIED, IssueState.ANSWERED):
        move(issue, IssueState.RELAYED, by=by)
    elif issue.relayed_at is None:
        issue.relayed_at = clock.now()
    heard_of(issue)


def mark_answered(issue: Issue, *, by: Actor) -> None:
    """Every federation that it was sent to has answered."""
    if issue.state is IssueState.RELAYED:
        move(issue, IssueState.ANSWERED, by=by)
