"""What can be done with memberships and fees."""

from cara_crm.memberships.services.calling import FeeMissing, Prepared, call_fee, prepare, remind, take_back_call
from cara_crm.memberships.services.grid import GridThere, NothingToCopy, copy_year, remove_rate, set_rate
from cara_crm.memberships.services.recipient import NotThere, name_recipient
from cara_crm.memberships.services.terms import AccountWrong, decide_terms
from cara_crm.memberships.services.years import (
    CalledAlready,
    DayImpossible,
    ReasonMissing,
    YearThere,
    begin_year,
    propose_again,
    record_payment,
    remove_year,
    renew,
    set_fee,
    take_back_payment,
)

__all__ = [
    "AccountWrong",
    "CalledAlready",
    "DayImpossible",
    "FeeMissing",
    "GridThere",
    "NotThere",
    "NothingToCopy",
    "Prepared",
    "ReasonMissing",
    "YearThere",
    "begin_year",
    "call_fee",
    "copy_year",
    "decide_terms",
    "name_recipient",
    "prepare",
    "propose_again",
    "record_payment",
    "remind",
    "remove_rate",
    "remove_year",
    "renew",
    "set_fee",
    "set_rate",
    "take_back_call",
    "take_back_payment",
]
