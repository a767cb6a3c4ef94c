"""Who could speak and who did: organisations on a day, and the issues that a federation may know of."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.issues.models import Agreement, Consent, Issue, IssueConsent, IssueState, issue_sector
from cara_crm.members.models import Member, MemberStatus, SectorAssignment, StatusPeriod
from cara_crm.reports.document import Period
from cara_crm.reports.material import Organisation, Standing, Voice
from cara_crm.sectors.models import Sector
from cara_crm.territory.models import Department, Region

UNHEARD = (IssueState.DRAFT, IssueState.WITHDRAWN, IssueState.DECLINED)
AGREED = (Agreement.OWN, Agreement.AGREED)
STANDINGS = {MemberStatus.ACTIVE: Standing.MEMBER, MemberStatus.STAKEHOLDER: Standing.STAKEHOLDER}


def usable(federation_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    """An issue counts for a federation: agreed words, not withdrawn, and a consent other than `none`.

    For a statement that joins Issue with IssueConsent.
    """
    return (
        IssueConsent.issue_id == Issue.id,
        IssueConsent.federation_id == federation_id,
        IssueConsent.consent != Consent.NONE,
        Issue.agreement.in_(AGREED),
        Issue.state.not_in(UNHEARD),
    )


def named_throughout(federation_id: int) -> frozenset[int]:
    """Ids of the members that agreed to be named to this federation in each of their issues that it is asked for in:
    one that is anonymous, or that it may not know of, and they are named in no text that is not of a position."""
    rows = db.session.execute(
        sa.select(Issue.member_id, IssueConsent.consent)
        .join(IssueConsent, IssueConsent.issue_id == Issue.id)
        .where(IssueConsent.federation_id == federation_id, Issue.state != IssueState.DRAFT)
        .distinct()
    ).all()
    return frozenset(m for m, _ in rows) - frozenset(m for m, consent in rows if consent is not Consent.NAMED)


def _holds(model: Any, day: date) -> sa.ColumnElement[bool]:
    return sa.and_(model.from_on <= day, sa.or_(model.until_on.is_(None), model.until_on >= day))


def organisations(federation_id: int, sector_ids: frozenset[int], day: date) -> dict[int, Organisation]:
    """By member id: the members of these sectors on that day, and whoever has a usable issue for the federation."""
    speaking = sa.select(Issue.member_id).where(*usable(federation_id))
    inside = (
        sa.select(SectorAssignment.member_id)
        .join(StatusPeriod, StatusPeriod.member_id == SectorAssignment.member_id)
        .join(Member, Member.id == SectorAssignment.member_id)
        .where(
            Member.merged_into_id.is_(None),  # it is counted as the member that it was merged into
            SectorAssignment.sector_id.in_(sector_ids),
            _holds(SectorAssignment, day),
            _holds(StatusPeriod, day),
            StatusPeriod.status == MemberStatus.ACTIVE,
        )
    )
    wanted = Member.id.in_(speaking.union(inside))
    sectors = _sectors_by_member(wanted, day)
    standings = _standings(wanted, day)
    rows = db.session.execute(
        sa.select(Member, Department.code, Region.code)
        .outerjoin(Department, Department.id == Member.department_id)
        .outerjoin(Region, Region.id == Department.region_id)
        .where(wanted)
        .order_by(Member.id)
        .options(sa.orm.load_only(Member.legal_name, Member.usual_name, Member.group_id, Member.category))
    )
    return {
        member.id: Organisation(
            member_id=member.id,
            group=member.group_key,
            name=member.name,
            category=member.category.value,
            department=department or "",
            region=f"R{region}" if region else "",
            standing=standings.get(member.id, Standing.PROSPECT),
            sectors=frozenset(sectors[member.id]),
        )
        for member, department, region in rows
    }


def _sectors_by_member(wanted: sa.ColumnElement[bool], day: date) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = db.session.execute(
        sa.select(SectorAssignment.member_id, Sector.code)
        .join(Sector, Sector.id == SectorAssignment.sector_id)
        .join(Member, Member.id == SectorAssignment.member_id)
        .where(wanted, _holds(SectorAssignment, day))
    )
    for member_id, code in rows:
        found[member_id].add(code)
    return found


def _standings(wanted: sa.ColumnElement[bool], day: date) -> dict[int, Standing]:
    rows = db.session.execute(
        sa.select(StatusPeriod.member_id, StatusPeriod.status)
        .join(Member, Member.id == StatusPeriod.member_id)
        .where(wanted, _holds(StatusPeriod, day))
        .order_by(StatusPeriod.from_on)
    )
    return {member_id: STANDINGS.get(status, Standing.PROSPECT) for member_id, status in rows}


def heard(
    federation_id: int, sector_ids: frozenset[int], period: Period, known: Mapping[int, Organisation]
) -> tuple[Voice, ...]:
    """The usable issues of these sectors submitted in the period, one voice each."""
    rows = db.session.execute(
        sa.select(Issue.id, Issue.member_id, Sector.code)
        .join(issue_sector, issue_sector.c.issue_id == Issue.id)
        .join(Sector, Sector.id == issue_sector.c.sector_id)
        .where(
            *usable(federation_id),
            Issue.submitted_at >= clock.moment(period.start),
            Issue.submitted_at < clock.moment(period.end + timedelta(days=1)),
            Issue.id.in_(sa.select(issue_sector.c.issue_id).where(issue_sector.c.sector_id.in_(sector_ids))),
        )
        .order_by(Issue.id)
    )
    sectors: dict[tuple[int, int], set[str]] = defaultdict(set)
    for issue_id, member_id, code in rows:
        sectors[issue_id, member_id].add(code)
    return tuple(
        Voice(issue_id, known[member_id], frozenset(codes)) for (issue_id, member_id), codes in sectors.items()
    )
