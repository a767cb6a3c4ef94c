"""A person leaves an organisation: one act that forgets nothing of what the person carried there."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.accounts import services as accounts
from cara_crm.audit import services as audit
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.services import end_affiliation
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.issues.models import Issue, IssueState
from cara_crm.issues.queries import Carried, Place, carried_by, successors
from cara_crm.issues.services.agreement import ask_together


class NotThereAnyMore(DomainError):
    """There is no function left to end."""

    field = "on"


class SuccessorNotThere(DomainError):
    field = "successor_id"


@dataclass(frozen=True)
class Left:
    """How much of each was ended or handed over."""

    functions: int
    issues: int
    asked: int
    accounts: int


def leave(contact: Contact, place: Place, *, on: date, successor_id: int | None, by: Actor) -> Left:
    """End every function there on a day, close the sign-in, hand open issues and requests for agreement over.

    Without a successor the open issues have nobody who is told of them, and the mailed links to agree are dead. A
    day to come leaves the account to itself: nobody enters after the last day of the function. Raises NotThereAnyMore,
    DayImpossible, SuccessorNotThere, NobodyToAsk.
    """
    lines = [one for one in contact.affiliations if place.holds(one) and (one.until_on is None or one.until_on > on)]
    if not lines:
        raise NotThereAnyMore(_("This person has no function there after that day."))
    successor = _successor(contact, place, successor_id)
    carried = carried_by(contact.id, place, by)
    _pass_flags(lines, successor, place)
    for line in lines:
        end_affiliation(line, on=on, by=by)
    closed = _close(carried, on=on, by=by)
    _leave_to_the_member(contact, place)
    _hand_over(carried, successor, by=by)
    left = Left(len(lines), len(carried.issues), len(carried.asked), closed)
    audit.record(
        "contact.left",
        contact,
        by=by,
        on=on.isoformat(),
        member=place.member_id,
        federation=place.federation_id,
        successor=successor.id if successor else None,
        issues=left.issues,
        agreements=left.asked,
        accounts=left.accounts,
    )
    return left


def _successor(contact: Contact, place: Place, successor_id: int | None) -> Contact | None:
    if successor_id is None:
        return None
    found = next((one for one in successors(contact.id, place) if one.id == successor_id), None)
    if found is None:
        raise SuccessorNotThere(_("This person has no function there today."))
    return found


def _pass_flags(lines: list[Affiliation], successor: Contact | None, place: Place) -> None:
    """Who receives reports or calls for fees is somebody still."""
    if successor is None:
        return
    today = clock.today()
    for line in successor.affiliations:
        if place.holds(line) and line.holds_on(today):
            line.receives_reports = line.receives_reports or any(one.receives_reports for one in lines)
            line.receives_fee_calls = line.receives_fee_calls or any(one.receives_fee_calls for one in lines)


def _close(carried: Carried, *, on: date, by: Actor) -> int:
    if on > clock.today():
        return 0
    for account in carried.accounts:
        accounts.deactivate(account, by=by)
    return len(carried.accounts)


def _leave_to_the_member(contact: Contact, place: Place) -> None:
    """What it said there stays with the member: colleagues read it from now on. Drafts were nobody else's."""
    said = sa.update(Issue).where(Issue.contact_id == contact.id, Issue.member_id == place.member_id)
    db.session.execute(said.where(Issue.state != IssueState.DRAFT).values(shared_with_colleagues=True))


def _hand_over(carried: Carried, successor: Contact | None, *, by: Actor) -> None:
    for issue in carried.issues:
        issue.contact = successor
    if successor is not None:
        ask_together(carried.asked, by=by)
        return
    for issue in carried.asked:
        issue.agreement_contact = None
