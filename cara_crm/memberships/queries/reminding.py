"""Whose payment is waited for too long."""

from datetime import timedelta

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.memberships.models import Membership
from cara_crm.memberships.queries.terms import Terms


def to_remind(terms: Terms, most: int) -> list[int]:
    """Ids of called and unpaid years whose last day to pay, or last reminder, lies `remind_after_days` back.

    Only what was called from here: nobody is reminded of a call that another tool made.
    """
    today = clock.today()
    waits = timedelta(days=terms.remind_after_days)
    first = Membership.reminded_on.is_(None) & (
        Membership.called_on <= today - waits - timedelta(days=terms.payment_days)
    )
    again = Membership.reminded_on <= today - waits
    select = (
        sa.select(Membership.id)
        .join(Membership.member)
        .where(~Membership.is_paid, Membership.call_file_id.is_not(None), Membership.fee_euros > 0)
        .where(Membership.reminders < terms.most_reminders, sa.or_(first, again), Member.archived_on.is_(None))
        .order_by(Membership.id)
        .limit(most)
    )
    return list(db.session.scalars(select))
