"""Persons and their functions, as an actor may see them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.contacts.models import Affiliation, Contact, ContactChoice
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.core.reaching import words_of
from cara_crm.core.search import holds
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Mandate
from cara_crm.members.models import Member
from cara_crm.members.queries import visible as visible_members
from cara_crm.sectors.models import Sector

KEY = Key((Contact.sort_key, Contact.id))
MOST_WORDS = 6


def visible(actor: Actor) -> Sequence[sa.ColumnElement[bool]]:
    """Conditions on `Contact`: those of members that the actor sees, of federations, and of nobody yet.

    One that was merged gave its functions away: who sees the one that it is now sees it.
    """
    if actor.sector_ids is None:
        return ()
    mine = sa.select(Member.id).where(*visible_members(actor))
    at, own = Affiliation, Affiliation.contact_id == sa.func.coalesce(Contact.merged_into_id, Contact.id)
    seen = sa.exists().where(own, sa.or_(at.member_id.in_(mine), at.federation_id.is_not(None)))
    return (sa.or_(seen, ~sa.exists().where(own)),)


def visible_ids(actor: Actor) -> sa.Select[int] | None:
    """The ids of those that the actor sees, as part of another statement; None for who sees everybody."""
    conditions = visible(actor)
    return sa.select(Contact.id).where(*conditions) if conditions else None


def page_of(actor: Actor, q: str, cursor: str | None, *, archived: bool = False) -> Page[Contact]:
    """One page of people by name, with their functions; of a searched address, first whose it is or begins with it."""
    select = (
        sa.select(Contact)
        .where(*visible(actor), Contact.archived_on.is_not(None) if archived else Contact.archived_on.is_(None))
        .where(Contact.erased_at.is_(None), *(holds(Contact.folded, word) for word in words_of(q).split()[:MOST_WORDS]))
        .options(
            selectinload(Contact.affiliations).options(
                joinedload(Affiliation.member), joinedload(Affiliation.federation)
            )
        )
    )
    return paginate(db.session, select, _by_address(q.strip().lower()) if "@" in q else KEY, cursor)


def _by_address(mail: str) -> Key:
    """The order of a list in which an address was searched: it, those that begin like it, the others, each by name."""
    begins = Contact.email.startswith(mail, autoescape=True)
    rank = sa.case((Contact.email == mail, 0), (begins, 1), else_=2)

    def read(one: Contact) -> tuple[int, str, int]:
        email = one.email or ""
        return 0 if email == mail else 1 if email.startswith(mail) else 2, one.sort_key, one.id

    return Key((rank, Contact.sort_key, Contact.id), read=read)


def _on_hold(actor: Actor, q: str) -> sa.Select[Contact]:
    """With these words in name, address or what the server said."""
    resting = (*visible(actor), Contact.hold_reason.is_not(None), Contact.archived_on.is_(None))
    said = Contact.hold_reason.icontains(q, autoescape=True)
    named = sa.and_(sa.true(), *(holds(Contact.folded, word) for word in words_of(q).split()[:MOST_WORDS]))
    return sa.select(Contact).where(*resting, *([sa.or_(said, named) if fold(q) else said] if q else []))


def page_on_hold(actor: Actor, q: str, cursor: str | None) -> Page[Contact]:
    """One page of people to whose address nothing is sent because mail came back from it, by name."""
    return paginate(db.session, _on_hold(actor, q), KEY, cursor)


def count_on_hold(actor: Actor, q: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(_on_hold(actor, q).subquery())) or 0


def all_on_hold(actor: Actor, q: str) -> Sequence[Contact]:
    return db.session.scalars(_on_hold(actor, q).order_by(Contact.id)).all()


def details(ids: Sequence[int], values: Mapping[str, Any]) -> dict[int, Any]:
    """Id → row with these values; each is an expression on `Contact`. None are asked for nothing."""
    if not ids or not values:
        return {}
    select = sa.select(Contact.id, *(value.label(name) for name, value in values.items())).where(Contact.id.in_(ids))
    return {row.id: row for row in db.session.execute(select)}


def contact_for(actor: Actor, contact_id: int) -> Contact:
    """The person with every function it had. Raises NotVisible."""
    found = db.session.scalar(
        sa.select(Contact)
        .where(Contact.id == contact_id, Contact.erased_at.is_(None), *visible(actor))
        .options(
            selectinload(Contact.affiliations).options(
                joinedload(Affiliation.member), joinedload(Affiliation.federation), selectinload(Affiliation.sectors)
            )
        )
    )
    if found is None:
        raise NotVisible
    return found


def sectors_of_federation(federation_id: int) -> Sequence[Sector]:
    """What the cluster carries to it today, or ever did; every sector in use where there is no mandate."""
    carried = sa.select(Mandate.sector_id).where(Mandate.federation_id == federation_id)
    every = sa.select(Sector).where(Sector.retired_on.is_(None)).order_by(Sector.ordinal, Sector.id)
    return db.session.scalars(every.where(Sector.id.in_(carried))).all() or db.session.scalars(every).all()


def sectors(ids: Sequence[int]) -> Sequence[Sector]:
    return db.session.scalars(sa.select(Sector).where(Sector.id.in_(ids)).order_by(Sector.ordinal, Sector.id)).all()


def choices_of(contact_id: int) -> list[ContactChoice]:
    """What a person chose about being written to, the latest first."""
    query = sa.select(ContactChoice).where(ContactChoice.contact_id == contact_id)
    latest = query.order_by(ContactChoice.id.desc()).options(joinedload(ContactChoice.recorded_by))
    return list(db.session.scalars(latest))


def people_of(member_id: int) -> list[Affiliation]:
    """Functions at a member with their persons: present ones first, then by name; archived persons are left out."""
    today = clock.today()
    rows = db.session.scalars(
        sa.select(Affiliation)
        .join(Affiliation.contact)
        .where(Affiliation.member_id == member_id, Contact.archived_on.is_(None))
        .options(joinedload(Affiliation.contact))
        .order_by(Contact.sort_key, Affiliation.from_on.desc())
    )
    return sorted(rows, key=lambda one: not one.holds_on(today))


def merged_into(contact_id: int) -> list[Contact]:
    """Those that were found to be this person."""
    return list(db.session.scalars(sa.select(Contact).where(Contact.merged_into_id == contact_id).order_by(Contact.id)))


def sees(actor: Actor, contact_id: int) -> bool:
    """Whether this person may be named to the actor."""
    return db.session.scalar(sa.select(Contact.id).where(Contact.id == contact_id, *visible(actor))) is not None


def owner_of_email(email: str) -> Contact | None:
    return db.session.scalar(sa.select(Contact).where(Contact.email == email))


def federations() -> list[Federation]:
    return list(
        db.session.scalars(sa.select(Federation).where(Federation.retired_on.is_(None)).order_by(Federation.id))
    )


def members_named(actor: Actor, q: str, most: int = 20) -> list[Member]:
    """Members whose names hold these words: where somebody may go."""
    words = [holds(Member.folded, word) for word in fold(q).split()[:MOST_WORDS]]
    if not words:
        return []
    select = sa.select(Member).where(*visible_members(actor), *words, Member.archived_on.is_(None))
    return list(db.session.scalars(select.order_by(Member.sort_key).limit(most)))


def current(contact: Contact, day: date) -> list[Any]:
    """The functions that a loaded person has on a day."""
    return [one for one in contact.affiliations if one.holds_on(day)]
