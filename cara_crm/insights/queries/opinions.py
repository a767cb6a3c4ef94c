"""Do the answers help those who asked? Distinct groups, nothing under the threshold, silence counted beside."""

from collections import defaultdict

import sqlalchemy as sa

from cara_crm.confidentiality.suppression import TOTAL, Place, Table, count_table
from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.insights.queries.heard import NOT_SAID, TWELVE_MONTHS, USABLE
from cara_crm.issues.models import Issue, Opinion
from cara_crm.members.models import Member, MemberStatus

ALL, SILENT = "all", "silent"
COLUMNS = (*(one.value for one in Opinion), SILENT)


def opinions_counted() -> Table:
    """Groups by what they think of an answer of twelve months; those that have not said are `silent`.

    A group with several answers may stand in several columns. Not to be shown before it went through `suppress`.
    """
    cells: dict[Place, set[str]] = defaultdict(set)
    query = (
        sa.select(Issue.opinion, Member.id, Member.group_id)
        .join(Member, Member.id == Issue.member_id)
        .where(Issue.answered_at >= clock.now() - TWELVE_MONTHS)
        .where(Issue.state.not_in(NOT_SAID), Issue.agreement.in_(USABLE))
    )
    for opinion, member_id, group_id in db.session.execute(query):
        cells[ALL, opinion.value if opinion else SILENT].add(f"g{group_id}" if group_id else f"m{member_id}")
    return count_table("opinions", [ALL], COLUMNS, cells, population=_population())


def _population() -> dict[Place, int]:
    group = sa.func.coalesce(-Member.group_id, Member.id)
    current = sa.select(sa.func.count(group.distinct())).where(
        Member.status == MemberStatus.ACTIVE, Member.archived_on.is_(None)
    )
    groups = db.session.scalar(current) or 0
    return {(row, column): groups for row in (ALL, TOTAL) for column in (*COLUMNS, TOTAL)}
