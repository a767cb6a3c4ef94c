"""The call for a fee: a file that is frozen, a mail to one person, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.languages import named
from cara_crm.deliveries import letters
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import DeliveryStatus
from cara_crm.files.models import StoredFile
from cara_crm.files.services import store
from cara_crm.members.models import Member
from cara_crm.members.services import head_site
from cara_crm.memberships import queries
from cara_crm.memberships.call import FeeCall, render_call
from cara_crm.memberships.models import Membership
from cara_crm.memberships.services.years import CalledAlready
from cara_crm.memberships.standing import due_on
from cara_crm.settings import queries as settings
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind


class FeeMissing(DomainError):
    """Only an amount can be asked for."""


@dataclass(frozen=True)
class Prepared:
    """A call that is ready to go: its file, its language, and the version of the year that it was made from."""

    pdf: bytes
    language: str
    version: int


def prepare(membership: Membership, *, is_preview: bool = False) -> Prepared:
    """Set the page (a tenth of a second: to be done before the write transaction). Raises FeeMissing."""
    if not membership.fee_euros:
        raise FeeMissing(_("There is no fee to ask for: set it first."))
    call = _call_of(membership, queries.recipient_of(membership.member_id), is_preview=is_preview)
    return Prepared(render_call(call), call.language, membership.version)


def _call_of(membership: Membership, contact: Contact | None, *, is_preview: bool) -> FeeCall:
    terms, house = queries.terms(), letters.house()
    language = contact.language if contact else "fr"
    with force_locale(language):
        college = named(membership.college)
    return FeeCall(
        number=membership.number,
        year=membership.year,
        dated=clock.today(),
        due_on=due_on(clock.today(), terms.payment_days),
        cluster=str(settings.value("cluster.long_name") or house["site_name"]),
        address=_lines(terms.address),
        registration=terms.registration,
        to=_addressed(membership.member, contact),
        college=college,
        amount=membership.fee_euros or 0,
        iban=terms.iban,
        bic=terms.bic,
        text=terms.text_in(language),
        language=language,
        is_demonstration=bool(house["demonstration"]),
        is_preview=is_preview,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _addressed(member: Member, contact: Contact | None) -> tuple[str, ...]:
    """The lines of an address: organisation, person, street, postal code and town."""
    site = head_site(member)
    town = f"{site.postal_code} {site.town}".strip() if site else ""
    lines = (member.legal_name, contact.name if contact else "", *_lines(site.address if site else ""), town)
    return tuple(filter(None, lines))


def call_fee(membership: Membership, prepared: Prepared, *, by: Actor) -> bool:
    """Freeze the call and queue its mail; was there somebody to write to? Otherwise a task says to send it by post.

    Raises CalledAlready (also for one that is paid), and EditedMeanwhile when the year changed since the page was set.
    """
    if membership.called_on is not None or membership.is_paid:
        raise CalledAlready(_("This fee is called or paid already."))
    if membership.version != prepared.version:
        raise EditedMeanwhile(_("Somebody else changed this year meanwhile. Look at it and save again."))
    membership.calls += 1
    membership.called_on, membership.reminders, membership.reminded_on = clock.today(), 0, None
    file = store(f"{membership.number}.pdf", "application/pdf", prepared.pdf)
    membership.call_file_id = file.id
    reached = write_to_member("fee_call", membership, file, key=queries.call_key(membership), by=by)
    if not reached:
        tasks.add(TaskKind.FEE_BY_POST, about=membership.member, by=by, member=membership.member.name)
    audit.record("membership.called", membership, by=by, fee=membership.fee_euros, by_mail=reached)
    return reached


def write_to_member(kind: str, membership: Membership, file: StoredFile, *, key: str, by: Actor) -> bool:
    """A mail with the call to the member's person for fees; False where nobody can be written to."""
    contact = queries.recipient_of(membership.member_id)
    if contact is None:
        return False
    delivery = deliveries.queue(
        kind, to=contact, dedupe_key=key, context=_told(membership), attachments=[file], always=True, by=by
    )
    return delivery.status is not DeliveryStatus.SUPPRESSED


def _told(membership: Membership) -> Mapping[str, Any]:
    terms = queries.terms()
    called_on = membership.called_on or clock.today()
    return {
        "member": membership.member.name,
        "year": membership.year,
        "number": membership.number,
        "amount": membership.fee_euros,
        "called_on": called_on,
        "due_on": due_on(called_on, terms.payment_days),
        "iban": terms.iban,
    }


def take_back_call(membership: Membership, *, by: Actor) -> None:
    """A wrong call: the fee can be changed and called anew. What was sent stays in the list of deliveries."""
    if membership.called_on is not None:
        audit.record("membership.call_taken_back", membership, by=by, called_on=membership.called_on.isoformat())
        membership.called_on, membership.call_file_id = None, None
        membership.reminders, membership.reminded_on = 0, None


def remind(membership: Membership, *, by: Actor) -> bool:
    """Ask once more for what was called, with the call as it was sent; was there somebody to write to?"""
    membership.reminders += 1
    membership.reminded_on = clock.today()
    key, file = queries.reminder_key(membership), queries.call_of(membership)
    reached = write_to_member("fee_reminder", membership, file, key=key, by=by)
    if not reached:
        tasks.add(TaskKind.FEE_BY_POST, about=membership.member, by=by, member=membership.member.name)
    audit.record("membership.reminded", membership, by=by, n=membership.reminders, by_mail=reached)
    return reached
