"""What only who got one mail of ours from the server can name of it, so that nobody invents a report on it.

A Message-ID stands in every answer to a mail. This mark stands in the envelope's sender, to which servers report
(RFC 5321, 3.6.3), and in a header, which they return with the report (RFC 3462); neither is quoted or answered.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable

from flask import current_app

HEADER = "X-Report-Mark"
DIGITS = 20  # hexadecimal: 80 bits
LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
TAG = re.compile(rf"report-(\d{{1,9}})-([0-9a-f]{{{DIGITS}}})")


def mark_of(message_id: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"report:{message_id}".encode(), hashlib.sha256).hexdigest()[:DIGITS]


def return_path(delivery_id: int, message_id: str) -> str:
    """The envelope's sender of one mail: the mailbox that is read, tagged; "" where none is."""
    local, _at, domain = str(current_app.config["MAILBOX_ADDRESS"]).partition("@")
    tagged = f"{local}+report-{delivery_id}-{mark_of(message_id)}"
    return f"{tagged}@{domain}" if local and len(tagged) <= LONGEST_LOCAL_PART else ""


def named_in(addresses: Iterable[str]) -> dict[int, str]:
    """The deliveries, with the mark that is claimed for each, among the addresses that a letter arrived for."""
    local, _at, domain = str(current_app.config["MAILBOX_ADDRESS"]).lower().partition("@")
    found = {}
    for address in addresses:
        name, _at, host = address.lower().rpartition("@")
        tag = TAG.fullmatch(name.removeprefix(f"{local}+")) if local and host == domain else None
        if tag:
            found[int(tag[1])] = tag[2]
    return found


def is_proven(message_id: str, marks: Iterable[str]) -> bool:
    """Is one of these the mark of the message?"""
    ours = mark_of(message_id)
    return any(hmac.compare_digest(ours, mark) for mark in marks)
