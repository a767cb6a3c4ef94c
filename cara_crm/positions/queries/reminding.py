"""Wordings about which authors were asked, and whose answer is waited for."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.contacts.models import Contact
from cara_crm.extensions import db
from cara_crm.issues.models import Issue
from cara_crm.positions.models import Position, PositionState, WordingAgreement, WordingPurpose

MOST = 500


def unanswered_wordings(asked_before: datetime, *, asked_after: datetime) -> list[WordingAgreement]:
    """Questions asked between two moments (aware) about drafts, for which silence is no; with author and position."""
    query = (
        sa.select(WordingAgreement)
        .join(WordingAgreement.position)
        .join(WordingAgreement.issue)
        .where(WordingAgreement.answered_at.is_(None), WordingAgreement.purpose != WordingPurpose.OBJECT)
        .where(WordingAgreement.asked_at.between(asked_after, asked_before))
        .where(Position.state == PositionState.DRAFT, Issue.closed_at.is_(None))
        .options(joinedload(WordingAgreement.position))
        .options(joinedload(WordingAgreement.issue).joinedload(Issue.contact).selectinload(Contact.affiliations))
        .order_by(WordingAgreement.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))
