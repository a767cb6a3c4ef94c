"""What somebody without an account opens by the link of a mail: the relays of that mail, as that mail says them."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.contacts.models import Contact
from cara_crm.extensions import db
from cara_crm.relays.models import GONE_OUT, Recipient, Relay, RelayFile, RelayKind
from cara_crm.relays.queries.belonging import belongs
from cara_crm.relays.queries.journal import with_errata

MAILED = (RelayKind.INFORMATION, RelayKind.OPPORTUNITY, RelayKind.EVENT, RelayKind.CONSULTATION)


def mailed_to(contact: Contact, relay_ids: Collection[int]) -> list[Recipient]:
    """Its rows of these relays, the latest first. None of answers, which say what became of a member's own words; none
    for a member that it has left since, or that is archived: by then it may work for a competitor."""
    rows = (
        sa.select(Recipient)
        .join(Recipient.relay)
        .where(Recipient.contact_id == contact.id, Recipient.relay_id.in_(relay_ids))
        .where(Relay.state.in_(GONE_OUT), Relay.kind.in_(MAILED))
        .where(sa.or_(Recipient.member_id.is_(None), belongs(Recipient.contact_id, Recipient.member_id)))
        .options(joinedload(Recipient.relay).selectinload(Relay.files).joinedload(RelayFile.file))
        .options(joinedload(Recipient.relay).joinedload(Relay.federation))
        .options(joinedload(Recipient.relay).joinedload(Relay.programme))
        .options(joinedload(Recipient.relay).joinedload(Relay.priority))
        .options(joinedload(Recipient.relay).options(*with_errata()))
        .order_by(Relay.happened_at.desc(), Relay.id.desc())
    )
    return list(db.session.scalars(rows))


def told_by(relay_ids: Collection[int]) -> set[int]:
    """What the mail about these relays opens: they, what they set right, and the errata of either."""
    first = sa.func.coalesce(Relay.corrects_id, Relay.id)
    firsts = sa.select(first).where(Relay.id.in_(relay_ids))
    return set(db.session.scalars(sa.select(Relay.id).where(first.in_(firsts)))) | set(relay_ids)
