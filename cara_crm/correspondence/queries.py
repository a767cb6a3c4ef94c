"""Whose address it is; a manager's own drafts; whom the addresses of a mail mean."""

import re
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cara_crm.accounts.models import User
from cara_crm.accounts.queries import may_enter
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.queries import visible as visible_contacts
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key
from cara_crm.core.permissions import GRANTS, OUTSIDE, Permission
from cara_crm.core.search import holds
from cara_crm.core.tokens import token_hash
from cara_crm.correspondence.models import DraftState, JournalAddress, MailDraft, MailDraftFile
from cara_crm.extensions import db
from cara_crm.interactions.queries import members_in_charge
from cara_crm.members.marks import OPEN_DOMAINS
from cara_crm.members.models import Member

NEWEST_FIRST = Key([MailDraft.arrived_at, MailDraft.id], descending=True)
TOKEN = re.compile(r"\+journal-([0-9a-f]{20})@")
FOUND = 6
WRITING = [role for role, granted in GRANTS.items() if Permission.INTERACTION_EDIT in granted]


def address_of(user_id: int) -> JournalAddress | None:
    """The address that this person opened, or None."""
    return db.session.get(JournalAddress, user_id)


def owners_of(addresses: Collection[str]) -> list[User]:
    """Whose secret addresses are among these, while they may come in and record conversations."""
    hashes = [token_hash(match[1]) for one in addresses if (match := TOKEN.search(one))]
    if not hashes:
        return []
    found = sa.select(User).join(JournalAddress, JournalAddress.user_id == User.id)
    found = found.where(JournalAddress.token_hash.in_(hashes), User.role.in_(WRITING), may_enter())
    return list(db.session.scalars(found.order_by(User.id)))


def of_the_house(addresses: Collection[str]) -> set[str]:
    """Those of these addresses that belong to the cluster's own people."""
    found = sa.select(User.email).where(User.email.in_(sorted(addresses)), User.role.not_in(OUTSIDE))
    return set(db.session.scalars(found))


def functions_of(actor: Actor, addresses: Collection[str], on: date) -> list[Affiliation]:
    """Functions on a day of the people with these addresses, at members in the actor's charge.

    One that was merged is the person that it is now. What the functions do not tell stays open: nothing is guessed.
    """
    if not addresses:
        return []
    person, other = Contact, sa.orm.aliased(Contact)
    meant = sa.select(sa.func.coalesce(other.merged_into_id, other.id)).where(other.email.in_(sorted(addresses)))
    in_charge = sa.select(Member.id).where(Member.archived_on.is_(None), *members_in_charge(actor))
    query = (
        sa.select(Affiliation)
        .join(Affiliation.contact)
        .where(person.id.in_(meant), person.archived_on.is_(None), Affiliation.member_id.in_(in_charge))
        .where(Affiliation.from_on <= on, sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= on))
        .options(contains_eager(Affiliation.contact), joinedload(Affiliation.member))
        .order_by(person.sort_key, Affiliation.id)
    )
    return list(db.session.scalars(query))


def members_at(actor: Actor, addresses: Collection[str]) -> list[Member]:
    """Members whose own address it is, or where somebody has one of the same domain: to propose, never to choose."""
    if not addresses:
        return []
    domains = sorted({domain for one in addresses if (domain := one.rpartition("@")[2]) not in OPEN_DOMAINS})[:FOUND]
    meant: list[sa.ColumnElement[bool]] = [Member.email.in_(sorted(addresses))]
    if domains:
        same = sa.or_(*(sa.and_(*_at(domain)) for domain in domains))
        people = sa.select(Affiliation.member_id).join(Affiliation.contact)
        meant.append(Member.id.in_(people.where(same, Affiliation.member_id.is_not(None))))
    query = sa.select(Member).where(sa.or_(*meant), Member.archived_on.is_(None), *members_in_charge(actor))
    return list(db.session.scalars(query.order_by(Member.sort_key).limit(FOUND)))


def _at(domain: str) -> list[sa.ColumnElement[bool]]:
    """An address there: its words narrow it by their index, the end of the address decides."""
    words = [holds(Contact.folded, word) for word in fold(domain).split()]
    return [*words, Contact.email.endswith(f"@{domain}", autoescape=True)]


def strangers(draft: MailDraft) -> list[dict[str, str]]:
    """Those of the mail whose address nobody in the register has, whoever may see whom."""
    known = set(db.session.scalars(sa.select(Contact.email).where(Contact.email.in_(draft.addresses))))
    return [one for one in draft.people if one["address"] not in known]


def took_part(actor: Actor, draft: MailDraft) -> list[Contact]:
    """Those of the mail whom the actor knows, at whichever organisation."""
    there = sa.select(Contact).where(Contact.email.in_(draft.addresses), Contact.archived_on.is_(None))
    return list(db.session.scalars(there.where(*visible_contacts(actor)).order_by(Contact.id)))


def draft_by_key(user_id: int, key: str) -> MailDraft | None:
    """What this message became for this person, whatever was done with it since."""
    return db.session.scalar(sa.select(MailDraft).where(MailDraft.user_id == user_id, MailDraft.key == key))


def own_open(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    """Those of the actor that wait."""
    return MailDraft.user_id == actor.user_id, MailDraft.state == DraftState.OPEN


def open_drafts(actor: Actor) -> sa.Select[MailDraft]:
    """The actor's own that wait, to be paged by (arrived_at, id)."""
    return sa.select(MailDraft).where(*own_open(actor)).options(joinedload(MailDraft.member))


def waiting_count(actor: Actor, member_id: int) -> sa.ScalarSelect[int]:
    """How many of the actor's own wait for one member: a part of that member's statement."""
    return (
        sa.select(sa.func.count(MailDraft.id))
        .where(*own_open(actor), MailDraft.member_id == member_id)
        .scalar_subquery()
    )


def draft_for(actor: Actor, draft_id: int) -> MailDraft:
    """One of the actor's own, settled or not. Raises NotVisible."""
    found = db.session.scalar(
        sa.select(MailDraft)
        .where(MailDraft.id == draft_id, MailDraft.user_id == actor.user_id)
        .options(selectinload(MailDraft.files).joinedload(MailDraftFile.file))
    )
    if found is None:
        raise NotVisible
    return found


def file_for(actor: Actor, draft_id: int, file_id: int) -> MailDraftFile:
    """A file of an open draft of one's own. Raises NotVisible."""
    files: Sequence[MailDraftFile] = draft_for(actor, draft_id).files
    found = next((one for one in files if one.id == file_id), None)
    if found is None:
        raise NotVisible
    return found
