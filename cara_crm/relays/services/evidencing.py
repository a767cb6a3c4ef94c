"""What a consultation gives to a position: its figures are evidence, and an answer in words can become an issue."""

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.issues.models import Channel, Issue
from cara_crm.issues.queries import issue_by_key
from cara_crm.issues.said import Said
from cara_crm.issues.services import record_issues
from cara_crm.positions.models import Position, PositionState
from cara_crm.relays.models import GONE_OUT, Question, QuestionKind, Relay, RelayKind, Response


class NotEvidence(DomainError):
    """Only what members were asked gives evidence, and only to a position that is being worked on."""

    field = "position"


class NothingInWords(DomainError):
    """An issue is made of words; a choice or a number says nothing by itself."""


def choose_position(relay: Relay, position: Position, *, by: Actor) -> None:
    """What a consultation that was sent gives is evidence of this position from now on, and of no other.

    Raises NotEvidence.
    """
    if relay.kind is not RelayKind.CONSULTATION or relay.state not in GONE_OUT:
        raise NotEvidence(_("A consultation gives evidence once it was sent."))
    if position.state is PositionState.CLOSED:
        raise NotEvidence(_("This position is closed: choose one that is being worked on."))
    if relay.positions == [position]:
        return
    relay.positions = [position]
    audit.record("relay.position_chosen", relay, by=by, position=position.id)


def leave_position(relay: Relay, *, by: Actor) -> None:
    """It is evidence of no position any more. A draft is about its position in words that were agreed to: that stays.

    Raises NotEvidence.
    """
    if relay.kind is not RelayKind.CONSULTATION or relay.state not in GONE_OUT:
        raise NotEvidence(_("A consultation gives evidence once it was sent."))
    for position in relay.positions:
        audit.record("relay.position_left", relay, by=by, position=position.id)
    relay.positions = []


def issue_of_answer(response: Response, question: Question, *, by: Actor) -> Issue:
    """What a member wrote in answer, as its issue: it goes back to who wrote it, and counts nowhere without a yes.

    The same answer gives the same issue. Raises NothingInWords, and NobodyToAsk when nobody could agree.
    """
    words = response.values.get(str(question.id)) if question.kind is QuestionKind.TEXT else None
    if not isinstance(words, str) or not words.strip():
        raise NothingInWords(_("An issue is made of an answer in words."))
    contact = db.session.get(Contact, response.contact_id) if response.contact_id else None
    key = f"answer-{response.id}-{question.id}"
    if found := issue_by_key(key, contact):
        return found
    (issue,) = record_issues(
        [Said(what_happens=words)], member=response.member, contact=contact, channel=Channel.PORTAL, by=by
    )
    issue.submission_key, issue.raised_by_relay_id = key, response.relay_id
    db.session.flush()
    audit.record("relay.answer_raised", issue, by=by, relay=response.relay_id)
    return issue
