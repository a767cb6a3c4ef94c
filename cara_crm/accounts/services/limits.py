"""How often something may be tried, counted in rows so that it holds across processes."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from cara_crm.accounts.models import RateCount, SecretAddress
from cara_crm.accounts.queries import owner_of_address
from cara_crm.core import clock
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db


@dataclass(frozen=True)
class Limit:
    """At most so many attempts in a window of time."""

    name: str
    most: int
    window: timedelta = timedelta(minutes=15)


MAILS_TO_ADDRESS = Limit("mail-address", 5)
MAILS_FROM_PLACE = Limit("mail-place", 40)
PASSWORDS_FOR_ADDRESS = Limit("password-address", 10)
PASSWORDS_FROM_PLACE = Limit("password-place", 60)
CODES_IN_BROWSER = Limit("code-browser", 5)
CODES_FROM_PLACE = Limit("code-place", 40)
LINKS_FROM_PLACE = Limit("link-place", 60)
KEPT_FROM_PLACE = Limit("kept-place", 30)
CALENDARS_READ = Limit("calendar", 60)
CALENDARS_FROM_PLACE = Limit("calendar-place", 60)
NEWS_READ = Limit("news", 60)
NEWS_FROM_PLACE = Limit("news-place", 60)
CALENDARS = (CALENDARS_READ, CALENDARS_FROM_PLACE)
NEWS = (NEWS_READ, NEWS_FROM_PLACE)
BY_MAILS_LINK = Limit("mails-link", 20)
FILES_CHECKED = Limit("file-checked", 60)


class TooManyAttempts(DomainError):
    """The window is full; `retry_after` says in seconds when the next one begins."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(_("Wait a few minutes, then try again."))
        self.retry_after = retry_after


def keyed_hash(text: str) -> str:
    """What a reader of the database cannot turn back: HMAC-SHA256 under the secret key, as hexadecimal."""
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), text.encode(), hashlib.sha256).hexdigest()


def count_attempt(limit: Limit, who: str) -> None:
    """Count one attempt of `who` (an address, a place in the network); the caller commits it whatever follows.

    Raises TooManyAttempts when the window already holds as many as the limit allows.
    """
    seconds = int(limit.window.total_seconds())
    start = datetime.fromtimestamp(int(clock.now().timestamp()) // seconds * seconds, UTC)
    n = db.session.scalar(_one_more(f"{limit.name}:{keyed_hash(who)}", start))
    if n > limit.most:
        raise TooManyAttempts(int((start + limit.window - clock.now()).total_seconds()) + 1)


def count_reading(kind: type[SecretAddress], token: str, place: str, *, of: tuple[Limit, Limit]) -> None:
    """Count one reading of a secret address: by its owner, or, where nobody has it, by the place that tried it.

    It is the one thing that a reading writes, in a short transaction of its own: the caller commits, then reads.
    """
    owner = owner_of_address(kind, token)
    owner_id = owner.id if owner else None
    db.session.rollback()
    by_owner, from_place = of
    count_attempt(*((from_place, place) if owner_id is None else (by_owner, str(owner_id))))


def _one_more(key: str, start: datetime) -> Any:
    """INSERT or add one in a single statement, so that two processes never lose a count."""
    kind = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    insert: Any = kind.insert(RateCount).values(key=key, window_start=start, count=1)
    return insert.on_conflict_do_update(
        index_elements=[RateCount.key, RateCount.window_start], set_={"count": RateCount.count + 1}
    ).returning(RateCount.count)


def forget_old_counts() -> None:
    """Drop the counts of windows that ended a day ago or more."""
    db.session.execute(sa.delete(RateCount).where(RateCount.window_start < clock.now() - timedelta(days=1)))
