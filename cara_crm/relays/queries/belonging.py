"""Does a person still belong to the member for which a newsletter was to reach it? Asked whenever one leaves."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from cara_crm.contacts.models import Affiliation, Rhythm
from cara_crm.core import clock
from cara_crm.deliveries.models import Suppression
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.relays.models import Recipient

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


def unwanted(relay_ids: Collection[int], contact_ids: Collection[int]) -> dict[tuple[int, int], Suppression]:
    """(relay, person) → why it hears no more of it; who registered counts on it."""
    belongs_there = sa.or_(Recipient.member_id.is_(None), belongs(Recipient.contact_id, Recipient.member_id))
    rows = sa.select(Recipient, belongs_there.label("belongs")).join(Recipient.relay).join(Recipient.contact)
    rows = rows.where(Recipient.relay_id.in_(relay_ids), Recipient.contact_id.in_(contact_ids))
    rows = rows.where(Recipient.registered_at.is_(None)).outerjoin(Recipient.member)
    loaded = (contains_eager(Recipient.relay), contains_eager(Recipient.contact), contains_eager(Recipient.member))
    found: dict[tuple[int, int], Suppression] = {}
    for row, still_there in db.session.execute(rows.options(*loaded)):
        if not still_there:
            found[row.relay_id, row.contact_id] = why_gone(row.member)
        elif row.contact.rhythm_of(row.relay.news) is Rhythm.OFF:
            found[row.relay_id, row.contact_id] = Suppression.SWITCHED_OFF
    return found
