"""Which persons are in the register already, asked while somebody is being entered."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.queries import visible as visible_contacts
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.reaching import figures
from cara_crm.core.search import TRIGRAM, holds, nearly
from cara_crm.extensions import db
from cara_crm.merging.likeness import ContactSide, alike_contacts, are_nearly

MOST = 5
MOST_READ = 300  # of those whose names may be the same
TITLES = frozenset({"m", "mr", "mme", "mlle", "ms", "mrs", "monsieur", "madame", "mademoiselle"})


def contacts_like(
    actor: Actor,
    *,
    first_name: str,
    last_name: str,
    phones: Sequence[str],
    member_id: int | None,
    email: str = "",
) -> list[Contact]:
    """Persons in the lists of the same name, or of nearly the same name at the same member or with one of these phones
    (as they are kept), or with this e-mail address; where no member is said, of nearly the same name anywhere."""
    first_name, last_name = _bare(first_name), _bare(last_name)
    whole = (fold(f"{last_name} {first_name}"), fold(f"{first_name} {last_name}"))
    at_member = Contact.id.in_(sa.select(Affiliation.contact_id).where(Affiliation.member_id == member_id))
    asked: list[Any] = [Contact.sort_key.in_(whole), at_member]
    if not member_id:
        asked += _nearly(fold(first_name), fold(last_name))
    if email:
        asked.append(Contact.email == email.lower())
    if dialled := list(filter(None, phones)):
        asked += [holds(Contact.folded, figures(phone)) for phone in dialled]
    found = db.session.scalars(
        sa.select(Contact)
        .where(sa.or_(*asked), Contact.archived_on.is_(None), *visible_contacts(actor))
        .options(
            selectinload(Contact.affiliations).options(
                joinedload(Affiliation.member), joinedload(Affiliation.federation)
            )
        )
        .order_by(Contact.sort_key, Contact.id)
    ).all()
    places = frozenset([("member", member_id)] if member_id else [])
    new = ContactSide(0, fold(first_name), fold(last_name), phones=frozenset(dialled), places=places)
    return [one for one in found if _has(one, email) or _is_like(new, _person(one, places))][:MOST]


def _is_like(new: ContactSide, one: ContactSide) -> bool:
    return bool(alike_contacts([new, one])) or (not new.places and are_nearly(new, one))


def _nearly(first: str, last: str) -> list[sa.ColumnElement[bool]]:
    """Whose names may be these with a slip or an initial: a condition, none while one of both is not typed."""
    if not first or len(last) <= TRIGRAM:
        return []
    told = [max(last.split(), key=len), *([first] if len(first) > TRIGRAM else [])]
    few = sa.select(Contact.id).where(*(nearly(Contact.folded, word) for word in told)).limit(MOST_READ)
    return [Contact.id.in_(few)]


def _bare(name: str) -> str:
    """Without the form of address before it: "Mme Odile" → "Odile"."""
    title, _space, rest = name.strip().partition(" ")
    return rest.strip() if rest and fold(title) in TITLES else name


def _has(one: Contact, email: str) -> bool:
    return bool(email) and one.email == email.lower()


def _person(one: Contact, places: frozenset[tuple[str, int]]) -> ContactSide:
    theirs = frozenset(("member", a.member_id) for a in one.affiliations if a.member_id)
    phones = frozenset(filter(None, (one.phone, one.second_phone)))
    return ContactSide(one.id, fold(one.first_name), fold(one.last_name), phones=phones, places=theirs & places)
