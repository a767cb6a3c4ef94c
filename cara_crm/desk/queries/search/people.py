"""People: by their names, address and phones, and by where they work or worked."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, load_only

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.queries import visible
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.reaching import dialled, figures
from cara_crm.core.search import begins, held, read, shape
from cara_crm.desk.queries.search.hits import KEPT, MOST_READ, SHOWN, Hit, Kind, Why, best, in_one
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.members.models import Member

Conditions = Sequence[sa.ColumnElement[bool]]
WITH_WORK = (
    sa.select(Contact)
    .where(Contact.id.in_(sa.bindparam("ids", expanding=True)))
    .options(
        load_only(
            Contact.first_name,
            Contact.last_name,
            Contact.email,
            Contact.phone,
            Contact.second_phone,
            Contact.folded,
        ),
        joinedload(Contact.affiliations).options(
            load_only(Affiliation.function, Affiliation.from_on, Affiliation.until_on),
            joinedload(Affiliation.member).load_only(Member.legal_name, Member.usual_name, Member.folded),
            joinedload(Affiliation.federation).load_only(Federation.short_name),
        ),
    )
)


def people(actor: Actor, words: list[str], mail: str = "") -> Iterator[Hit]:
    """Those whose last name begins like this first, then those that hold every word, then colleagues of a member.

    `mail`: what was typed is an address or a piece of one; whose it is comes first, then whose holds it as it stands.
    """
    made_for = actor, clock.today(), shape(words)
    if mail:
        said = [*words, fold(mail)]
        found = best(said, _reached(actor, clock.today(), shape(said)), mail=mail)
    else:
        found = best(words, _named(*made_for))
    if len(found) < SHOWN:
        found = list(dict.fromkeys([*found, *best(words, _employed(*made_for))]))[:SHOWN]
    yield from (_hit(contact, words) for contact in _loaded(found))


def hits_alike(ids: list[int]) -> Iterator[Hit]:
    """Those whose names resemble the words."""
    for contact in _loaded(ids):
        yield Hit(Kind.CONTACT, contact.id, contact.name, _function(contact), Why.SPELLING)


@lru_cache(maxsize=KEPT)
def _named(actor: Actor, _today: date, short: tuple[bool, ...]) -> sa.CompoundSelect[Any]:
    """Made once for an actor, a day and a number of words: to make it takes longer than to run it."""
    chosen = _chosen(actor)
    beginning = chosen.where(begins(Contact.sort_key)).order_by(Contact.sort_key).limit(SHOWN)
    return in_one(beginning, chosen.where(*_holding(Contact, short)).limit(MOST_READ))


@lru_cache(maxsize=KEPT)
def _reached(actor: Actor, _today: date, short: tuple[bool, ...]) -> sa.CompoundSelect[Any]:
    """The same for an address: the last of the words is it as it stands in the searched text, in one piece."""
    chosen, last = _chosen(actor), len(short) - 1
    exactly = chosen.where(Contact.email == sa.bindparam("mail"))
    in_a_piece = chosen.where(held(Contact.folded, last, short=short[last])).limit(MOST_READ)
    return in_one(exactly, in_a_piece, chosen.where(*_holding(Contact, short[:last])).limit(MOST_READ))


@lru_cache(maxsize=KEPT)
def _employed(actor: Actor, _today: date, short: tuple[bool, ...]) -> sa.CompoundSelect[Any]:
    """Each word is in the person's own text or in the names of one place where it works or worked."""
    house, work = aliased(Member), aliased(Affiliation)  # the scope speaks of both tables already
    houses = sa.select(Member.id).where(sa.or_(*_holding(Member, short))).limit(MOST_READ)
    either = (sa.or_(read(Contact.folded, n), read(house.folded, n)) for n in range(len(short)))
    joined = _chosen(actor).join(work, work.contact_id == Contact.id).join(house, house.id == work.member_id)
    return in_one(joined.where(house.id.in_(houses), *either).limit(MOST_READ))


def _chosen(actor: Actor) -> Any:
    return sa.select(Contact.id, Contact.sort_key).where(*visible(actor), Contact.archived_on.is_(None))


def _holding(table: type[Contact] | type[Member], short: tuple[bool, ...]) -> Conditions:
    return [held(table.folded, n, short=one) for n, one in enumerate(short)]


def _loaded(ids: list[int]) -> list[Contact]:
    """In the order of `ids`."""
    if not ids:
        return []
    known = {one.id: one for one in db.session.scalars(WITH_WORK, {"ids": ids}).unique()}
    return [known[id] for id in ids]


def _hit(contact: Contact, words: list[str]) -> Hit:
    why, matched = _why(contact, words)
    return Hit(Kind.CONTACT, contact.id, contact.name, _function(contact), why, matched)


def _why(contact: Contact, words: list[str]) -> tuple[Why | None, str]:
    if all(word in fold(contact.name) for word in words):
        return None, ""
    for phone in filter(None, (contact.phone, contact.second_phone)):
        if all(word in figures(phone) for word in words):
            return Why.PHONE, dialled(phone)
    if all(word in contact.folded for word in words):
        return Why.EMAIL, contact.email or ""
    today = clock.today()
    for one in sorted(contact.affiliations, key=lambda one: not one.holds_on(today)):
        if one.member and any(word in one.member.folded and word not in contact.folded for word in words):
            now = one.holds_on(today)
            return (Why.EMPLOYER, "") if now else (Why.FORMER_EMPLOYER, one.member.name)
    return Why.TEXT, ""


def _function(contact: Contact) -> str:
    now = next((one for one in contact.affiliations if one.holds_on(clock.today())), None)
    if now is None:
        return ""
    house = now.member.name if now.member else now.federation.short_name if now.federation else ""
    return ", ".join(part for part in (now.function, house) if part)
