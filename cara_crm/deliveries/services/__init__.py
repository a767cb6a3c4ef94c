"""Queue messages in the transaction that causes them; decide what becomes of those that did not arrive."""

from cara_crm.deliveries.services.changing import call_back, readdress, withdraw
from cara_crm.deliveries.services.ending import (
    KEPT_FOR_RETRY,
    CannotBeRetried,
    give_up,
    mark_bounced,
    retry,
    retry_failed,
    scrub,
    scrub_given_up,
    send_after_all,
    send_again_to,
    settle,
)
from cara_crm.deliveries.services.many import Queued, queue_all
from cara_crm.deliveries.services.objecting import lift, object_to, objected
from cara_crm.deliveries.services.one import by_key, queue
from cara_crm.deliveries.services.reach import Address, is_address, why_not
from cara_crm.deliveries.services.rewriting import rewrite
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
    "call_back",
    "give_up",
    "is_address",
    "lift",
    "mark_bounced",
    "new_message_id",
    "object_to",
    "objected",
    "queue",
    "queue_all",
    "readdress",
    "retry",
    "retry_failed",
    "rewrite",
    "scrub",
    "scrub_given_up",
    "send_after_all",
    "send_again_to",
    "settle",
    "why_not",
    "withdraw",
]
