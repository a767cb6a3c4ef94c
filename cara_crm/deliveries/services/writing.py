"""What every message is made of, whether one or many are queued."""

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import sqlalchemy as sa
from flask import current_app

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.services.reach import Address
from cara_crm.extensions import db

if TYPE_CHECKING:
    from cara_crm.contacts.models import Contact

SIGN_IN, NORMAL, BULK = 0, 5, 9
TEAM = (Role.MANAGER, Role.ADMINISTRATOR, Role.REVIEWER, Role.DIRECTOR)
# Accounts come after deliveries in the order of features: their table is named, not imported.
USER = sa.table("user_account", sa.column("id"), sa.column("email"), sa.column("name"))


def person_behind(by: Actor) -> Address | None:
    """Replies go to a person: whoever of the team causes the message."""
    if by.user_id is None or by.role not in TEAM:
        return None
    row = db.session.execute(sa.select(USER.c.email, USER.c.name).where(USER.c.id == by.user_id)).one_or_none()
    return Address(row.email, row.name) if row else None


def mailbox_of(to: "Contact | Address") -> dict[str, Any]:
    return {
        "contact_id": None if isinstance(to, Address) else to.id,
        "recipient": (to.email or "").strip(),
        "recipient_name": " ".join(to.name.split()),
        "message_id": new_message_id(),
    }


def new_message_id() -> str:
    """Made once for the words of a delivery, so that a mail that was sent twice is one mail to who gets it (RFC 5322,
    3.6.4)."""
    domain = parseaddr(current_app.config["MAIL_FROM"])[1].rpartition("@")[2] or "localhost"
    return f"<{uuid4().hex}@{domain}>"
