"""What a member said before this register was kept: remembered, used for nothing until its author agrees."""

from datetime import UTC, date, datetime, time

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.issues import queries
from cara_crm.issues.models import Agreement, Channel, Issue, IssueState, IssueTransition, IssueVersion
from cara_crm.issues.said import Said, searchable, words_of
from cara_crm.issues.services.moves import label_of
from cara_crm.members.models import Member


def record_past(
    said: Said, *, member: Member, contact: Contact | None, on: date | None, reason: str, by: Actor
) -> Issue:
    """A closed issue of a day gone by, flushed. Nobody is asked or told. Nobody knows the day: it is UNDATED, for
    nothing was said on the day on which a list was read.

    Without the author's agreement and without any consent it is in no figure, example or text; who takes it up again
    asks for both.
    """
    moment = datetime.combine(on, time(12), UTC) if on else clock.UNDATED
    issue = Issue(
        member=member,
        contact=contact,
        channel=Channel.MEETING,
        sectors=queries.sectors_of_member(member.id),
        kind=said.kind,
        urgency=said.urgency,
        agreement=Agreement.ASKED,
        recorded_by_id=by.user_id,
        state=IssueState.CLOSED,
        submitted_at=moment,
        closed_at=moment,
        **said.words,
    )
    db.session.add(issue)
    issue.folded = searchable(issue)
    issue.versions.append(
        IssueVersion(number=1, words=words_of(issue), author_id=by.user_id, author_label=label_of(by))
    )
    issue.transitions.append(
        IssueTransition(to_state=IssueState.CLOSED, actor_id=by.user_id, actor_label=label_of(by), reason=reason)
    )
    audit.record("issue.recorded_as_past", issue, by=by)
    return issue
