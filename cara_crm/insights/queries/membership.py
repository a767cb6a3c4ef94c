"""Who belongs to the cluster today. Counts of the membership itself are public."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.members.models import Member, MemberCategory, MemberStatus
from cara_crm.sectors.models import Sector
from cara_crm.territory.models import Department, Region

CURRENT = (MemberStatus.ACTIVE,)


@dataclass(frozen=True)
class Membership:
    """Counts of organisations. `by_sector` and `by_category` count current members; a sector of None is not known."""

    by_status: Mapping[MemberStatus, int]
    by_sector: Mapping[int | None, int]
    by_category: Mapping[MemberCategory, int]
    by_department: Mapping[int | None, int]
    sectors: list[Sector]
    departments: list[Department]

    @property
    def current(self) -> int:
        return sum(self.by_status.get(status, 0) for status in CURRENT)


def membership() -> Membership:
    """One pass over the register, archived members left out."""
    kept = (Member.main_sector_id, Member.category, Member.department_id)
    query = (
        sa.select(Member.status, *kept, sa.func.count())
        .where(Member.archived_on.is_(None))
        .group_by(Member.status, *kept)
    )
    by_status: Counter[MemberStatus] = Counter()
    by_sector: Counter[int | None] = Counter()
    by_category: Counter[MemberCategory] = Counter()
    by_department: Counter[int | None] = Counter()
    for status, sector_id, category, department_id, n in db.session.execute(query):
        by_status[status] += n
        if status in CURRENT:
            by_sector[sector_id] += n
            by_category[category] += n
            by_department[department_id] += n
    sectors = list(db.session.scalars(sa.select(Sector).where(Sector.retired_on.is_(None)).order_by(Sector.ordinal)))
    return Membership(by_status, by_sector, by_category, by_department, sectors, _departments())


def _departments() -> list[Department]:
    """Those of the regions where the cluster works."""
    query = sa.select(Department).join(Department.region).where(Region.is_covered).order_by(Department.code)
    return list(db.session.scalars(query))
