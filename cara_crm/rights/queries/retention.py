"""People of whom there is no reason to keep data any more, to be proposed: nobody goes by itself.

Three years after the last sign of life that came from the person (a click counts, an e-mail that was only opened does
not), or after the end of the relation (the CNIL's reference on commercial management).
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Affiliation, ChoiceSource, Contact, ContactChoice
from cara_crm.contacts.queries import KEY
from cara_crm.core import clock
from cara_crm.core.pages import Page, paginate
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, MailDirection, interaction_contact
from cara_crm.issues.models import Issue
from cara_crm.members.models import Member, MemberStatus, StatusPeriod
from cara_crm.relays.models import Recipient, Response
from cara_crm.workgroups.models import Seat

YEARS = 3
IN_RELATION = (MemberStatus.ACTIVE, MemberStatus.SUSPENDED, MemberStatus.STAKEHOLDER)


def page_of_silent(cursor: str | None) -> Page[Contact]:
    """One page of those who are proposed, by name, with their functions."""
    people = sa.select(Contact).where(*_silent()).options(*_with_functions())
    return paginate(db.session, people, KEY, cursor)


def silent_among(ids: Collection[int]) -> Sequence[Contact]:
    """Those of the contacts who are proposed still, by id."""
    found = sa.select(Contact).where(Contact.id.in_(ids), *_silent())
    return db.session.scalars(found.order_by(Contact.id)).all()


def limit() -> date:
    """The day before which the last sign of life has to lie."""
    today = clock.today()
    return today.replace(year=today.year - YEARS, day=min(today.day, 28))


def _with_functions() -> tuple[Any, ...]:
    both = joinedload(Affiliation.member), joinedload(Affiliation.federation)
    return (selectinload(Contact.affiliations).options(*both),)


def _silent() -> list[sa.ColumnElement[bool]]:
    """Conditions on `Contact`: kept for three years, in no relation since, and not heard of since."""
    day = limit()
    moment = clock.moment(day)
    there = Contact.erased_at.is_(None) & Contact.merged_into_id.is_(None) & (Contact.created_at < moment)
    return [there, ~_in_relation(day), *(~sign for sign in _signs(day, moment))]


def _in_relation(day: date) -> sa.ColumnElement[bool]:
    """A function since then at a federation, or at an organisation while it belonged."""
    at, period = Affiliation, StatusPeriod
    held = at.until_on.is_(None) | (at.until_on >= day)
    belonged = sa.exists().where(
        period.member_id == at.member_id,
        period.status.in_(IN_RELATION),
        period.until_on.is_(None) | (period.until_on >= day),
    )
    now = sa.exists().where(Member.id == at.member_id, Member.status.in_(IN_RELATION))
    return sa.exists().where(at.contact_id == Contact.id, held, sa.or_(at.federation_id.is_not(None), belonged, now))


def _signs(day: date, moment: datetime) -> list[sa.ColumnElement[bool]]:
    """Each: the person gave a sign of life since then, in one way."""
    talk, link, one = Interaction, interaction_contact, Recipient
    spoken = talk.happened_at >= moment, sa.or_(talk.direction.is_(None), talk.direction != MailDirection.SENT)
    clicked = (one.acknowledged_at, one.interested_at, one.registered_at, one.attended_at)
    said = ContactChoice.source != ChoiceSource.TEAM
    return [
        sa.exists().where(link.c.contact_id == Contact.id, link.c.interaction_id == talk.id, *spoken),
        sa.exists().where(Issue.contact_id == Contact.id, Issue.created_at >= moment),
        sa.exists().where(one.contact_id == Contact.id, sa.or_(*(column >= moment for column in clicked))),
        sa.exists().where(Response.contact_id == Contact.id, Response.answered_at >= moment),
        sa.exists().where(ContactChoice.contact_id == Contact.id, ContactChoice.decided_on >= day, said),
        sa.exists().where(Seat.contact_id == Contact.id, Seat.until_on.is_(None) | (Seat.until_on >= day)),
        sa.exists().where(
            User.contact_id == Contact.id, sa.or_(User.last_seen_at >= moment, User.invited_at >= moment)
        ),
    ]
