"""What may be done with relays."""

from cara_crm.relays.services.chasing import chase
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
    add_people,
    discard,
    draft_relay,
    edit_relay,
    leave_out,
    propose,
    take_back,
    within_charge,
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
    "add_people",
    "address_answer",
    "call_back",
    "change_places",
    "chase",
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
    "within_charge",
]
