"""One membership, and the person whom its fee is asked of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile
from cara_crm.jobs.models import Job
from cara_crm.members.models import Member
from cara_crm.members.queries import visible
from cara_crm.memberships.models import Membership
from cara_crm.memberships.queries.terms import Terms, decided
from cara_crm.memberships.standing import FeeState, is_in_good_standing, state_of

CALL_JOB = "memberships.call"


def membership_for(actor: Actor, membership_id: int) -> Membership:
    """The year with its member, the member's places and its college. Raises NotVisible."""
    found = db.session.scalar(
        sa.select(Membership)
        .join(Membership.member)
        .where(Membership.id == membership_id, *visible(actor))
        .options(
            contains_eager(Membership.member).selectinload(Member.sites),
            joinedload(Membership.college),
        )
    )
    if found is None:
        raise NotVisible
    return found


def _years_of(member_id: int) -> sa.Select[Any]:
    """Every year of a member with its college, newest first."""
    years = sa.select(Membership).where(Membership.member_id == member_id).options(joinedload(Membership.college))
    return years.order_by(Membership.year.desc())


@dataclass(frozen=True)
class Dues:
    """A member's years, newest first, where each fee stands today, and whether the member is in good standing."""

    years: Sequence[Membership]
    states: dict[int, FeeState]
    is_good: bool


def dues_of(member_id: int) -> Dues:
    """Where a member stands with its fees today (one query)."""
    usual, today = Terms(), clock.today()
    rows = db.session.execute(_years_of(member_id).add_columns(decided("payment_days"), decided("grace_days"))).all()
    payment_days = rows[0][1] if rows and rows[0][1] is not None else usual.payment_days
    grace_days = rows[0][2] if rows and rows[0][2] is not None else usual.grace_days
    years = [row[0] for row in rows]
    states = {one.id: state_of(one, today, payment_days) for one in years}
    return Dues(years, states, is_in_good_standing(years, today, grace_days))


def in_year(member_id: int, year: int) -> Membership | None:
    return db.session.scalar(sa.select(Membership).where(Membership.member_id == member_id, Membership.year == year))


def recipients(member_id: int) -> list[Contact]:
    """Who may be asked for a fee today: first who was named for it, then who has an address, then the longest there."""
    today, at = clock.today(), Affiliation
    holds = sa.and_(at.from_on <= today, sa.or_(at.until_on.is_(None), at.until_on >= today))
    rows = db.session.scalars(
        sa.select(at)
        .join(at.contact)
        .where(at.member_id == member_id, holds, Contact.archived_on.is_(None))
        .options(contains_eager(at.contact))
        .order_by(at.receives_fee_calls.desc(), Contact.email.is_(None), at.from_on, at.id)
    )
    return list({one.contact_id: one.contact for one in rows}.values())


def recipient_of(member_id: int) -> Contact | None:
    """The person whom a member's fee is asked of."""
    return next(iter(recipients(member_id)), None)


def affiliations_of(member_id: int) -> Sequence[Affiliation]:
    """The functions at a member, with their persons."""
    return db.session.scalars(
        sa.select(Affiliation).where(Affiliation.member_id == member_id).options(selectinload(Affiliation.contact))
    ).all()


def file_of(membership: Membership) -> StoredFile | None:
    """The call as it was sent, content loaded."""
    if membership.call_file_id is None:
        return None
    return db.session.get(StoredFile, membership.call_file_id, options=[undefer(StoredFile.content)])


def call_of(membership: Membership) -> StoredFile:
    """The call of a year that was called from here."""
    return db.session.get_one(StoredFile, membership.call_file_id)


def call_key(membership: Membership) -> str:
    """What keeps the present call from being sent twice."""
    return f"fee-call:{membership.id}:{membership.calls}"


def reminder_key(membership: Membership) -> str:
    return f"fee-reminder:{membership.id}:{membership.calls}:{membership.reminders}"


def deliveries_of(membership: Membership) -> Sequence[Delivery]:
    """The mails of every call and reminder of this year, in their order."""
    prefixes = (f"fee-call:{membership.id}:", f"fee-reminder:{membership.id}:")
    mine = sa.or_(*(Delivery.dedupe_key.startswith(one, autoescape=True) for one in prefixes))
    return db.session.scalars(sa.select(Delivery).where(mine).order_by(Delivery.id)).all()


def call_job(actor: Actor, job_id: int) -> Job:
    """The worker's run that calls a year's fees. Raises NotVisible."""
    job = db.session.get(Job, job_id)
    if job is None or job.kind != CALL_JOB or (job.requested_by_id != actor.user_id):
        raise NotVisible
    return job
