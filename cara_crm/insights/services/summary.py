"""Once a month, to directors and observers: what passed in the month, and the figures as the house shows them."""

from collections import Counter
from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.accounts.queries import may_enter
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.core.permissions import Role
from cara_crm.core.workdays import workdays_after
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery
from cara_crm.deliveries.services import Address
from cara_crm.extensions import db
from cara_crm.insights import queries
from cara_crm.issues.models import IssueKind
from cara_crm.relays.models import UNSENT, Relay, RelayKind

MORNING = time(8)
CAUGHT_UP_UNTIL = 10  # day of the month: later, nobody waits for the month before any more
READERS = (Role.DIRECTOR, Role.OBSERVER)


def send_summaries(*, by: Actor) -> int:
    """Queue the mails of the month that ended, from its first working day at eight; how many. Each person gets one."""
    now = clock.now().astimezone(clock.PARIS)
    first = workdays_after(now.date().replace(day=1) - timedelta(days=1), 1)
    if not first <= now.date() <= first.replace(day=CAUGHT_UP_UNTIL) or now.time() < MORNING:
        return 0
    until = now.date().replace(day=1)
    since = (until - timedelta(days=1)).replace(day=1)
    people = _people(since)
    context = _told(since, until) if people else None
    for user in people if context else []:
        deliveries.queue(
            "board_summary",
            to=Address(user.email, user.name, user.language or "fr"),
            dedupe_key=_key(user.id, since),
            context=context or {},
            priority=deliveries.BULK,
            by=by,
        )
    return len(people) if context else 0


def _key(user_id: int, since: date) -> str:
    return f"summary:{user_id}:{since:%Y-%m}"


def _people(since: date) -> list[User]:
    """Who may come in and has not got it yet."""
    users = db.session.scalars(sa.select(User).where(User.role.in_(READERS), may_enter()).order_by(User.id)).all()
    keys = {_key(user.id, since): user for user in users}
    sent = set(db.session.scalars(sa.select(Delivery.dedupe_key).where(Delivery.dedupe_key.in_(keys))))
    return [user for key, user in keys.items() if key not in sent]


def _told(since: date, until: date) -> dict[str, Any] | None:
    """None in a house whose figures were never shown. Everything is the cluster's own work, or as it is shown."""
    k, last = queries.shown()
    if last is None:
        return None
    membership = queries.membership()
    heard = queries.heard_as_shown(membership.sectors, k, last)
    totals = [line.measures for line in queries.by_federation(queries.asked()) if line.is_total]
    return {
        "month": since,
        "members": membership.current,
        "passed": _passed(since, until),
        "heard": [(kind, heard.groups("total", kind.value)) for kind in IssueKind],
        "days": heard.days[queries.Step.WHOLE],
        "asked": sum(one.asked for one in totals),
        "answered": sum(one.answered for one in totals),
        "url": absolute_url("insights.index"),
        "journal_url": absolute_url("relays.index", since=since, until=until - timedelta(days=1)),
    }


def _passed(since: date, until: date) -> list[tuple[RelayKind, int]]:
    """How much of each kind passed between two days, the latter left out."""
    begins, ends = (clock.moment(day) for day in (since, until))
    found = sa.select(Relay.kind).where(Relay.state.not_in(UNSENT), Relay.happened_at >= begins)
    counted = Counter(db.session.scalars(found.where(Relay.happened_at < ends)))
    return [(kind, counted[kind]) for kind in RelayKind if counted[kind]]
