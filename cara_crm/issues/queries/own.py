"""A member's own issues: what the portal shows. Nobody else's anything."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.issues.models import Agreement, Issue, IssueMessage, IssueState
from cara_crm.issues.queries.one import in_hand, of_own_member
from cara_crm.members.models import Member, SectorAssignment

STAGES = {
    IssueState.DRAFT: 0,
    IssueState.SUBMITTED: 1,
    IssueState.QUALIFIED: 2,
    IssueState.RELAYED: 3,
    IssueState.ANSWERED: 4,
    IssueState.SOLVED: 5,
    IssueState.CLOSED: 5,
    IssueState.DECLINED: 5,
    IssueState.WITHDRAWN: 5,
}


def stage(issue: Issue) -> int:
    """Received 1, being prepared 2, sent 3, answered 4, closed 5; a draft is 0."""
    return STAGES[issue.state]


def stage_dates(issue: Issue) -> list[datetime | None]:
    """When the issue reached each of the five stages; None for those ahead or passed over."""
    reached = [issue.submitted_at, issue.qualified_at, issue.relayed_at, issue.answered_at, issue.closed_at]
    return [at if number <= stage(issue) else None for number, at in enumerate(reached, 1)]


def own_issues(actor: Actor) -> list[Issue]:
    """Every issue of the actor's organisation, of the drafts the actor's own: drafts first, then the newest."""
    query = (
        sa.select(Issue)
        .where(*of_own_member(actor))
        .order_by(Issue.submitted_at.is_not(None), Issue.submitted_at.desc(), Issue.id.desc())
        .limit(500)
    )
    return list(db.session.scalars(query))


def last_draft(actor: Actor) -> Issue | None:
    """The draft that the actor wrote in last."""
    mine = Issue.contact_id.is_not_distinct_from(actor.contact_id)
    drafts = sa.select(Issue).where(*of_own_member(actor), mine, Issue.state == IssueState.DRAFT)
    return db.session.scalar(drafts.order_by(Issue.updated_at.desc(), Issue.id.desc()).limit(1))


def waiting_for(actor: Actor, issues: Sequence[Issue]) -> dict[int, str]:
    """The same, of those about which the actor may decide: of a colleague's issue nothing is asked of it."""
    return waiting_for_member([one for one in issues if in_hand(actor, one)])


def waiting_for_member(issues: Sequence[Issue]) -> dict[int, str]:
    """By issue id, what the member is asked for: "agreement" of recorded words, or a "message" to answer."""
    found = {one.id: "agreement" for one in issues if one.agreement is Agreement.ASKED and one.closed_at is None}
    last = (
        sa.select(IssueMessage.issue_id, sa.func.max(IssueMessage.id).label("last"))
        .where(IssueMessage.issue_id.in_([one.id for one in issues]))
        .group_by(IssueMessage.issue_id)
        .subquery()
    )
    query = (
        sa.select(IssueMessage.issue_id)
        .join(last, last.c.last == IssueMessage.id)
        .where(IssueMessage.is_from_member.is_(False))
    )
    open_ids = {one.id for one in issues if one.closed_at is None}
    return {one: "message" for one in db.session.scalars(query) if one in open_ids} | found


def member_of(actor: Actor) -> Member:
    """The actor's own organisation. Raises NotVisible for an account without one."""
    member = db.session.get(Member, actor.member_id) if actor.member_id else None
    if member is None:
        raise NotVisible
    return member


def contact_of(actor: Actor) -> Contact | None:
    """The actor as a contact, when the account points at one."""
    return db.session.get(Contact, actor.contact_id) if actor.contact_id else None


def organisation_of(actor: Actor) -> Member:
    """The actor's own organisation with places, people and sectors. Raises NotVisible."""
    query = (
        sa.select(Member)
        .where(Member.id == actor.member_id)
        .options(joinedload(Member.department), selectinload(Member.sites), selectinload(Member.managers))
        .options(selectinload(Member.affiliations).joinedload(Affiliation.contact))
        .options(selectinload(Member.assignments).joinedload(SectorAssignment.sector))
    )
    member = db.session.scalar(query)
    if member is None:
        raise NotVisible
    return member


def manager_of(member: Member) -> int | None:
    """The account manager of today, by user id."""
    day = clock.today()
    return next(
        (one.user_id for one in member.managers if one.from_on <= day and (not one.until_on or one.until_on >= day)),
        None,
    )
