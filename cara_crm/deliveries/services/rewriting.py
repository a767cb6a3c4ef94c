"""What was claimed and is not true any more is said in other words before it leaves."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.deliveries import letters
from cara_crm.deliveries.links import mail_url
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.deliveries.services.writing import new_message_id
from cara_crm.extensions import db

if TYPE_CHECKING:
    from cara_crm.contacts.models import Contact

LINK = re.compile(r"https?://\S+")


def rewrite(
    to: Mapping[int, "Contact"],
    *,
    in_language: Callable[[str], Mapping[str, Any]],
    reasons: Mapping[int, str],
    about: Sequence[int],
    by: Actor,
) -> None:
    """The words of deliveries of one round, by id, anew and in the language of today; the rest of them stays.

    `in_language`, `reasons` and `about` as `queue_all` takes them.
    """
    claimed = (Delivery.id.in_(to), Delivery.status == DeliveryStatus.SENDING)
    found = db.session.scalars(sa.select(Delivery).where(*claimed).execution_options(populate_existing=True)).all()
    house = letters.house()

    @cache
    def stencil(kind: str, language: str, leaves: bool, can_reply: bool) -> letters.Stencil:
        parts = {"unsubscribe_url": leaves, "can_reply": can_reply, "reason": bool(reasons), "mail_url": bool(about)}
        return letters.stencil(kind, language, {**house, **parts, **in_language(language)})

    for one in found:
        contact = to[one.id]
        blank = stencil(one.kind, contact.language, bool(one.unsubscribe_url), bool(one.reply_to))
        link = mail_url(contact.id, about) if about else ""
        words = blank.to(contact.name, one.unsubscribe_url, reasons.get(contact.id, ""), link)
        if _without_links(one.body_text) != _without_links(words.text):
            one.message_id = new_message_id()  # of one version of a message: RFC 5322, 3.6.4
        one.language, one.subject = contact.language, words.subject
        one.body_text, one.body_html = words.text, words.html
    audit.record_all("delivery.rewritten", Delivery.__tablename__, [(one.id, {}) for one in found], by=by)


def _without_links(text: str) -> str:
    """Their tokens are of the moment."""
    return LINK.sub("", text)
