"""What people do with what they got: read it, show interest."""

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.relays.models import Recipient


class InterestClosed(DomainError):
    """Its last day is over, or it never asked who is interested."""


def acknowledge(recipient: Recipient, *, by: Actor) -> None:
    """“I have read this”: the first day counts."""
    if recipient.acknowledged_at is None:
        recipient.acknowledged_at = clock.now()
        audit.record("relay.acknowledged", recipient, by=by)


def show_interest(recipient: Recipient, *, by: Actor) -> None:
    """“We are interested”: also says that it was read. Raises InterestClosed."""
    if not recipient.relay.takes_interest:
        raise InterestClosed(_("This is not open any more."))
    acknowledge(recipient, by=by)
    if recipient.interested_at is None:
        recipient.interested_at = clock.now()
        audit.record("relay.interested", recipient, by=by)
