"""Whom the periodic check asks about next, and what is asked."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.jobs.models import Job, JobState
from cara_crm.members.models import Member, MemberStatus
from cara_crm.members.siren import is_siren
from cara_crm.official.asking import Question
from cara_crm.official.models import LookupState, OfficialLookup, Trouble
from cara_crm.official.queries.record import lookup_of, member_for, stored_of

AFTER = timedelta(days=7)  # a member is asked about by itself once a week at most
AFTER_TROUBLE = timedelta(hours=20)
INVENTED = "000"  # the prefix of SIRENs that nobody has: examples and demonstrations


def checkable() -> tuple[sa.ColumnElement[bool], ...]:
    """Members with a SIREN that somebody may have."""
    return (
        Member.siren.is_not(None),
        Member.siren.not_like(f"{INVENTED}%"),
        Member.archived_on.is_(None),
        Member.status != MemberStatus.FORMER,
        Member.is_demonstration.is_(False),
    )


def due(limit: int) -> list[int]:
    """Ids of the members to ask about next: never asked first, then the longest ago."""
    now, asked = clock.now(), OfficialLookup
    is_due = sa.and_(
        sa.or_(asked.checked_at.is_(None), asked.checked_at <= now - AFTER), asked.asked_at <= now - AFTER_TROUBLE
    )
    select = (
        sa.select(Member.id)
        .outerjoin(asked, asked.member_id == Member.id)
        .where(*checkable(), sa.or_(asked.id.is_(None), is_due))
        .order_by(asked.asked_at.is_not(None), asked.asked_at, Member.id)
        .limit(limit)
    )
    return list(db.session.scalars(select))


def question_of(member_id: int) -> Question | None:
    """What the periodic check asks about a member; None when it is gone or has no SIREN. Where it lies is not asked."""
    member = db.session.scalar(sa.select(Member).where(Member.id == member_id, Member.archived_on.is_(None)))
    return Question(siren=member.siren, with_place=False) if member and member.siren else None


def asked_question(member_id: int) -> Question | None:
    """What a person asked about a member, with what is stored of its place; None when nobody waits for an answer."""
    lookup = lookup_of(member_id)
    if lookup is None or lookup.state is not LookupState.WAITING:
        return None
    stored = stored_of(member_for(Actor.system("worker"), member_id))
    address = f"{stored.address} {stored.postal_code} {stored.town}" if stored.address and stored.town else ""
    is_number = is_siren(lookup.asked_for)
    return Question(
        siren=lookup.asked_for if is_number else "",
        words="" if is_number else lookup.asked_for,
        department=stored.department,
        address=address,
        postal_code=stored.postal_code,
    )


def is_under_way(kind: str) -> bool:
    """Does a job of this kind wait or run?"""
    alive = sa.exists().where(Job.kind == kind, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    return bool(db.session.scalar(sa.select(alive)))


def resting_until() -> datetime | None:
    """Until when the register asked not to be asked (its Retry-After), or None."""
    busy = sa.select(sa.func.max(OfficialLookup.retry_at)).where(
        OfficialLookup.state == LookupState.TROUBLE, OfficialLookup.trouble == Trouble.BUSY
    )
    until = db.session.scalar(busy)
    return until if until and until > clock.now() else None
