"""People: by their names and address, and by where they work or worked."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.queries import visible
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.search import holds, nearly, resembling, starts
from cara_crm.desk.queries.search.hits import MOST_ALIKE, MOST_READ, SHOWN, Hit, Kind, Why, best
from cara_crm.extensions import db
from cara_crm.members.models import Member

Conditions = Sequence[sa.ColumnElement[bool]]


def people(actor: Actor, words: list[str]) -> Iterator[Hit]:
    """Those whose last name begins like this first, then those that hold every word, then colleagues of a member."""
    scope = (*visible(actor), Contact.archived_on.is_(None))
    yield from (_hit(contact, words) for contact in _loaded(_found(scope, words)))


def people_alike(actor: Actor, words: list[str]) -> Iterator[Hit]:
    """Those whose names resemble the words."""
    for contact in _loaded(_alike((*visible(actor), Contact.archived_on.is_(None)), words)):
        yield Hit(Kind.CONTACT, contact.id, contact.name, _function(contact), Why.SPELLING)


def _found(scope: Conditions, words: list[str]) -> list[int]:
    chosen = sa.select(Contact.id, Contact.sort_key).where(*scope)
    beginning = chosen.where(starts(Contact.sort_key, " ".join(words))).order_by(Contact.sort_key).limit(SHOWN)
    holding = chosen.where(*(holds(Contact.folded, word) for word in words)).limit(MOST_READ)
    return best(words, beginning, holding, _employed(chosen, words))


def _employed(chosen: Any, words: list[str]) -> Any:
    """Each word is in the person's own text or in the names of one place where it works or worked."""
    house, work = aliased(Member), aliased(Affiliation)  # the scope speaks of both tables already
    houses = sa.select(Member.id).where(sa.or_(*(holds(Member.folded, word) for word in words))).limit(MOST_READ)
    either = (sa.or_(Contact.folded.contains(word), house.folded.contains(word)) for word in words)
    return (
        chosen.join(work, work.contact_id == Contact.id)
        .join(house, house.id == work.member_id)
        .where(house.id.in_(houses), *either)
        .limit(MOST_READ)
    )


def _alike(scope: Conditions, words: list[str]) -> list[int]:
    near = (nearly(Contact.folded, word) for word in words)
    rows = db.session.execute(sa.select(Contact.id, Contact.folded).where(*near, *scope).limit(MOST_ALIKE)).all()
    return resembling(" ".join(words), {row.id: row.folded for row in rows}, most=SHOWN)


def _loaded(ids: list[int]) -> list[Contact]:
    """In the order of `ids`."""
    if not ids:
        return []
    select = (
        sa.select(Contact)
        .where(Contact.id.in_(ids))
        .options(
            selectinload(Contact.affiliations).options(
                joinedload(Affiliation.member), joinedload(Affiliation.federation)
            )
        )
    )
    known = {one.id: one for one in db.session.scalars(select)}
    return [known[id] for id in ids]


def _hit(contact: Contact, words: list[str]) -> Hit:
    why, matched = _why(contact, words)
    return Hit(Kind.CONTACT, contact.id, contact.name, _function(contact), why, matched)


def _why(contact: Contact, words: list[str]) -> tuple[Why | None, str]:
    if all(word in fold(contact.name) for word in words):
        return None, ""
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
