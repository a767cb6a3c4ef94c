"""Who can be written to, and why somebody is not."""

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address as MailAddress
from email.utils import quote
from functools import lru_cache
from typing import TYPE_CHECKING

from cara_crm.deliveries.models import Suppression

if TYPE_CHECKING:
    from cara_crm.contacts.models import Contact


UNMAILED = {"portal_only": Suppression.PORTAL_ONLY, "off": Suppression.SWITCHED_OFF}


@dataclass(frozen=True)
class Address:
    """Somebody who is not a contact: an account of the team, a new invitation."""

    email: str
    name: str = ""
    language: str = "fr"

    def __str__(self) -> str:
        return f'"{quote(self.name)}" <{self.email}>' if self.name else self.email


def why_not(to: "Contact | Address", *, newsletter: bool, always: bool, news: str = "") -> Suppression | None:
    """The reason for which this person is not written to, or None; `news`: of which kind the newsletter is."""
    if not (to.email or "").strip():
        return Suppression.NO_ADDRESS
    if not is_address(str(to.email)):
        return Suppression.BAD_ADDRESS
    if isinstance(to, Address):
        return None
    if to.archived_on:
        return Suppression.ARCHIVED
    if to.hold_reason:
        return Suppression.ON_HOLD
    if newsletter and to.newsletter_opt_out_at:
        return Suppression.UNSUBSCRIBED
    return None if always else UNMAILED.get(to.rhythm_of(news))


@lru_cache(maxsize=16384)
def is_address(text: str) -> bool:
    """One mailbox as RFC 5322 writes it, without a display name; says nothing about its existence."""
    address = text.strip()
    try:
        parsed = MailAddress(addr_spec=address)
    except (ValueError, MessageError, IndexError):
        return False
    return bool(parsed.username and parsed.domain) and not any(c.isspace() or not c.isprintable() for c in address)
