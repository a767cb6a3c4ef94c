"""Reports of mail servers on what did not arrive come by mail."""

from cara_crm.contacts import addresses
from cara_crm.core.actor import Actor
from cara_crm.deliveries import bounces
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
