"""What became of a relay, person by person: targeted = suppressed + sent + bounced + failed + waiting."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from cara_crm.accounts.models import User
from cara_crm.confidentiality.threshold import is_small
from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.core.pages import Key
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.jobs.models import Job
from cara_crm.members.models import Member
from cara_crm.members.queries import visible as visible_members
from cara_crm.relays.models import Concerned, Recipient, Relay

SENDING_JOB = "relays.send"


@dataclass(frozen=True)
class Ledger:
    """Counts of people, and of the distinct groups that some of them belong to."""

    suppressed: int = 0
    sent: int = 0
    bounced: int = 0
    failed: int = 0
    waiting: int = 0
    acknowledged: int = 0
    interested: int = 0
    groups: int = 0
    groups_sent: int = 0
    groups_unsent: int = 0
    groups_acknowledged: int = 0
    groups_unacknowledged: int = 0
    groups_interested: int = 0
    groups_uninterested: int = 0

    @property
    def targeted(self) -> int:
        return self.suppressed + self.sent + self.bounced + self.failed + self.waiting

    @property
    def unsent(self) -> int:
        return self.targeted - self.sent

    def for_outsiders(self, k: int) -> "Told":
        """The same for who may not know people: a count stands beside the whole, so it is told only where neither
        those whom it counts nor those whom it leaves over are fewer than `k` groups. Addressees of a federation belong
        to none."""
        if is_small(self.groups, k):
            return Told()

        def told(count: int, groups: int, left_over: int) -> int | None:
            return None if is_small(groups, k) or is_small(left_over, k) else count

        return Told(
            targeted=self.targeted,
            sent=told(self.sent, self.groups_sent, self.groups_unsent),
            unsent=told(self.unsent, self.groups_unsent, self.groups_sent),
            acknowledged=told(self.acknowledged, self.groups_acknowledged, self.groups_unacknowledged),
            interested=told(self.interested, self.groups_interested, self.groups_uninterested),
        )


@dataclass(frozen=True)
class Told:
    """What may be told of a ledger outside the team: counts of people, None where it is withheld. Why somebody was
    not reached is never said: few are those of whom it would be."""

    targeted: int | None = None
    sent: int | None = None
    unsent: int | None = None
    acknowledged: int | None = None
    interested: int | None = None


def together(several: Iterable[Ledger]) -> Ledger:
    """What became of several relays; who stands in two counts twice."""
    rows = list(several)
    return Ledger(**{one.name: sum(getattr(row, one.name) for row in rows) for one in fields(Ledger)})


def told_together(several: Iterable[Ledger], k: int) -> Told:
    """The same outside the team: what one of them withholds is withheld, for the same few may stand in each."""
    rows = [one.for_outsiders(k) for one in several]
    values = {one.name: [getattr(row, one.name) for row in rows] for one in fields(Told)}
    return Told(**{name: None if None in counts else sum(counts) for name, counts in values.items()})


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((condition, 1)))


GROUP = sa.func.coalesce(-Member.group_id, Member.id)


def _groups_parted(condition: sa.ColumnElement[bool]) -> list[sa.ColumnElement[int]]:
    """How many groups have people of whom it is so, and how many have people of whom it is not."""
    return [sa.func.count(sa.case((one, GROUP)).distinct()) for one in (condition, sa.not_(condition))]


SUPPRESSED = sa.or_(
    Recipient.suppressed_reason.is_not(None), sa.func.coalesce(Delivery.status, "") == DeliveryStatus.SUPPRESSED.value
)


def _fate() -> sa.ColumnElement[str]:
    """In which of the five parts somebody stands: each in one."""
    status = sa.func.coalesce(sa.cast(Delivery.status, sa.String), "waiting")
    return sa.case((SUPPRESSED, "suppressed"), (status.in_(("queued", "sending")), "waiting"), else_=status)


def has_account() -> sa.ColumnElement[bool]:
    """A space of its own, or an account under the same address, in use or closed."""
    return sa.exists().where(sa.or_(User.contact_id == Contact.id, User.email == Contact.email))


def ledgers(relay_ids: list[int]) -> dict[int, Ledger]:
    """The ledgers of several relays with one query; a relay without recipients is missing."""
    status = _fate()
    rows = db.session.execute(
        sa.select(
            Recipient.relay_id,
            _count(status == "suppressed"),
            _count(status == "sent"),
            _count(status == "bounced"),
            _count(status == "failed"),
            _count(status == "waiting"),
            _count(Recipient.acknowledged_at.is_not(None)),
            _count(Recipient.interested_at.is_not(None)),
            sa.func.count(GROUP.distinct()),
            *_groups_parted(status == "sent"),
            *_groups_parted(Recipient.acknowledged_at.is_not(None)),
            *_groups_parted(Recipient.interested_at.is_not(None)),
        )
        .outerjoin(Recipient.delivery)
        .outerjoin(Recipient.member)
        .where(Recipient.relay_id.in_(relay_ids))
        .group_by(Recipient.relay_id)
    )
    return {row[0]: Ledger(*row[1:]) for row in rows}


def ledger_of(relay: Relay) -> Ledger:
    return ledgers([relay.id]).get(relay.id, Ledger())


@dataclass(frozen=True)
class Progress:
    """Of a relay that is on its way: for how many people its message is written, or waits for a digest."""

    done: int
    total: int


def progress_of(relay: Relay) -> Progress:
    """How far the job is: what it said after its last step."""
    jobs = sa.select(Job).where(Job.kind == SENDING_JOB).order_by(Job.id.desc()).limit(20)
    mine = (job for job in db.session.scalars(jobs) if job.payload.get("relay") == relay.id)
    job = next(mine, None)
    return Progress(job.done if job else 0, ledger_of(relay).targeted)


class Who(StrEnum):
    """Parts of the list of people."""

    ALL = "all"
    INTERESTED = "interested"
    READ = "read"
    UNREAD = "unread"
    NOT_REACHED = "not_reached"
    WAITING = "waiting"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    NO_SPACE = "no_space"


PARTS = (Who.SENT, Who.BOUNCED, Who.FAILED, Who.WAITING, Who.SUPPRESSED)

recipients_key = Key((Contact.sort_key, Recipient.id), read=lambda one: (one.contact.sort_key, one.id))


def named_to(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """A relay may go to members of several sectors, or of all: a manager of some reads the names of theirs."""
    if actor.sector_ids is None:
        return []
    theirs = sa.select(Member.id).where(*visible_members(actor))
    return [sa.or_(Recipient.member_id.is_(None), Recipient.member_id.in_(theirs))]


def named_members(actor: Actor) -> set[int] | None:
    """The same for people who have got nothing yet: the members whose people are named; None: all."""
    if actor.sector_ids is None:
        return None
    return set(db.session.scalars(sa.select(Member.id).where(*visible_members(actor))))


def recipients_of(actor: Actor, relay: Relay, who: Who = Who.ALL) -> sa.Select[Recipient]:
    """The people the relay is for, with contact, member and delivery; see `recipients_key`. Only for who may read
    names, and of a manager's sectors."""
    came_back = Delivery.status.in_((DeliveryStatus.BOUNCED, DeliveryStatus.FAILED))
    parts = {
        Who.ALL: sa.true(),
        **{part: _fate() == part.value for part in PARTS},
        Who.NO_SPACE: ~has_account(),
        Who.INTERESTED: Recipient.interested_at.is_not(None),
        Who.READ: Recipient.acknowledged_at.is_not(None),
        Who.UNREAD: Recipient.acknowledged_at.is_(None),
        Who.NOT_REACHED: sa.or_(SUPPRESSED, came_back),
    }
    return (
        sa.select(Recipient)
        .join(Recipient.contact)
        .outerjoin(Recipient.delivery)
        .where(Recipient.relay_id == relay.id, parts[who], *named_to(actor))
        .options(contains_eager(Recipient.contact), joinedload(Recipient.member), contains_eager(Recipient.delivery))
    )


def everybody_of(actor: Actor, relay: Relay) -> list[Recipient]:
    """All of them, by name: to take along as a file."""
    return list(db.session.scalars(recipients_of(actor, relay).order_by(Contact.sort_key, Recipient.id)))


def concerned_by(actor: Actor, relay: Relay) -> list[Concerned]:
    """The members that a recorded relay concerned; only for who may read names, and of a manager's sectors."""
    query = (
        sa.select(Concerned)
        .join(Concerned.member)
        .where(Concerned.relay_id == relay.id, *visible_members(actor))
        .options(contains_eager(Concerned.member))
    )
    return list(db.session.scalars(query.order_by(Member.sort_key, Member.id)))


def registered_for(actor: Actor, relay: Relay) -> list[Recipient]:
    """Who registered for an event, the first first."""
    rows = recipients_of(actor, relay).where(Recipient.registered_at.is_not(None))
    return list(db.session.scalars(rows.order_by(Recipient.registered_at, Recipient.id)))
