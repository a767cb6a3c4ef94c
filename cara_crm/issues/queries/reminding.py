"""Words and answers that went back to who spoke, and about which a reply is waited for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.contacts.models import Contact
from cara_crm.extensions import db
from cara_crm.issues.models import Agreement, Issue, IssueState, IssueTransition

MOST = 500


def unanswered(now: datetime, remind_after: Sequence[timedelta], at_most: timedelta) -> list[Issue]:
    """Open issues whose next reminder is due: the nth comes `remind_after[n]` after they were asked for."""
    asked = Issue.agreement_asked_at
    due = (
        sa.and_(Issue.agreement_reminders == times, asked <= now - after) for times, after in enumerate(remind_after)
    )
    query = (
        sa.select(Issue)
        .where(Issue.agreement == Agreement.ASKED, Issue.closed_at.is_(None), asked > now - at_most, sa.or_(*due))
        .options(joinedload(Issue.agreement_contact), joinedload(Issue.recorded_by), joinedload(Issue.member))
        .order_by(Issue.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def without_opinion(*, answered_after: datetime, answered_before: datetime) -> list[Issue]:
    """Issues whose last answer came between two moments (aware), and whose authors have not said whether it helps."""
    answered_at = (
        sa.select(sa.func.max(IssueTransition.at))
        .where(IssueTransition.issue_id == Issue.id, IssueTransition.to_state == IssueState.ANSWERED)
        .correlate(Issue)
        .scalar_subquery()
    )
    query = (
        sa.select(Issue)
        .where(Issue.state == IssueState.ANSWERED, Issue.opinion.is_(None), Issue.opinion_asked_at.is_(None))
        .where(answered_at.between(answered_after, answered_before))
        .options(joinedload(Issue.contact).selectinload(Contact.affiliations))
        .order_by(Issue.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))
