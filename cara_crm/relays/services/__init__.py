"""What may be done with relays."""

from cara_crm.relays.services.receiving import acknowledge, show_interest
from cara_crm.relays.services.recording import record_relay
from cara_crm.relays.services.registering import (
    FewerThanTaken,
    NotTheOneInvited,
    RegistrationClosed,
    change_places,
    note_attendance,
    register,
    unregister,
)
from cara_crm.relays.services.reminding import remind
from cara_crm.relays.services.scheduling import (
    NotThen,
    TooLate,
    call_back,
    schedule,
    send_when_due,
    take_up_again,
)
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
    DayMissing,
    Happening,
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
    "DayMissing",
    "FewerThanTaken",
    "Happening",
    "NobodyToReach",
    "NotTheOneInvited",
    "NotThen",
    "Reach",
    "RegistrationClosed",
    "TooLate",
    "acknowledge",
    "address_answer",
    "call_back",
    "change_places",
    "discard",
    "draft_relay",
    "edit_relay",
    "leave_out",
    "note_attendance",
    "propose",
    "reach_of",
    "record_relay",
    "register",
    "remind",
    "schedule",
    "send_relay",
    "send_test",
    "send_when_due",
    "show_interest",
    "take_back",
    "take_up_again",
    "unregister",
]
