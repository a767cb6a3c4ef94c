"""The address of a person's calendar: opened, renewed, closed by its owner."""

import secrets

from cara_crm.accounts.models import CalendarFeed, User
from cara_crm.accounts.services.limits import keyed_hash
from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db


def open_feed(user: User, *, by: Actor) -> CalendarFeed:
    """A new address for this person's calendar; the one before it stops working with the commit."""
    db.session.get_one(User, user.id, with_for_update=True)  # two clicks at once follow each other
    feed = db.session.get(CalendarFeed, user.id, populate_existing=True)
    is_new = feed is None
    feed = feed or CalendarFeed(user_id=user.id)
    feed.salt, feed.made_at = secrets.token_hex(16), clock.now()
    feed.token_hash = token_hash(feed_token(feed))
    db.session.add(feed)
    audit.record("calendar.opened" if is_new else "calendar.renewed", user, by=by)
    return feed


def close_feed(user: User, *, by: Actor) -> None:
    """No address any more; closing twice changes nothing."""
    feed = db.session.get(CalendarFeed, user.id)
    if feed is not None:
        db.session.delete(feed)
        audit.record("calendar.closed", user, by=by)


def feed_token(feed: CalendarFeed) -> str:
    """The secret part of the address: 64 hexadecimal digits, made anew from the salt and the secret key."""
    return keyed_hash(f"calendar:{feed.salt}")
