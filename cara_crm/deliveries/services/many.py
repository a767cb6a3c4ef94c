"""Queue one message to many people at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import current_app

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import letters
from cara_crm.deliveries.links import mail_url, unsubscribe_url
from cara_crm.deliveries.models import Delivery, DeliveryAttachment, DeliveryStatus
from cara_crm.deliveries.services.reach import why_not
from cara_crm.deliveries.services.writing import NORMAL, mailbox_of, person_behind
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile

if TYPE_CHECKING:
    from cara_crm.contacts.models import Contact


@dataclass(frozen=True)
class Queued:
    """What was written for one of many: the delivery's id, and why it is not sent (None: it is)."""

    id: int
    suppressed_reason: str | None

    @property
    def status(self) -> DeliveryStatus:
        return DeliveryStatus.SUPPRESSED if self.suppressed_reason else DeliveryStatus.QUEUED


def queue_all(
    kind: str,
    *,
    to: Iterable["Contact"],
    dedupe_prefix: str,
    context: Mapping[str, Any],
    in_language: Callable[[str], Mapping[str, Any]] = lambda _language: {},
    priority: int = NORMAL,
    unsubscribe: bool = False,
    news: str = "",
    always: bool = False,
    not_before: datetime | None = None,
    attachments: Iterable[StoredFile] = (),
    reasons: Mapping[int, str] | None = None,
    about: Sequence[int] = (),
    by: Actor,
) -> dict[int, Queued]:
    """The same message to many contacts, by their ids; written at once. What `queue` says holds for each.

    The words are rendered once a language, with what `in_language` adds for it. The dedupe key of each is the prefix, a
    colon and the contact's id. `reasons`: why each gets it, by contact id; its template finds it in `reason`. `news`:
    the kind about which people may have chosen apart. `about`: ids of what its reader may open by the mail's own link,
    without an account; its template finds where that begins in `mail_url`. `not_before`: when it may leave (None: now).

    Two transactions that queue under one prefix at the same time end with one of them: what causes the messages is
    locked.
    """
    keys = {f"{dedupe_prefix}:{contact.id}": contact for contact in to}
    found = _known(keys)
    reply = str(person_behind(by) or current_app.config["MAIL_REPLY_TO"])
    parts = {"unsubscribe_url": unsubscribe, "reason": bool(reasons), "mail_url": bool(about)}
    ours = {**letters.house(), "can_reply": bool(reply), **parts}
    stencil = cache(lambda language: letters.stencil(kind, language, {**ours, **context, **in_language(language)}))
    shared = _Shared(kind, priority, reply, unsubscribe, news, always, not_before or clock.now(), about)
    new = [
        shared.row(key, contact, stencil(contact.language), (reasons or {}).get(contact.id, ""))
        for key, contact in keys.items()
        if contact.id not in found
    ]
    return found | _insert_all(new, kind, [one.id for one in attachments], by)


def _known(keys: Iterable[str]) -> dict[int, Queued]:
    there = sa.select(Delivery.contact_id, Delivery.id, Delivery.suppressed_reason)
    return _queued(db.session.execute(there.where(Delivery.dedupe_key.in_(keys))))


@dataclass(frozen=True)
class _Shared:
    """What the messages of one round have in common."""

    kind: str
    priority: int
    reply_to: str
    unsubscribe: bool
    news: str
    always: bool
    not_before: datetime
    about: Sequence[int]

    def row(self, key: str, contact: "Contact", stencil: letters.Stencil, why: str) -> dict[str, Any]:
        """The columns of one person's delivery."""
        address = unsubscribe_url(contact.id) if self.unsubscribe else ""
        words = stencil.to(contact.name, address, why, mail_url(contact.id, self.about) if self.about else "")
        reason = why_not(contact, newsletter=self.unsubscribe, always=self.always, news=self.news)
        return {
            "kind": self.kind,
            "dedupe_key": key,
            "priority": self.priority,
            "always": self.always,
            "next_attempt_at": self.not_before,
            "reply_to": self.reply_to,
            **mailbox_of(contact),
            "language": contact.language,
            "unsubscribe_url": address,
            "subject": words.subject,
            "body_text": words.text,
            "body_html": words.html,
            "status": DeliveryStatus.SUPPRESSED if reason else DeliveryStatus.QUEUED,
            "suppressed_reason": reason.value if reason else None,
        }


def _insert_all(rows: list[dict[str, Any]], kind: str, file_ids: list[int], by: Actor) -> dict[int, Queued]:
    if not rows:
        return {}
    columns = (Delivery.contact_id, Delivery.id, Delivery.suppressed_reason)
    new = _queued(db.session.execute(sa.insert(Delivery).returning(*columns), rows))
    with_files = [{"delivery_id": one.id, "file_id": file_id} for one in new.values() for file_id in file_ids]
    if with_files:
        db.session.execute(sa.insert(DeliveryAttachment), with_files)
    told = [(one.id, {"kind": kind, "status": one.status.value}) for one in new.values()]
    audit.record_all("delivery.queued", Delivery.__tablename__, told, by=by)
    return new


def _queued(rows: Iterable[Any]) -> dict[int, Queued]:
    return {contact_id: Queued(delivery_id, reason) for contact_id, delivery_id, reason in rows}
