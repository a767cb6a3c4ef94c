"""What a person carries at an organisation, and who there could take it over."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.languages import named
from cara_crm.core.permissions import Permission
from cara_crm.extensions import db
from cara_crm.issues.models import Agreement, Issue, IssueState
from cara_crm.issues.queries.one import in_charge

ENDED = (IssueState.SOLVED, IssueState.CLOSED, IssueState.DECLINED, IssueState.WITHDRAWN)


@dataclass(frozen=True)
class Place:
    """A member or a federation where a person has a function that has not ended."""

    member_id: int | None
    federation_id: int | None
    name: str

    @property
    def key(self) -> str:
        """As an address names it: "m12", "f3"."""
        return f"m{self.member_id}" if self.member_id else f"f{self.federation_id}"

    def holds(self, line: Affiliation) -> bool:
        return (line.member_id, line.federation_id) == (self.member_id, self.federation_id)


@dataclass(frozen=True)
class Carried:
    """Open issues, those of them whose words wait for this person's yes, and accounts.

    `readable`: ids of the issues whose titles the actor may read.
    """

    issues: Sequence[Issue]
    asked: Sequence[Issue]
    accounts: Sequence[User]
    readable: frozenset[int]


def places_of(contact: Contact) -> list[Place]:
    """Where a loaded person still has a function today or later, in the order of the functions."""
    today = clock.today()
    held = [one for one in contact.affiliations if one.until_on is None or one.until_on > today]
    lines = sorted(held, key=lambda one: one.from_on)
    found = {
        (one.member_id, one.federation_id): Place(
            one.member_id, one.federation_id, one.member.name if one.member else named(one.federation)
        )
        for one in lines
    }
    return list(found.values())


def carried_by(contact_id: int, place: Place, actor: Actor) -> Carried:
    """What would be left behind there."""
    mine = sa.select(Issue).where(
        Issue.contact_id == contact_id, Issue.member_id == place.member_id, Issue.state.not_in(ENDED)
    )
    issues = db.session.scalars(mine.order_by(Issue.id)).all()
    asked = [
        one for one in issues if one.agreement is Agreement.ASKED and one.agreement_contact_id in (None, contact_id)
    ]
    there = User.member_id == place.member_id if place.member_id else User.federation_id == place.federation_id
    accounts = sa.select(User).where(User.contact_id == contact_id, there, User.deactivated_at.is_(None))
    ids = [one.id for one in issues]
    readable = sa.select(Issue.id).where(Issue.id.in_(ids), *in_charge(actor))
    return Carried(
        issues,
        asked,
        db.session.scalars(accounts).all(),
        frozenset(db.session.scalars(readable)) if ids and actor.can(Permission.ISSUE_READ) else frozenset(),
    )


def successors(contact_id: int, place: Place) -> list[Contact]:
    """Everybody else who has a function there today, by name."""
    today, at = clock.today(), Affiliation
    there = at.member_id == place.member_id if place.member_id else at.federation_id == place.federation_id
    holds = sa.and_(at.from_on <= today, sa.or_(at.until_on.is_(None), at.until_on >= today))
    function = sa.exists().where(at.contact_id == Contact.id, there, holds)
    select = sa.select(Contact).where(function, Contact.id != contact_id, Contact.archived_on.is_(None))
    return list(db.session.scalars(select.order_by(Contact.sort_key, Contact.id)))
