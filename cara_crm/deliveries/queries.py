"""The ledger of messages, and signs of health. Their texts are never shown here: they may hold somebody's words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import defer, selectinload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.pages import Key
from cara_crm.core.permissions import Permission
from cara_crm.deliveries.models import Delivery, DeliveryAttachment, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.jobs import processes
from cara_crm.jobs.models import Heartbeat, MailTrouble, PeriodicRun
from cara_crm.jobs.queries import stuck
from cara_crm.mailbox.models import MailboxState

NEWEST_FIRST = Key([Delivery.id], descending=True)
LATELY = timedelta(days=7)
LATE = timedelta(minutes=15)
GIVEN_UP = (DeliveryStatus.FAILED, DeliveryStatus.BOUNCED)


Contacts = sa.Select[int]
"""The ids of the contacts to whom somebody may know that there was a message; None where everybody: of a message to
a member it can be told that it raised something."""


def _to(whom: Contacts | None) -> list[sa.ColumnElement[bool]]:
    return [] if whom is None else [Delivery.contact_id.in_(whom)]


def listed(status: DeliveryStatus | None = None, q: str = "", *, whom: Contacts | None = None) -> sa.Select[Delivery]:
    """Deliveries of a status, with `q` in address, name or subject; without their texts."""
    select = sa.select(Delivery).where(*_to(whom)).options(defer(Delivery.body_text), defer(Delivery.body_html))
    if status:
        select = select.where(Delivery.status == status)
    if q:
        columns = (Delivery.recipient, Delivery.recipient_name, Delivery.subject)
        select = select.where(sa.or_(*(column.icontains(q, autoescape=True) for column in columns)))
    return select


def counts(*, whom: Contacts | None = None) -> dict[DeliveryStatus, int]:
    """How many deliveries are in each state; every state is there."""
    counted = sa.select(Delivery.status, sa.func.count()).where(*_to(whom))
    rows = db.session.execute(counted.group_by(Delivery.status))
    return dict.fromkeys(DeliveryStatus, 0) | {row[0]: row[1] for row in rows}


def delivery_for(actor: Actor, delivery_id: int, *, whom: Contacts | None = None) -> Delivery:
    """One delivery with its files' names, for who may read the ledger. Raises NotVisible."""
    files = selectinload(Delivery.attachments).joinedload(DeliveryAttachment.file)
    found = sa.select(Delivery).where(Delivery.id == delivery_id, *_to(whom)).options(files)
    delivery = db.session.scalar(found) if actor.can(Permission.DELIVERY_READ) else None
    if delivery is None:
        raise NotVisible
    return delivery


@dataclass(frozen=True)
class Health:
    """`last_sign` of any worker; `late`: due since 15 minutes; `given_up`: of the last 7 days, not settled.

    `mail_rests`: why nothing is sent, as a worker that is there says. `mailbox_shut`: mail that comes in cannot be read
    since 15 minutes. `stuck_works`: periodic works that fail or are late.
    """

    last_sign: datetime | None
    waiting: int
    late: int
    given_up: int
    mailbox_shut: bool
    stuck_works: int = 0
    mail_rests: MailTrouble | None = None

    @property
    def worker_is_silent(self) -> bool:
        return self.last_sign is None or self.last_sign < clock.now() - processes.SILENT

    @property
    def is_well(self) -> bool:
        trouble = self.late or self.given_up or self.mailbox_shut or self.stuck_works or self.mail_rests
        return not (self.worker_is_silent or trouble)


def health() -> Health:
    """One statement, so that every page can afford it."""
    now = clock.now()
    waiting = Delivery.status.in_((DeliveryStatus.QUEUED, DeliveryStatus.SENDING))
    row = db.session.execute(
        sa.select(
            sa.select(sa.func.max(Heartbeat.seen_at)).scalar_subquery(),
            _count(waiting),
            _count(Delivery.status == DeliveryStatus.QUEUED, Delivery.next_attempt_at < now - LATE),
            _count(Delivery.status.in_(GIVEN_UP), Delivery.settled_at.is_(None), Delivery.created_at > now - LATELY),
            sa.exists().where(MailboxState.trouble_since < now - LATE),
            sa.select(sa.func.count()).select_from(PeriodicRun).where(stuck()).scalar_subquery(),
            resting().with_only_columns(Heartbeat.trouble).limit(1).scalar_subquery(),
        )
    ).one()
    return Health(*row)


def resting() -> sa.Select[Heartbeat]:
    """Workers that are there and whose sending rests while something waits, the longest first; a server that was away
    for a moment is no news."""
    waits = sa.exists().where(Delivery.status == DeliveryStatus.QUEUED)
    told = sa.or_(Heartbeat.trouble == MailTrouble.REFUSED, Heartbeat.trouble_since < clock.now() - processes.SILENT)
    found = sa.select(Heartbeat).where(processes.is_there(), Heartbeat.trouble.is_not(None), told, waits)
    return found.order_by(Heartbeat.trouble_since, Heartbeat.process)


def revisions() -> set[str]:
    """The migrations that the database stands at; one, when all is well."""
    return set(db.session.scalars(sa.text("SELECT version_num FROM alembic_version")))


def _count(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(Delivery).where(*conditions).scalar_subquery()


def workers() -> list[Heartbeat]:
    """Every worker that is there, the latest sign first."""
    there = sa.select(Heartbeat).where(processes.is_there())
    return list(db.session.scalars(there.order_by(Heartbeat.seen_at.desc(), Heartbeat.process)))


def what_rests() -> Heartbeat | None:
    """The worker whose sending rests the longest, with what the mail server said to it."""
    return db.session.scalar(resting().limit(1))
