"""Signed addresses in mails: to end a newsletter with one click (RFC 8058), to read and answer without an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadData, BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from cara_crm.core import clock
from cara_crm.core.links import absolute_url

WEEKS = 10
LIFETIME = timedelta(weeks=WEEKS)


def unsubscribe_url(contact_id: int) -> str:
    """The address in a newsletter that ends it for this contact; works as long as the secret key lives."""
    return absolute_url("deliveries.unsubscribe", token=_unsubscriptions().dumps(contact_id))


def contact_of_token(token: str) -> int | None:
    """The contact of an unsubscription's token, or None when we did not make it."""
    try:
        found = _unsubscriptions().loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


@dataclass(frozen=True)
class MailLink:
    """To whom a mail went, the ids of what it was about, and when it was written; nothing else opens by its link."""

    contact_id: int
    about: tuple[int, ...]
    made_at: datetime
    is_expired: bool = False


def mail_url(contact_id: int, about: Sequence[int]) -> str:
    """Where the links of one mail begin: for ten weeks, for this contact and what the mail is about."""
    return absolute_url("portal.mailed", token=_mails().dumps([contact_id, list(about)]))


def read_mail_token(token: str) -> MailLink | None:
    """What the token of `mail_url` stands for, also when its weeks are over; None when we did not make it."""
    try:
        (contact_id, about), made_at = _mails().loads(token, return_timestamp=True)
    except (BadData, ValueError, TypeError):
        return None
    return MailLink(contact_id, tuple(about), made_at, clock.now() - made_at > LIFETIME)


def _unsubscriptions() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")


def _mails() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="mail")
