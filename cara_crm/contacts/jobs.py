"""What mail servers report, and what mailboxes answer by themselves, comes by mail."""

from cara_crm.contacts import addresses, departures, newsletters
from cara_crm.contacts.models import ChoiceSource
from cara_crm.core.actor import Actor
from cara_crm.deliveries import bounces
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.mailbox.bounces import Judged
from cara_crm.mailbox.departures import answers_by_itself, says_gone
from cara_crm.mailbox.letters import Letter
from cara_crm.mailbox.models import LetterOutcome
from cara_crm.mailbox.refusals import Fate
from cara_crm.mailbox.registry import Take, addressee
from cara_crm.mailbox.told import Whose


@addressee("bounces")
def look(letter: Letter) -> Take | None:
    """A report on a message of ours, that proves to be one; of what is not ours it says nothing, whoever wrote it."""
    bounce = letter.bounce
    if bounce is None or bounces.returned(bounce.mail, letter.arrived_for) is None:
        return None

    def take() -> LetterOutcome:
        delivery = bounces.returned(bounce.mail, letter.arrived_for)
        if delivery is not None and delivery.status is DeliveryStatus.SENT:
            _note(delivery, bounce.judged_for(delivery.recipient), by=Actor.system("mailbox"))
        return LetterOutcome.TAKEN

    return take


def _note(delivery: Delivery, report: Judged, *, by: Actor) -> None:
    """An address where nobody is rests; where it is not sure that it was this one, the team looks first."""
    bounces.note(delivery, report, by=by)
    if report.whose is Whose.OURS and report.fate is Fate.GONE:
        addresses.hold(delivery, report.said, by=by)
    elif report.whose is not Whose.OURS:
        addresses.doubt(delivery, by=by)


@addressee("complaints")
def heed(letter: Letter) -> Take | None:
    """A reader marked a mail of ours as unwanted, and its provider proves that it was ours: no more news."""
    complaint = letter.complaint
    if complaint is None or bounces.returned(complaint.mail, letter.arrived_for) is None:
        return None

    def take() -> LetterOutcome:
        delivery = bounces.returned(complaint.mail, letter.arrived_for)
        contact_id = delivery.contact_id if delivery and complaint.is_of(delivery.recipient) else None
        if contact_id is not None and complaint.is_unwanted:
            newsletters.opt_out(contact_id, source=ChoiceSource.COMPLAINT, by=Actor.system("mailbox"))
        return LetterOutcome.TAKEN

    return take


@addressee("automatic_answers")
def hear(letter: Letter) -> Take | None:
    """A mailbox answers one of our mails by itself: that somebody has left is a task, that somebody is away is nothing.

    Nothing of its words is kept.
    """
    by_itself = letter.is_automatic or letter.is_bulk or answers_by_itself(letter.subject)
    if letter.bounce or letter.complaint or not by_itself:
        return None
    sender = letter.sender.address if letter.sender else ""
    delivery = bounces.answered(letter.arrived_for, letter.answers, sender)
    if delivery is None:
        return None
    delivery_id, gone = delivery.id, says_gone(letter.subject, letter.text)

    def take() -> LetterOutcome:
        answered = db.session.get(Delivery, delivery_id)
        if gone and answered is not None:
            departures.told(answered, by=Actor.system("mailbox"))
        return LetterOutcome.AUTOMATIC

    return take
