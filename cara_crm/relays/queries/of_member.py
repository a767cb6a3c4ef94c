"""Everything that one member received, person by person, with what became of each message."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.pages import Key
from cara_crm.extensions import db
from cara_crm.relays.models import GONE_OUT, Recipient, Relay
from cara_crm.relays.queries.journal import visible, with_errata

got_key = Key((Relay.happened_at, Recipient.id), descending=True, read=lambda one: (one.relay.happened_at, one.id))


def got_by_member(actor: Actor, member_id: int) -> sa.Select[Recipient]:
    """Rows with relay, person and delivery; see `got_key`. Only for who may read names."""
    return (
        sa.select(Recipient)
        .join(Recipient.relay)
        .where(Recipient.member_id == member_id, Relay.state.in_(GONE_OUT), *visible(actor))
        .options(contains_eager(Recipient.relay).options(joinedload(Relay.federation), *with_errata()))
        .options(joinedload(Recipient.contact), joinedload(Recipient.delivery))
    )


def all_got_by_member(actor: Actor, member_id: int) -> list[Any]:
    """All of them, newest first: to take along as a file."""
    newest = got_by_member(actor, member_id).order_by(Relay.happened_at.desc(), Recipient.id.desc())
    return list(db.session.scalars(newest))
