"""One person behind its records: those merged into it, its accounts, the words that lead to it."""

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from typing import Any

import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.core.fold import fold
from cara_crm.core.search import holds
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction
from cara_crm.issues.models import Issue
from cara_crm.members.models import Member
from cara_crm.positions.models import Position
from cara_crm.relays.models import Relay
from cara_crm.rights.words import Words

SHORTEST_ALONE = 4  # letters of a family name that is taken for the person where it stands alone


def same_person(contact_id: int) -> list[Contact]:
    """A contact, and those that were found to be the same person; by id."""
    one = sa.select(sa.func.coalesce(Contact.merged_into_id, Contact.id)).where(Contact.id == contact_id)
    kept = one.scalar_subquery()
    either = sa.or_(Contact.id == kept, Contact.merged_into_id == kept)
    return list(db.session.scalars(sa.select(Contact).where(either).order_by(Contact.id)))


def accounts_of(people: Sequence[Contact]) -> list[User]:
    """Accounts of these contacts, and those that sign in with their addresses; by id."""
    emails = [one.email for one in people if one.email]
    mine = sa.or_(User.contact_id.in_([one.id for one in people]), User.email.in_(emails))
    return list(db.session.scalars(sa.select(User).where(mine).order_by(User.id)))


def contact_of(contact_id: int | None) -> Contact | None:
    return db.session.get(Contact, contact_id) if contact_id else None


def words_of(people: Sequence[Contact], users: Sequence[User]) -> Words:
    """What leads to this person in a text."""
    names = {(one.first_name, one.last_name) for one in people if one.last_name}
    for user in users:
        first, _space, last = user.name.rpartition(" ")
        names.add((first, last))
    emails = frozenset([one.email for one in people if one.email] + [one.email for one in users])
    families = {last for _first, last in names}
    return Words(
        names=frozenset((first, last) for first, last in names if last),
        emails=emails,
        phones=frozenset(phone for one in people for phone in (one.phone, one.second_phone) if phone),
        is_alone=_nobody_else([one.id for one in people], [one.id for one in users], families, emails),
    )


def _nobody_else(ids: list[int], user_ids: list[int], families: set[str], emails: Collection[str]) -> bool:
    """Is the family name nobody else's and no organisation's, nor a word that texts use?"""
    folded = [fold(one) for one in families]
    if not folded or min(map(len, folded)) < SHORTEST_ALONE:
        return False
    others = [
        sa.select(Contact.id).where(sa.or_(*(holds(Contact.folded, one) for one in folded)), Contact.id.not_in(ids)),
        sa.select(Member.id).where(sa.or_(*(holds(Member.folded, one) for one in folded))),
        sa.select(User.id).where(
            sa.or_(*(User.name.icontains(one, autoescape=True) for one in families)), User.id.not_in(user_ids)
        ),
    ]
    found = [sa.exists(select) for select in others] + [_is_a_word(one.lower(), emails) for one in families]
    return not db.session.scalar(sa.select(sa.or_(*found)))


def _is_a_word(small: str, emails: Collection[str]) -> sa.ColumnElement[bool]:
    """Do texts of the register hold it in small letters ("petit", "blanc")? What it is alone then nobody can tell.

    `replace` minds capitals on both databases, as LIKE does not on SQLite. The person's own address does not count.
    """
    texts = (Issue.what_happens, Issue.asked, Interaction.minutes, Relay.body, Position.statement, Member.description)
    return sa.or_(*(sa.exists().where(sa.func.replace(one, small, "") != one) for one in _without(texts, emails)))


def _without(texts: Iterable[Any], emails: Collection[str]) -> list[Any]:
    return [reduce(lambda text, email: sa.func.replace(text, email, ""), sorted(emails), one) for one in texts]
