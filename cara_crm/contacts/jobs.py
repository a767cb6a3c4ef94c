"""What mail servers report, and what mailboxes answer by themselves, comes by mail."""

from cara_crm.contacts import addresses, departures
from cara_crm.core.actor import Actor
from cara_crm.deliveries import bounces
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.mailbox.departures import answers_by_itself, says_gone
from cara_crm.mailbox.letters import Letter
from cara_crm.mailbox.models import LetterOutcome
from cara_crm.mailbox.registry import Take, addressee


@addressee("bounces")
def look(letter: Letter) -> Take | None:
    """A report on a message of ours, that proves to be one; of what is not ours it says nothing, whoever wrote it."""
    bounce = letter.bounce
    if bounce is None or bounces.returned(bounce, letter.arrived_for) is None:
        return None

    def take() -> LetterOutcome:
        by = Actor.system("mailbox")
        delivery = bounces.returned(bounce, letter.arrived_for)
        if delivery is not None and bounces.note(delivery, bounce, by=by):
            addresses.hold(delivery, bounce.said, by=by)
        return LetterOutcome.TAKEN

    return take


@addressee("automatic_answers")
def hear(letter: Letter) -> Take | None:
    """A mailbox answers one of our mails by itself: that somebody has left is a task, that somebody is away is nothing.

    Nothing of its words is kept.
    """
    by_itself = letter.is_automatic or letter.is_bulk or answers_by_itself(letter.subject)
    if letter.bounce is not None or not by_itself:
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
