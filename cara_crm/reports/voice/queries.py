"""What one member said in a year and what became of it, as far as its reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.accounts.models import User
from cara_crm.accounts.queries import may_enter
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.issues.models import Issue, IssueState
from cara_crm.issues.queries import in_charge, of_own_member, shared_by_author
from cara_crm.members.models import Member
from cara_crm.relays.queries import IssueAnswer, answers_for_issues
from cara_crm.reports.reading.queries import Sent, sent_with

FIRST_YEAR, MOST = 2000, 100
MOMENTS = (Issue.submitted_at, Issue.relayed_at, Issue.answered_at, Issue.closed_at)
Seen = Sequence[sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Told:
    """One issue: where its words went (the last report of each federation) and what was answered, the latest first."""

    issue: Issue
    sent: tuple[Sent, ...]
    answers: tuple[IssueAnswer, ...]


def seen_by(actor: Actor) -> Seen:
    """What a person of the member reads of it, of what was sent to the cluster."""
    return [*of_own_member(actor), Issue.state != IssueState.DRAFT]


def seen_by_team(actor: Actor, member_id: int, *, everything: bool) -> Seen:
    """What a manager may hand to the member: to its director everything, to others what its people share."""
    shared = sa.or_(shared_by_author(), Issue.contact_id.is_(None))
    return [Issue.member_id == member_id, *in_charge(actor), *([] if everything else [shared])]


def year_of(moment: datetime) -> int:
    return moment.astimezone(clock.PARIS).year


def is_a_year(year: int) -> bool:
    """One of which there can be a sheet."""
    return FIRST_YEAR <= year <= clock.today().year


def years_of(seen: Seen) -> list[int]:
    """Years in which something of it was said, sent, answered or ended; the present one always; the latest first."""
    rows = db.session.execute(sa.select(*MOMENTS).where(*seen).order_by(Issue.id).limit(1000))
    years = {year_of(at) for row in rows for at in row if at}
    return sorted({year for year in years if is_a_year(year)} | {clock.today().year}, reverse=True)


def _in(year: int) -> sa.ColumnElement[bool]:
    start, end = (datetime(one, 1, 1, tzinfo=clock.PARIS) for one in (year, year + 1))
    return sa.or_(*(sa.and_(at >= start, at < end) for at in MOMENTS))


def told_in(year: int, seen: Seen) -> list[Told]:
    """What was said, sent, answered or ended in a year, in the order in which it was said; at most 100."""
    query = (
        sa.select(Issue)
        .where(*seen, _in(year))
        .order_by(Issue.submitted_at, Issue.id)
        .options(joinedload(Issue.contact), selectinload(Issue.transitions))
        .limit(MOST)
    )
    issues = list(db.session.scalars(query))
    ids = [one.id for one in issues]
    sent, answers = sent_with(ids, reader=issues[0].member_id if issues else 0), answers_for_issues(ids)
    return [
        Told(one, tuple(sent.get(one.id, ())), tuple(answer for answer in answers if answer.issue_id == one.id))
        for one in issues
    ]


def says_something(year: int, seen: Seen) -> bool:
    """Is there anything to print?"""
    return bool(db.session.scalar(sa.select(sa.select(Issue.id).where(*seen, _in(year)).exists())))


@dataclass(frozen=True)
class Reader:
    """Somebody with a function at a member today, and what it may see there; a director has an account as such."""

    contact: Contact
    actor: Actor
    has_account: bool


def readers(*conditions: sa.ColumnElement[bool]) -> list[Reader]:
    """Everybody who has a function at a member today, once a member."""
    day = clock.today()
    accounts = (
        sa.select(
            User.contact_id, User.member_id, sa.func.max(sa.case((User.is_member_director, 1), else_=0)).label("n")
        )
        .where(may_enter())
        .group_by(User.contact_id, User.member_id)
        .subquery()
    )
    theirs = sa.and_(accounts.c.contact_id == Contact.id, accounts.c.member_id == Affiliation.member_id)
    query = (
        sa.select(Contact, Affiliation.member_id, accounts.c.n)
        .join(Affiliation, Affiliation.contact_id == Contact.id)
        .join(Member, Member.id == Affiliation.member_id)
        .outerjoin(accounts, theirs)
        .where(Contact.archived_on.is_(None), Member.archived_on.is_(None), *conditions)
        .where(Affiliation.from_on <= day, sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= day))
        .order_by(Contact.id, Affiliation.member_id)
    )
    found = {(row[0].id, row[1]): _reader(*row) for row in db.session.execute(query)}
    return list(found.values())


def reader_at(contact_id: int, member_id: int) -> Reader | None:
    """One person at one member; None where it has no function there any more."""
    return next(iter(readers(Contact.id == contact_id, Affiliation.member_id == member_id)), None)


def _reader(contact: Contact, member_id: int, directs: int | None) -> Reader:
    actor = Actor(
        None,
        Role.MEMBER,
        contact.name,
        member_id=member_id,
        contact_id=contact.id,
        is_member_director=bool(directs),
    )
    return Reader(contact, actor, directs is not None)
