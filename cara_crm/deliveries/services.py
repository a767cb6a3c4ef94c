"""Queue messages in the transaction that causes them; decide what becomes of those that did not arrive."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address as MailAddress
from email.utils import parseaddr, quote
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Role
from cara_crm.deliveries import letters
from cara_crm.deliveries.links import unsubscribe_url
from cara_crm.deliveries.models import Delivery, DeliveryAttachment, DeliveryStatus, Suppression
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile

if TYPE_CHECKING:
    from cara_crm.contacts.models import Contact

SIGN_IN, NORMAL, BULK = 0, 5, 9
SCRUBBED = ""
KEPT_FOR_RETRY = timedelta(days=7)
TEAM = (Role.MANAGER, Role.ADMINISTRATOR, Role.REVIEWER, Role.DIRECTOR)
# Accounts come after deliveries in the order of features: their table is named, not imported.
USER = sa.table("user_account", sa.column("id"), sa.column("email"), sa.column("name"))


class CannotBeRetried(DomainError):
    """It is on its way, or has arrived, or its words were scrubbed."""


@dataclass(frozen=True)
class Address:
    """Somebody who is not a contact: an account of the team, a new invitation."""

    email: str
    name: str = ""
    language: str = "fr"

    def __str__(self) -> str:
        return f'"{quote(self.name)}" <{self.email}>' if self.name else self.email


def queue(
    kind: str,
    *,
    to: "Contact | Address",
    dedupe_key: str,
    context: Mapping[str, Any],
    language: str | None = None,
    priority: int = NORMAL,
    attachments: Iterable[StoredFile] = (),
    holds_token: bool = False,
    always: bool = False,
    reply_to: Address | None = None,
    unsubscribe: bool = False,
    by: Actor,
) -> Delivery:
    """Write the message of templates/mail/<kind>/ into the caller's transaction; the worker sends it after the commit.

    The same `dedupe_key` gives back the row that is there. A person who cannot or does not want to be written to gets
    a `suppressed` row with its reason. `holds_token`: the text is scrubbed once it is sent. `always`: goes to who
    reads in the portal only as well. `unsubscribe`: a newsletter, with one-click unsubscription (RFC 8058), for
    contacts only; its template finds the address in `unsubscribe_url`. Replies go to `reply_to`, else to the person of
    the team who causes it, else to MAIL_REPLY_TO. No confidential word belongs in a subject.
    """
    if existing := by_key(dedupe_key):
        return existing
    reply = str(reply_to or _person(by) or current_app.config["MAIL_REPLY_TO"])
    spoken = language or to.language or "fr"
    delivery = _addressed(to, kind=kind, dedupe_key=dedupe_key, priority=priority, language=spoken, reply_to=reply)
    words = _write(delivery, to, context, unsubscribe=unsubscribe)
    reason = why_not(to, newsletter=unsubscribe, always=always or holds_token)
    _fill(delivery, words, holds_token=holds_token, reason=reason)
    return _add(delivery, attachments, by)


def queue_all(
    kind: str,
    *,
    to: Iterable["Contact"],
    dedupe_prefix: str,
    context: Mapping[str, Any],
    priority: int = NORMAL,
    unsubscribe: bool = False,
    by: Actor,
) -> dict[int, Delivery]:
    """The same message to many contacts, by their ids; written at once. What `queue` says holds for each.

    The dedupe key of each is the prefix, a colon and the contact's id. Two transactions that queue under one prefix
    at the same time end with one of them: what causes the messages is locked by its version.
    """
    there = sa.select(Delivery).where(Delivery.dedupe_key.startswith(f"{dedupe_prefix}:", autoescape=True))
    found = {delivery.dedupe_key: delivery for delivery in db.session.scalars(there)}
    reply = str(_person(by) or current_app.config["MAIL_REPLY_TO"])
    context = {**letters.house(), **context}
    keys = {f"{dedupe_prefix}:{contact.id}": contact for contact in to}
    new = {}
    for key, contact in keys.items():
        if key not in found:
            delivery = _addressed(
                contact, kind=kind, dedupe_key=key, priority=priority, language=contact.language, reply_to=reply
            )
            words = _write(delivery, contact, context, unsubscribe=unsubscribe)
            _fill(delivery, words, holds_token=False, reason=why_not(contact, newsletter=unsubscribe, always=False))
            new[key] = delivery
    db.session.add_all(new.values())
    db.session.flush()
    queued = [(delivery.id, {"kind": kind, "status": delivery.status.value}) for delivery in new.values()]
    audit.record_all("delivery.queued", Delivery.__tablename__, queued, by=by)
    return {contact.id: found.get(key) or new[key] for key, contact in keys.items()}


def _write(
    delivery: Delivery, to: "Contact | Address", context: Mapping[str, Any], *, unsubscribe: bool
) -> letters.Letter:
    """The words for this person; a newsletter's address to unsubscribe is kept on the delivery too."""
    delivery.unsubscribe_url = unsubscribe_url(to.id) if unsubscribe and not isinstance(to, Address) else ""
    ours = {
        "recipient_name": to.name,
        "unsubscribe_url": delivery.unsubscribe_url,
        "can_reply": bool(delivery.reply_to),
    }
    return letters.write(delivery.kind, delivery.language, {**ours, **context})


def _addressed(to: "Contact | Address", **columns: Any) -> Delivery:
    return Delivery(
        contact_id=None if isinstance(to, Address) else to.id,
        recipient=(to.email or "").strip(),
        recipient_name=" ".join(to.name.split()),
        message_id=new_message_id(),
        **columns,
    )


def _person(by: Actor) -> Address | None:
    """Replies go to a person: whoever of the team causes the message."""
    if by.user_id is None or by.role not in TEAM:
        return None
    row = db.session.execute(sa.select(USER.c.email, USER.c.name).where(USER.c.id == by.user_id)).one_or_none()
    return Address(row.email, row.name) if row else None


def by_key(dedupe_key: str) -> Delivery | None:
    return db.session.scalar(sa.select(Delivery).where(Delivery.dedupe_key == dedupe_key))


def _fill(delivery: Delivery, words: letters.Letter, *, holds_token: bool, reason: Suppression | None) -> None:
    delivery.subject, delivery.body_text, delivery.body_html = words.subject, words.text, words.html
    delivery.holds_token = holds_token
    delivery.status = DeliveryStatus.SUPPRESSED if reason else DeliveryStatus.QUEUED
    delivery.suppressed_reason = reason.value if reason else None
    if reason:
        scrub(delivery)


def _add(delivery: Delivery, attachments: Iterable[StoredFile], by: Actor) -> Delivery:
    delivery.attachments.extend(DeliveryAttachment(file=file) for file in attachments)
    if existing := _insert(delivery):
        return existing
    audit.record("delivery.queued", delivery, by=by, kind=delivery.kind, status=delivery.status.value)
    return delivery


def _insert(delivery: Delivery) -> Delivery | None:
    """Flush; the row that is there when another transaction queued the same meanwhile: the constraint decides.

    SQLite has one writer at a time, so that nobody can come between, and is spared the savepoint.
    """
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.add(delivery)
        db.session.flush()
        return None
    db.session.flush()
    try:
        with db.session.begin_nested():
            db.session.add(delivery)
            db.session.flush()
    except IntegrityError:
        existing = by_key(delivery.dedupe_key)
        if existing is None:
            raise
        return existing
    return None


def why_not(to: "Contact | Address", *, newsletter: bool, always: bool) -> Suppression | None:
    """The reason for which this person is not written to, or None."""
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
    return Suppression.PORTAL_ONLY if to.preference == "portal_only" and not always else None


@lru_cache(maxsize=4096)
def is_address(text: str) -> bool:
    """One mailbox as RFC 5322 writes it, without a display name; says nothing about its existence."""
    address = text.strip()
    try:
        parsed = MailAddress(addr_spec=address)
    except (ValueError, MessageError, IndexError):
        return False
    return bool(parsed.username and parsed.domain) and not any(c.isspace() or not c.isprintable() for c in address)


def new_message_id() -> str:
    """Made once per delivery, so that a mail that was sent twice is one mail to who gets it (RFC 5322, 3.6.4)."""
    domain = parseaddr(current_app.config["MAIL_FROM"])[1].rpartition("@")[2] or "localhost"
    return f"<{uuid4().hex}@{domain}>"


def scrub(delivery: Delivery) -> None:
    """Forget the words of a message that held a token."""
    if delivery.holds_token and delivery.scrubbed_at is None:
        delivery.body_text = delivery.body_html = SCRUBBED
        delivery.scrubbed_at = clock.now()


def scrub_given_up() -> int:
    """Forget the tokens of what did not arrive and was not sent again within a week; how many."""
    given_up = Delivery.status.in_((DeliveryStatus.FAILED, DeliveryStatus.BOUNCED))
    old = Delivery.holds_token & Delivery.scrubbed_at.is_(None) & (Delivery.created_at < clock.now() - KEPT_FOR_RETRY)
    found = db.session.scalars(sa.select(Delivery).where(given_up, old)).all()
    for delivery in found:
        scrub(delivery)
    return len(found)


def mark_bounced(delivery: Delivery, reason: str, *, by: Actor) -> None:
    """The receiving server refused it for good, at once or in a later report (RFC 3464)."""
    delivery.status, delivery.sent_at, delivery.last_error = DeliveryStatus.BOUNCED, None, reason
    audit.record("delivery.bounced", delivery, by=by)


def give_up(delivery: Delivery, *, by: Actor) -> None:
    """It cannot be sent, or was tried as often as the table of delays says; somebody has to look at it."""
    delivery.status = DeliveryStatus.FAILED
    audit.record("delivery.failed", delivery, by=by)


def retry(delivery: Delivery, *, by: Actor) -> None:
    """Queue a failed or bounced delivery again, with its Message-ID. Raises CannotBeRetried."""
    if not delivery.can_be_retried:
        raise CannotBeRetried(_("This message cannot be sent again: ask for a new one instead."))
    delivery.status, delivery.attempts, delivery.next_attempt_at = DeliveryStatus.QUEUED, 0, clock.now()
    delivery.last_error = delivery.claimed_at = delivery.claimed_by = delivery.settled_at = None
    audit.record("delivery.retried", delivery, by=by)


def retry_failed(*, by: Actor) -> int:
    """Queue again whatever failed (bounces apart: their addresses are wrong) and nobody has set aside; how many."""
    failed = sa.select(Delivery).where(Delivery.status == DeliveryStatus.FAILED, Delivery.settled_at.is_(None))
    again = [delivery for delivery in db.session.scalars(failed) if delivery.can_be_retried]
    for delivery in again:
        retry(delivery, by=by)
    return len(again)


def settle(delivery: Delivery, *, by: Actor) -> None:
    """It did not arrive and was dealt with otherwise: nobody is reminded of it any more."""
    if delivery.needs_a_look:
        delivery.settled_at = clock.now()
        audit.record("delivery.settled", delivery, by=by)
