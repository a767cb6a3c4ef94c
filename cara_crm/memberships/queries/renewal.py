"""Who is asked for a new year's fee, and how much: the preview is what the renewal writes."""

from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.members.models import Member, MemberCategory, MemberStatus
from cara_crm.members.queries import visible
from cara_crm.memberships.fees import Proposal, propose
from cara_crm.memberships.models import Membership
from cara_crm.memberships.queries.grid import flat_fees, rates_of


@dataclass(frozen=True)
class Planned:
    """A member's year to come. `proposal` is None where the grid says nothing of it."""

    member_id: int
    name: str
    category: MemberCategory
    band: str
    proposal: Proposal | None


def without_year(actor: Actor, year: int) -> list[sa.ColumnElement[bool]]:
    """Conditions on `Member`: active, and not yet in this year."""
    has = sa.exists().where(Membership.member_id == Member.id, Membership.year == year)
    return [Member.status == MemberStatus.ACTIVE, Member.archived_on.is_(None), ~has, *visible(actor)]


def planned(actor: Actor, year: int) -> list[Planned]:
    """Every active member that is not yet in this year, by name, with the fee that the grid proposes."""
    rates, flat = rates_of(year), flat_fees()
    rows = db.session.execute(
        sa.select(
            Member.id,
            Member.usual_name,
            Member.legal_name,
            Member.category,
            Member.headcount_band,
            _last_college(year).label("college_id"),
        )
        .where(*without_year(actor, year))
        .order_by(Member.sort_key, Member.id)
    )
    return [
        Planned(
            row.id,
            row.usual_name or row.legal_name,
            row.category,
            row.headcount_band,
            propose(rates, category=row.category, band=row.headcount_band, college_id=row.college_id, flat=flat),
        )
        for row in rows
    ]


def proposal_for(member: Member, year: int) -> Proposal | None:
    """What the grid says of one member."""
    college_id = db.session.scalar(sa.select(_last_college(year)).select_from(Member).where(Member.id == member.id))
    return propose(
        rates_of(year), category=member.category, band=member.headcount_band, college_id=college_id, flat=flat_fees()
    )


def _last_college(year: int) -> sa.ScalarSelect[int | None]:
    """The college of the last year before this one, or of this one where it is set."""
    return (
        sa.select(Membership.college_id)
        .where(Membership.member_id == Member.id, Membership.year <= year, Membership.college_id.is_not(None))
        .order_by(Membership.year.desc())
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )
