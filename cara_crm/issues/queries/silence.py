"""Issues about which their author has heard nothing for long."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.workdays import workdays_after
from cara_crm.extensions import db
from cara_crm.issues.models import Agreement, Issue, IssueState
from cara_crm.settings.queries import clocks

READ = (IssueState.QUALIFIED, IssueState.RELAYED)
WARNED = timedelta(days=7)
MOST = 500


def last_word() -> Any:
    """When the author heard of an issue for the last time, else when it came in, as an expression."""
    return sa.func.coalesce(Issue.last_word_at, Issue.submitted_at)


def is_silent(before: datetime, states: Sequence[IssueState] = READ) -> sa.ColumnElement[bool]:
    """Open, its next step is not its author's, and no word since `before` (aware).

    What nobody has read yet waits for its first word, which has a clock of its own.
    """
    return sa.and_(Issue.state.in_(states), Issue.agreement != Agreement.ASKED, last_word() <= before)


def warned_before(limit_days: int) -> datetime:
    """The moment whose silence Today and the inbox name: a week before the limit, at half of it when that is short."""
    limit = timedelta(days=limit_days)
    return clock.now() - max(limit - WARNED, limit / 2)


def silent_issues(before: datetime, *, not_before: datetime) -> list[Issue]:
    """Issues silent since `before`, read or not, of those with a word after `not_before`, the longest silence first."""
    query = (
        sa.select(Issue)
        .where(is_silent(before, (IssueState.SUBMITTED, *READ)), last_word() > not_before)
        .options(joinedload(Issue.contact).selectinload(Contact.affiliations))
        .order_by(last_word(), Issue.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def first_word_by(issue: Issue) -> date:
    """The day by which the team promises a first word: so many working days after the issue came in."""
    day = (issue.submitted_at or clock.now()).astimezone(clock.PARIS).date()
    return workdays_after(day, clocks().first_word)
