"""When a relay leaves: a minute after the click, or at an hour that was chosen; until then it can be called back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.issues.services import refuse_names
from cara_crm.jobs import services as jobs
from cara_crm.jobs.models import Job, JobState
from cara_crm.relays.models import Relay, RelayKind, RelayState
from cara_crm.relays.queries import SENDING_JOB, audience_of
from cara_crm.relays.services.asking import NotAgreedYet, refuse_unagreed
from cara_crm.relays.services.digest import Checkpoint
from cara_crm.relays.services.looking import refuse_unseen
from cara_crm.relays.services.sending import AlreadySent, NobodyToReach, send_relay
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind

RECALL = timedelta(minutes=1)
FURTHEST = timedelta(days=366)


class NotThen(DomainError):
    """It leaves between now and a year from now."""

    field = "day"


class NothingAsked(DomainError):
    """Without questions it is an information; without a last day nothing can be counted."""


class TooLate(DomainError):
    """It is on its way."""


def schedule(
    relay: Relay, *, at: datetime | None = None, as_it_stands: bool = False, looked_at: str | None = None, by: Actor
) -> None:
    """Release a draft: it leaves at `at`, in a minute when nothing is said. A second click changes nothing.

    The audience is worked out at that moment. `as_it_stands`: somebody looked at the members that it names;
    `looked_at`: the mark of the page that it looked at (None: nobody did, the product releases by itself). Raises
    AlreadySent, NotWhatWasSeen, NobodyToReach, NotThen, NothingAsked, NotAgreedYet, SpeaksOfMembers.
    """
    _lock(relay)
    if relay.state is RelayState.SCHEDULED:
        raise AlreadySent(_("This relay is about to leave: call it back first."))
    if relay.state is not RelayState.DRAFT:
        raise AlreadySent(_("This relay was already sent."))
    if looked_at is not None:
        refuse_unseen(relay, looked_at)
    if at is not None and not clock.now() < at < clock.now() + FURTHEST:
        raise NotThen(_("Choose an hour to come, within a year."))
    if not audience_of(relay.audience):
        raise NobodyToReach(_("Nobody is in this audience: choose at least one criterion that somebody meets."))
    if relay.kind is RelayKind.CONSULTATION and not (relay.questions and relay.deadline_on):
        raise NothingAsked(_("A consultation needs its questions and the day until which one can answer."))
    refuse_unagreed(relay)
    leaves_at = at or clock.now() + RECALL
    _refuse_reopening(relay, leaves_at)
    _refuse_after_its_end(relay, leaves_at)
    if not as_it_stands:
        refuse_names(*relay.texts, field="as_it_stands")
    relay.state, relay.send_at = RelayState.SCHEDULED, leaves_at
    relay.released_by_id = by.user_id
    jobs.enqueue(SENDING_JOB, payload={"relay": relay.id}, at=relay.send_at, by=by)
    audit.record("relay.released", relay, by=by, at=relay.send_at.isoformat(), as_it_stands=as_it_stands)


def _refuse_after_its_end(relay: Relay, at: datetime) -> None:
    """Nobody is asked, invited or called when it is over."""
    begun = relay.starts_at is not None and relay.starts_at <= at
    closed = relay.deadline_on is not None and relay.deadline_on < at.astimezone(clock.PARIS).date()
    if begun or closed:
        raise NotThen(_("It would leave after its last day, or after it has begun."))


def _refuse_reopening(relay: Relay, at: datetime | None = None) -> None:
    """A consultation that is closed, or will be by then, is not opened again; its figures stay."""
    first = relay.corrects
    if first is None or first.kind is not RelayKind.CONSULTATION or relay.deadline_on in (None, first.deadline_on):
        return
    _lock(first)
    if first.results_at is not None:
        raise NotThen(_("The figures of this consultation are worked out: it can no longer be open longer."))
    if at is not None and first.deadline_on is not None and first.deadline_on < at.astimezone(clock.PARIS).date():
        raise NotThen(_("By then this consultation is closed: its erratum leaves before that, or it stays closed."))


def call_back(relay: Relay, *, by: Actor) -> None:
    """Not now: a draft again, nobody got anything. Raises TooLate once its messages are being queued."""
    _lock(relay)
    if relay.state is RelayState.DRAFT:
        return
    if relay.state is not RelayState.SCHEDULED:
        raise TooLate(_("It is already on its way: it can no longer be called back."))
    relay.state, relay.send_at = RelayState.DRAFT, None
    audit.record("relay.called_back", relay, by=by)


def send_when_due(relay_id: int, *, by: Actor, checkpoint: Checkpoint) -> bool:
    """Send a relay whose hour has come, or go on with one; False when it was called back, put off, or is done.

    An audience in which nobody is left makes it a draft again, words to which an author no longer agrees, an end that
    came first, and a longer time for a consultation that was closed meanwhile: whoever released it finds a task.
    """
    relay = db.session.get(Relay, relay_id, with_for_update={"of": Relay}, populate_existing=True)
    if relay is None or not _is_due(relay):
        return False
    try:
        if relay.state is RelayState.SCHEDULED:
            refuse_unagreed(relay)
            _refuse_reopening(relay)
            _refuse_after_its_end(relay, clock.now())
        send_relay(relay, by=by, checkpoint=checkpoint)
    except (NobodyToReach, NotAgreedYet, NotThen):
        call_back(relay, by=by)
        tasks.add(TaskKind.UNSENT, about=relay, assignee_id=relay.released_by_id, due_on=clock.today(), by=by)
        return False
    return True


def _is_due(relay: Relay) -> bool:
    if relay.state is RelayState.SENDING:
        return True
    return relay.state is RelayState.SCHEDULED and relay.send_at is not None and relay.send_at <= clock.now()


def take_up_again() -> int:
    """Ask again for what is due and no job has in hand: its worker ended too often, or its job was lost; how many."""
    late = clock.now() - RECALL
    due = sa.or_(
        sa.and_(Relay.state == RelayState.SCHEDULED, Relay.send_at < late),
        sa.and_(Relay.state == RelayState.SENDING, Relay.sent_at < late),
    )
    in_hand = _in_hand()
    left = [one for one in _in_order(due) if one.id not in in_hand]
    for relay in left:
        jobs.enqueue(
            SENDING_JOB, payload={"relay": relay.id}, by=Actor(relay.released_by_id, Role.SYSTEM, name="clock")
        )
    return len(left)


def _in_order(due: sa.ColumnElement[bool]) -> Sequence[Relay]:
    return db.session.scalars(sa.select(Relay).where(due).order_by(Relay.id)).all()


def _in_hand() -> set[int]:
    live = sa.select(Job.payload).where(Job.kind == SENDING_JOB, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    return {payload["relay"] for payload in db.session.scalars(live)}


def _lock(relay: Relay) -> None:
    """One at a time: who releases, who calls back, and the job that sends."""
    db.session.flush()
    db.session.refresh(relay, with_for_update={"of": Relay})
