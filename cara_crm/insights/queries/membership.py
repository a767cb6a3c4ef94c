"""Who belongs to the cluster today. Counts of the membership itself are public."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.members.models import Member, MemberCategory, MemberStatus
from cara_crm.sectors.models import Sector

CURRENT = (MemberStatus.ACTIVE,)


@dataclass(frozen=True)
class Membership:
    """Counts of organisations. `by_sector` and `by_category` count current members; a sector of None is not known."""

    by_status: Mapping[MemberStatus, int]
    by_sector: Mapping[int | None, int]
    by_category: Mapping[MemberCategory, int]
    sectors: list[Sector]

    @property
    def current(self) -> int:
        return sum(self.by_status.get(status, 0) for status in CURRENT)


def membership() -> Membership:
    """One pass over the register, archived members left out."""
    query = (
        sa.select(Member.status, Member.main_sector_id, Member.category, sa.func.count())
        .where(Member.archived_on.is_(None))
        .group_by(Member.status, Member.main_sector_id, Member.category)
    )
    by_status: Counter[MemberStatus] = Counter()
    by_sector: Counter[int | None] = Counter()
    by_category: Counter[MemberCategory] = Counter()
    for status, sector_id, category, n in db.session.execute(query):
        by_status[status] += n
        if status in CURRENT:
            by_sector[sector_id] += n
            by_category[category] += n
    sectors = list(db.session.scalars(sa.select(Sector).where(Sector.retired_on.is_(None)).order_by(Sector.ordinal)))
    return Membership(by_status, by_sector, by_category, sectors)
