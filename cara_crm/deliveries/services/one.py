"""Queue one message in the transaction that causes it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.deliveries import letters
from cara_crm.deliveries.links import mail_url, unsubscribe_url
from cara_crm.deliveries.models import Delivery, DeliveryAttachment, DeliveryStatus, Suppression
from cara_crm.deliveries.services.ending import scrub
from cara_crm.deliveries.services.objecting import objected
from cara_crm.deliveries.services.reach import Address, why_not
from cara_crm.deliveries.services.writing import NORMAL, mailbox_of, person_behind
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile

if TYPE_CHECKING:
    from cara_crm.contacts.models import Contact


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
    news: str = "",
    about: Sequence[int] | None = None,
    by: Actor,
) -> Delivery:
    """Write the message of templates/mail/<kind>/ into the caller's transaction; the worker sends it after the commit.

    The same `dedupe_key` gives back the row that is there. A person who cannot or does not want to be written to gets
    a `suppressed` row with its reason. `holds_token`: the text is scrubbed once it is sent. `always`: goes to who
    reads in the portal only as well. `unsubscribe`: a newsletter of the kind `news`, with one-click unsubscription
    (RFC 8058), for contacts only; its template finds the address in `unsubscribe_url`. `about`: ids of what the reader
    may open by the mail's own link, without an account, beside its preferences (None: no link). Replies go to
    `reply_to`, else to the person of the team who causes it, else to MAIL_REPLY_TO. No confidential word belongs in a
    subject.
    """
    if existing := by_key(dedupe_key):
        return existing
    reply = str(reply_to or person_behind(by) or current_app.config["MAIL_REPLY_TO"])
    spoken = language or to.language or "fr"
    shared = {"kind": kind, "priority": priority, "always": always}
    delivery = _addressed(to, dedupe_key=dedupe_key, language=spoken, reply_to=reply, **shared)
    words = _write(delivery, to, context, unsubscribe=unsubscribe, about=about)
    reason = why_not(to, newsletter=unsubscribe, always=always or holds_token, news=news)
    if isinstance(to, Address) and objected([to.email]):
        reason = Suppression.OBJECTED
    _fill(delivery, words, holds_token=holds_token, reason=reason)
    return _add(delivery, attachments, by)


def _write(
    delivery: Delivery,
    to: "Contact | Address",
    context: Mapping[str, Any],
    *,
    unsubscribe: bool,
    about: Sequence[int] | None,
) -> letters.Letter:
    """The words for this person; a newsletter's address to unsubscribe is kept on the delivery too."""
    delivery.unsubscribe_url = unsubscribe_url(to.id) if unsubscribe and not isinstance(to, Address) else ""
    ours = {
        "recipient_name": to.name,
        "unsubscribe_url": delivery.unsubscribe_url,
        "can_reply": bool(delivery.reply_to),
        "mail_url": "" if about is None or isinstance(to, Address) else mail_url(to.id, about),
    }
    return letters.write(delivery.kind, delivery.language, {**ours, **context})


def _addressed(to: "Contact | Address", **columns: Any) -> Delivery:
    return Delivery(**mailbox_of(to), **columns)


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
