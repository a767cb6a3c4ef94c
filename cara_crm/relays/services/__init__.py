"""What may be done with relays."""

from cara_crm.relays.services.receiving import acknowledge, show_interest
from cara_crm.relays.services.recording import record_relay
from cara_crm.relays.services.sending import (
    AlreadySent,
    NobodyToReach,
    Reach,
    address_answer,
    reach_of,
    send_relay,
    send_test,
)
from cara_crm.relays.services.writing import (
    AskedByMembersOnly,
    discard,
    draft_relay,
    edit_relay,
    leave_out,
    propose,
    take_back,
)

__all__ = [
    "AlreadySent",
    "AskedByMembersOnly",
    "NobodyToReach",
    "Reach",
    "acknowledge",
    "address_answer",
    "discard",
    "draft_relay",
    "edit_relay",
    "leave_out",
    "propose",
    "reach_of",
    "record_relay",
    "send_relay",
    "send_test",
    "show_interest",
    "take_back",
]
