"""Drafts from mail: received, kept as conversations, discarded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from cara_crm.accounts.services import secret_part
from cara_crm.audit import services as audit
from cara_crm.contacts import services as contacts
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.personal_names import first_and_last
from cara_crm.correspondence import queries
from cara_crm.correspondence.models import DraftState, JournalAddress, MailDraft, MailDraftFile
from cara_crm.correspondence.origin import Original
from cara_crm.documents import services as documents
from cara_crm.documents.services import About
from cara_crm.extensions import db
from cara_crm.files import services as files
from cara_crm.files.intake import Checked
from cara_crm.interactions.models import Interaction
from cara_crm.issues.services.hearing import Heard, record_conversation
from cara_crm.members.models import Member

KEPT_FOR, MOST_AT_ONCE = timedelta(days=183), 200


def written(address: JournalAddress) -> str:
    """The address as it is typed into a mail: crm+journal-…@cluster.example."""
    local, _at, domain = str(current_app.config["MAILBOX_ADDRESS"]).partition("@")
    return f"{local}+journal-{secret_part(address)}@{domain}"


@dataclass(frozen=True)
class Received:
    """A mail, ready to become a draft of one person."""

    user_id: int
    key: str
    original: Original
    came_from: str
    is_cut: bool
    member_id: int | None
    files: Sequence[Checked] = ()
    left_out: Sequence[str] = field(default_factory=list)


def receive(one: Received, *, by: Actor) -> bool:
    """A draft, or nothing (False) when this message made one for this person before."""
    if queries.draft_by_key(one.user_id, one.key) is not None:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(_draft(one))
    except IntegrityError:  # another worker was quicker
        return False
    audit.record("mail_draft.received", "mail_draft", by=by, owner_id=one.user_id)
    return True


def _draft(one: Received) -> MailDraft:
    mail = one.original
    return MailDraft(
        user_id=one.user_id,
        key=one.key,
        sent_at=min(mail.sent_at or clock.now(), clock.now()),
        direction=mail.direction,
        subject=mail.subject,
        text=mail.text,
        people=[{"address": person.address, "name": person.name} for person in mail.people],
        came_from=one.came_from,
        is_cut=one.is_cut,
        left_out=list(one.left_out),
        member_id=one.member_id,
        files=[MailDraftFile(file=files.store(f.name, f.media_type, f.content)) for f in one.files],
    )


def keep(
    draft: MailDraft,
    heard: Heard,
    *,
    member: Member,
    contact: Contact | None,
    also: Sequence[Contact] = (),
    new_people: Sequence[str] = (),
    file_ids: frozenset[int],
    submission_key: str | None = None,
    by: Actor,
) -> Interaction:
    """The draft becomes a conversation with the member, its files (of `file_ids`) documents of it; its words are gone.

    `new_people`: addresses of the mail whose persons are added to the register. Raises what `record_conversation` and
    `create_contact` raise.
    """
    added = [_person(draft, address, member, heard.happened_on, by=by) for address in new_people]
    interaction = record_conversation(
        heard,
        member=member,
        contact=contact or next(iter(added), None),
        also=[*also, *added],
        submission_key=submission_key,
        by=by,
    )
    for one in [file for file in draft.files if file.id in file_ids]:
        documents.keep(one.file, About(dated_on=heard.happened_on), to=interaction, by=by)
    _clear(draft, keeping=file_ids)
    draft.state, draft.kept_at, draft.interaction_id = DraftState.KEPT, clock.now(), interaction.id
    audit.record("mail_draft.kept", draft, by=by, interaction_id=interaction.id)
    return interaction


def discard(draft: MailDraft, *, by: Actor) -> None:
    """Its words and files are gone; the line stays, so that the same message does not come again."""
    _clear(draft, keeping=frozenset())
    draft.state = DraftState.DISCARDED
    audit.record("mail_draft.discarded", draft, by=by)


def forget_old_drafts(*, by: Actor) -> int:
    """Discard what nobody filed for half a year, also of those who have gone; how many."""
    old = sa.select(MailDraft).where(MailDraft.state == DraftState.OPEN, MailDraft.arrived_at < clock.now() - KEPT_FOR)
    drafts = list(db.session.scalars(old.options(selectinload(MailDraft.files)).limit(MOST_AT_ONCE)))
    for draft in drafts:
        discard(draft, by=by)
    return len(drafts)


def _clear(draft: MailDraft, *, keeping: frozenset[int]) -> None:
    lost = [one.file for one in draft.files if one.id not in keeping]
    draft.subject = draft.text = draft.came_from = ""
    draft.people, draft.left_out, draft.files = [], [], []
    draft.member_id = None
    db.session.flush()
    for file in lost:
        db.session.delete(file)


def _person(draft: MailDraft, address: str, member: Member, since: date, *, by: Actor) -> Contact:
    """The person of an address of the mail, with a function at the member since that day."""
    name = next((str(one["name"]) for one in draft.people if one["address"] == address), "")
    first, last = first_and_last(name or address.partition("@")[0])
    person = contacts.create_contact(contacts.ContactData(last_name=last, first_name=first, email=address), by=by)
    contacts.add_affiliation(person, function="", from_on=since, member_id=member.id, by=by)
    return person
