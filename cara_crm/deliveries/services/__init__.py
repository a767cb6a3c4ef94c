"""Queue messages in the transaction that causes them; decide what becomes of those that did not arrive."""

from cara_crm.deliveries.services.changing import readdress, withdraw
from cara_crm.deliveries.services.ending import (
    KEPT_FOR_RETRY,
    CannotBeRetried,
    give_up,
    mark_bounced,
    retry,
    retry_failed,
    scrub,
    scrub_given_up,
    send_again_to,
    settle,
)
from cara_crm.deliveries.services.many import Queued, queue_all
from cara_crm.deliveries.services.one import by_key, queue
from cara_crm.deliveries.services.reach import Address, is_address, why_not
from cara_crm.deliveries.services.writing import BULK, NORMAL, SIGN_IN, new_message_id

__all__ = [
    "BULK",
    "KEPT_FOR_RETRY",
    "NORMAL",
    "SIGN_IN",
    "Address",
    "CannotBeRetried",
    "Queued",
    "by_key",
    "give_up",
    "is_address",
    "mark_bounced",
    "new_message_id",
    "queue",
    "queue_all",
    "readdress",
    "retry",
    "retry_failed",
    "scrub",
    "scrub_given_up",
    "send_again_to",
    "settle",
    "why_not",
    "withdraw",
]
