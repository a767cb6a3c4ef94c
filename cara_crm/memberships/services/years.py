"""Years of membership: begun for one member or for all, priced, paid, taken back."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.memberships import queries
from cara_crm.memberships.models import Membership


class YearThere(DomainError):
    field = "year"


class ReasonMissing(DomainError):
    """A fee that is not the grid's is explained to who reads the books."""

    field = "reason"


class CalledAlready(DomainError):
    """What was sent to a member is not changed behind its back."""


class DayImpossible(DomainError):
    field = "on"


def begin_year(member: Member, year: int, *, by: Actor) -> Membership:
    """A member's year, with the fee that the grid proposes, flushed. Raises YearThere."""
    if queries.in_year(member.id, year) is not None:
        raise YearThere(_("%(name)s is in %(year)s already.", name=member.name, year=year))
    proposal = queries.proposal_for(member, year)
    euros = proposal.euros if proposal else None
    made = Membership(
        member_id=member.id,
        year=year,
        college_id=proposal.college_id if proposal else None,
        fee_euros=euros,
        proposed_euros=euros,
    )
    db.session.add(made)
    audit.record("membership.begun", made, by=by, member=member.id, year=year, fee=euros)
    return made


def renew(year: int, *, by: Actor) -> int:
    """The year of every active member that the actor sees and that is not in it yet; how many. One statement."""
    rows: list[dict[str, Any]] = []
    for one in queries.planned(by, year):
        euros = one.proposal.euros if one.proposal else None
        college_id = one.proposal.college_id if one.proposal else None
        rows.append(
            {
                "member_id": one.member_id,
                "year": year,
                "college_id": college_id,
                "fee_euros": euros,
                "proposed_euros": euros,
                "fee_reason": "",
                "calls": 0,
                "reminders": 0,
                "version": 1,
            }
        )
    if rows:
        table: Any = Membership.__table__
        db.session.execute(sa.insert(table), rows)
        audit.record("membership.renewed", "membership", by=by, year=year, n=len(rows))
    return len(rows)


def set_fee(
    membership: Membership, *, college_id: int | None, euros: int | None, reason: str, version: int, by: Actor
) -> None:
    """Another college or fee. Raises EditedMeanwhile, CalledAlready; ReasonMissing where the grid says otherwise."""
    if membership.version != version:
        raise EditedMeanwhile(_("Somebody else changed this year meanwhile. Look at it and save again."))
    if membership.called_on is not None or membership.is_paid:
        raise CalledAlready(_("This fee was called or paid: take that back first."))
    if euros != membership.proposed_euros and not reason:
        raise ReasonMissing(_("Say why it is not what the grid says."))
    before = membership.fee_euros
    membership.college_id, membership.fee_euros = college_id, euros
    membership.fee_reason = reason if euros != membership.proposed_euros else ""
    audit.record("membership.fee_set", membership, by=by, before=before, after=euros)


def propose_again(membership: Membership, *, by: Actor) -> None:
    """Ask the grid again, after it or the member changed. Raises CalledAlready."""
    if membership.called_on is not None or membership.is_paid:
        raise CalledAlready(_("This fee was called or paid: take that back first."))
    proposal = queries.proposal_for(membership.member, membership.year)
    before = membership.fee_euros
    membership.proposed_euros = membership.fee_euros = proposal.euros if proposal else None
    membership.college_id = proposal.college_id if proposal else membership.college_id
    membership.fee_reason = ""
    audit.record("membership.fee_set", membership, by=by, before=before, after=membership.fee_euros)


def record_payment(membership: Membership, *, on: date, by: Actor) -> None:
    """The day on which the money came. Raises DayImpossible for a day to come."""
    if on > clock.today():
        raise DayImpossible(_("A payment cannot be dated after today."))
    before = membership.paid_on.isoformat() if membership.paid_on else None
    membership.paid_on, membership.paid_undated = on, False
    audit.record("membership.paid", membership, by=by, before=before, after=on.isoformat())


def take_back_payment(membership: Membership, *, by: Actor) -> None:
    """It was noted by mistake."""
    if membership.is_paid:
        before = membership.paid_on.isoformat() if membership.paid_on else None
        audit.record("membership.payment_taken_back", membership, by=by, before=before)
        membership.paid_on, membership.paid_undated = None, False


def remove_year(membership: Membership, *, by: Actor) -> None:
    """A year begun by mistake, of which nobody was told. Raises CalledAlready."""
    if membership.calls or membership.is_paid:
        raise CalledAlready(_("This fee was called or paid: the year stays. Its fee can be set to 0."))
    audit.record("membership.removed", membership, by=by, member=membership.member_id, year=membership.year)
    db.session.delete(membership)
