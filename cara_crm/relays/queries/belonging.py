"""Does a person still belong to the member for which a newsletter was to reach it? Asked whenever one leaves."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cara_crm.contacts.models import Affiliation
from cara_crm.core import clock
from cara_crm.deliveries.models import Suppression
from cara_crm.members.models import Member

Id = sa.ColumnElement[int] | sa.SQLColumnExpression[int] | sa.SQLColumnExpression[int | None]


def belongs(contact_id: Id, member_id: Id) -> sa.ColumnElement[bool]:
    """It has a function there today, and the member is not archived; a merged one is the member that it is now."""
    named, member, today = aliased(Member), aliased(Member), clock.today()
    lasts = sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= today)
    held = (Affiliation.contact_id == contact_id, Affiliation.from_on <= today, lasts)
    now = (named.id == member_id, member.id == sa.func.coalesce(named.merged_into_id, named.id))
    return sa.exists().where(*held, Affiliation.member_id == member.id, *now, member.archived_on.is_(None))


def why_gone(member: Member | None) -> Suppression:
    """The reason for which who does not belong to it any more gets nothing for it."""
    is_closed = member is not None and member.archived_on is not None and member.merged_into_id is None
    return Suppression.MEMBER_ARCHIVED if is_closed else Suppression.LEFT
