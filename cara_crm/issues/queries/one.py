"""One issue, with what its page shows, for whom it is allowed."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile
from cara_crm.issues.models import Agreement, Issue, IssueAttachment, IssueConsent, IssueState
from cara_crm.members.models import Member
from cara_crm.sectors.models import Sector


def in_charge(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Sent issues of the actor's sectors; what nobody has filed yet is everybody's to see."""
    sent = [Issue.state != IssueState.DRAFT]
    if actor.sector_ids is None:
        return sent
    return [*sent, sa.or_(Issue.sectors.any(Sector.id.in_(actor.sector_ids)), ~Issue.sectors.any())]


def issue_for(actor: Actor, issue_id: int) -> Issue:
    """An issue that this manager may read, whole. Raises NotVisible."""
    query = sa.select(Issue).where(Issue.id == issue_id, *in_charge(actor)).options(*_whole())
    return _found(query)


def of_own_member(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """What the actor may see of its own organisation: its own issues, and of those sent what is shared by colleagues.

    A director sees all that was sent; a draft is its author's alone until then.
    """
    sent = Issue.state != IssueState.DRAFT
    seen = sa.or_(shared_by_author(), *_in_hand(actor))
    return [Issue.member_id == (actor.member_id or 0), sa.or_(_mine(actor), sa.and_(sent, seen))]


def shared_by_author() -> sa.ColumnElement[bool]:
    """Its author lets colleagues read it, in words to which it said yes: not in those of a manager that still wait."""
    agreed = Issue.agreement.in_((Agreement.OWN, Agreement.AGREED))
    return sa.and_(Issue.shared_with_colleagues, agreed)


def in_hand(actor: Actor, issue: Issue) -> bool:
    """May the actor decide about an issue of its own organisation that it sees: change, withdraw, say who may know?"""
    said_by = (issue.contact_id, issue.agreement_contact_id)
    return issue.contact_id is None or actor.is_member_director or actor.contact_id in said_by


def _mine(actor: Actor) -> sa.ColumnElement[bool]:
    """Its own; a director also has the drafts of who left without a successor, that nobody else would find."""
    own = Issue.contact_id.is_not_distinct_from(actor.contact_id)
    left_behind = sa.and_(Issue.contact_id.is_(None), Issue.state == IssueState.DRAFT)
    return sa.or_(own, left_behind) if actor.is_member_director else own


def _in_hand(actor: Actor) -> list[sa.ColumnElement[bool]]:
    asked = Issue.agreement_contact_id == (actor.contact_id or 0)
    return [asked, Issue.contact_id.is_(None), sa.literal(actor.is_member_director)]


def own_issue(actor: Actor, issue_id: int) -> Issue:
    """An issue of the actor's own organisation that it may see, whole. Raises NotVisible."""
    return _found(sa.select(Issue).where(Issue.id == issue_id, *of_own_member(actor)).options(*_whole()))


def issue_in_hand(actor: Actor, issue_id: int) -> Issue:
    """One that the actor may decide about, too. Raises NotVisible."""
    issue = own_issue(actor, issue_id)
    if not in_hand(actor, issue):
        raise NotVisible
    return issue


def issues_for(actor: Actor, issue_ids: Iterable[int]) -> list[Issue]:
    """Those of the issues that this manager may read, oldest first."""
    query = (
        sa.select(Issue)
        .where(Issue.id.in_(list(issue_ids)), *in_charge(actor))
        .options(joinedload(Issue.member), selectinload(Issue.sectors), selectinload(Issue.consents))
        .order_by(Issue.submitted_at, Issue.id)
    )
    return list(db.session.scalars(query))


def issue_by_key(submission_key: str | None, author: Contact | None) -> Issue | None:
    """The issue that a form of this author already made."""
    if not submission_key:
        return None
    mine = Issue.contact_id.is_not_distinct_from(author.id if author else None)
    return db.session.scalar(sa.select(Issue).where(Issue.submission_key == submission_key, mine))


def issues_of_link(issue_ids: Iterable[int], contact_id: int) -> list[Issue]:
    """Issues about which this contact was asked, for whoever holds a signed link; no other page may use this."""
    return _of_link(Issue.agreement_contact_id, issue_ids, contact_id)


def issues_of_author_link(issue_ids: Iterable[int], contact_id: int) -> list[Issue]:
    """Issues that this contact raised, for whoever holds a signed link; no other page may use this."""
    return _of_link(Issue.contact_id, issue_ids, contact_id)


def _of_link(column: Any, issue_ids: Iterable[int], contact_id: int) -> list[Issue]:
    """Where the contact was merged into another since, the issues are about that one now; the mail is still good."""
    merged = sa.select(Contact.merged_into_id).where(Contact.id == contact_id).scalar_subquery()
    query = (
        sa.select(Issue)
        .join(Issue.member)
        .where(Issue.id.in_(list(issue_ids)), sa.or_(column == contact_id, column == merged))
        .where(Member.archived_on.is_(None))
        .options(contains_eager(Issue.member), joinedload(Issue.agreement_contact), selectinload(Issue.impacts))
        .options(selectinload(Issue.consents).joinedload(IssueConsent.federation))
        .order_by(Issue.id)
    )
    return list(db.session.scalars(query))


def _whole() -> list[ORMOption]:
    return [
        joinedload(Issue.member).joinedload(Member.department),
        joinedload(Issue.contact),
        joinedload(Issue.agreement_contact),
        joinedload(Issue.recorded_by),
        joinedload(Issue.interaction),
        joinedload(Issue.priority),
        joinedload(Issue.sectors),
        joinedload(Issue.impacts),
        joinedload(Issue.consents).joinedload(IssueConsent.federation),
        selectinload(Issue.transitions),
        selectinload(Issue.messages),
        selectinload(Issue.notes),
        joinedload(Issue.attachments).joinedload(IssueAttachment.file),
    ]


def _found(query: sa.Select[Issue]) -> Issue:
    issue: Issue | None = db.session.scalars(query).unique().one_or_none()
    if issue is None:
        raise NotVisible
    return issue


def file_of(issue: Issue, attachment_id: int) -> StoredFile:
    """The file of one attachment of an issue that its caller may see. Raises NotVisible."""
    found = next((one.file for one in issue.attachments if one.id == attachment_id), None)
    if found is None:
        raise NotVisible
    return found
