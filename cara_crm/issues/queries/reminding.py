"""Words that went back to who said them, and whose answer is waited for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.extensions import db
from cara_crm.issues.models import Agreement, Issue

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
