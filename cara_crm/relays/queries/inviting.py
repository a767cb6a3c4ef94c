"""People of a relay who have no space of their own: they can be invited to one."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient, Relay
from cara_crm.relays.queries.ledger import Who, recipients_of

AT_ONCE = 100


def without_space(actor: Actor, relay: Relay) -> list[Recipient]:
    """The first hundred by name, with the functions that they have; who was invited is not there any more."""
    functions = selectinload(Contact.affiliations).options(
        joinedload(Affiliation.member), joinedload(Affiliation.federation)
    )
    rows = recipients_of(actor, relay, Who.NO_SPACE).where(_can_be_invited())
    rows = rows.options(contains_eager(Recipient.contact).options(functions))
    return list(db.session.scalars(rows.order_by(Contact.sort_key, Recipient.id).limit(AT_ONCE)))


def count_without_space(actor: Actor, relay: Relay) -> tuple[int, int]:
    """(who can be invited, who cannot: without an address that receives, or without a function today)."""
    rows = recipients_of(actor, relay, Who.NO_SPACE).with_only_columns(
        sa.func.count(sa.case((_can_be_invited(), 1))), sa.func.count()
    )
    can, everybody = db.session.execute(rows).one()
    return can, everybody - can


def _can_be_invited() -> sa.ColumnElement[bool]:
    today, at = clock.today(), Affiliation
    there = sa.exists().where(
        at.contact_id == Contact.id, at.from_on <= today, sa.or_(at.until_on.is_(None), at.until_on >= today)
    )
    return sa.and_(
        Contact.email.is_not(None),
        Contact.email != "",
        Contact.hold_reason.is_(None),
        Contact.archived_on.is_(None),
        there,
    )
