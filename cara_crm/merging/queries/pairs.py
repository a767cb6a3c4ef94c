"""The list of likely pairs: both sides in the lists still, and both visible."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.queries import visible as visible_contacts
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.extensions import db
from cara_crm.jobs.models import Job, JobState
from cara_crm.members.models import Member
from cara_crm.members.queries import visible as visible_members
from cara_crm.merging.models import LOOK_JOB, MergeKind, Pair
from cara_crm.merging.queries.counts import hanging

KEY = Key((Pair.alike, Pair.id), descending=True)
SIZE = 20


@dataclass(frozen=True)
class PairLine:
    """A pair with both records and what hangs on each (reference → rows)."""

    pair: Pair
    left: Any
    right: Any
    left_has: dict[str, int]
    right_has: dict[str, int]

    @property
    def better(self) -> tuple[Any, Any]:
        """(the one proposed to be kept, the other): more hangs on it, then the one with a number, then the older."""

        def weight(record: Any, has: dict[str, int]) -> tuple[Any, ...]:
            status = getattr(record, "status", None)
            return (status is not None and status.value == "active", sum(has.values()), bool(_number(record)))

        first = weight(self.left, self.left_has) >= weight(self.right, self.right_has)
        return (self.left, self.right) if first else (self.right, self.left)


def _number(record: Any) -> Any:
    return record.siren if isinstance(record, Member) else record.email


def page_of(actor: Actor, kind: MergeKind, cursor: str | None, *, decided: bool = False) -> Page[PairLine]:
    """One page, the likest first; `decided` shows those found to be two."""
    page = paginate(db.session, _listed(actor, kind, decided=decided), KEY, cursor, SIZE)
    ids = {id for pair in page.items for id in (pair.left_id, pair.right_id)}
    records, counts = _records(kind, ids), hanging(kind, ids) if ids else {}
    lines = [
        PairLine(
            pair,
            records[pair.left_id],
            records[pair.right_id],
            counts.get(pair.left_id, {}),
            counts.get(pair.right_id, {}),
        )
        for pair in page.items
    ]
    return Page(lines, page.next, page.previous)


def open_count(actor: Actor, kind: MergeKind, *, decided: bool = False) -> int:
    """How many pairs wait for a decision."""
    return (
        db.session.scalar(sa.select(sa.func.count()).select_from(_listed(actor, kind, decided=decided).subquery())) or 0
    )


def waiting(actor: Actor) -> dict[MergeKind, int]:
    """How many pairs of each kind wait for a decision; one statement."""
    counts = [
        sa.select(sa.func.count()).select_from(_listed(actor, kind, decided=False).subquery()).scalar_subquery()
        for kind in MergeKind
    ]
    return dict(zip(MergeKind, db.session.execute(sa.select(*counts)).one(), strict=True))


def pair_for(actor: Actor, pair_id: int) -> Pair:
    """Raises NotVisible unless both sides are this actor's to see."""
    kind = db.session.scalar(sa.select(Pair.kind).where(Pair.id == pair_id))
    found = None
    if kind is not None:
        live = sa.and_(*(Pair.left_id.in_(_seen(actor, kind)), Pair.right_id.in_(_seen(actor, kind))))
        found = db.session.scalar(sa.select(Pair).where(Pair.id == pair_id, live))
    if found is None:
        raise NotVisible
    return found


def last_look() -> datetime | None:
    """When pairs were last looked for."""
    return db.session.scalar(
        sa.select(Job.finished_at)
        .where(Job.kind == LOOK_JOB, Job.state == JobState.DONE)
        .order_by(Job.id.desc())
        .limit(1)
    )


def is_looking() -> bool:
    """Is a look asked for or under way?"""
    under_way = sa.exists().where(Job.kind == LOOK_JOB, Job.state.in_([JobState.QUEUED, JobState.RUNNING]))
    return bool(db.session.scalar(sa.select(under_way)))


def _listed(actor: Actor, kind: MergeKind, *, decided: bool) -> sa.Select[Any]:
    table: Any = Member if kind is MergeKind.MEMBER else Contact
    left, right = aliased(table), aliased(table)
    select = (
        sa.select(Pair)
        .join(left, sa.and_(left.id == Pair.left_id, left.archived_on.is_(None)))
        .join(right, sa.and_(right.id == Pair.right_id, right.archived_on.is_(None)))
        .where(Pair.kind == kind, Pair.decided_at.is_not(None) if decided else Pair.decided_at.is_(None))
    )
    if actor.sector_ids is None:
        return select
    return select.where(Pair.left_id.in_(_seen(actor, kind)), Pair.right_id.in_(_seen(actor, kind)))


def _seen(actor: Actor, kind: MergeKind) -> sa.Select[Any]:
    if kind is MergeKind.MEMBER:
        return sa.select(Member.id).where(*visible_members(actor))
    return sa.select(Contact.id).where(*visible_contacts(actor))


def _records(kind: MergeKind, ids: set[int]) -> dict[int, Any]:
    """What a line of the list shows of each side."""
    select: sa.Select[Any]
    if kind is MergeKind.MEMBER:
        select = sa.select(Member).options(
            joinedload(Member.department), joinedload(Member.main_sector), selectinload(Member.sites)
        )
        return {one.id: one for one in db.session.scalars(select.where(Member.id.in_(ids)))}
    functions = selectinload(Contact.affiliations)
    select = sa.select(Contact).options(functions.joinedload(Affiliation.member))
    select = select.options(functions.joinedload(Affiliation.federation))
    return {one.id: one for one in db.session.scalars(select.where(Contact.id.in_(ids)))}
