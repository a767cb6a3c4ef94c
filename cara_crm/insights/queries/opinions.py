"""Do the answers help those who asked? Distinct groups, nothing under the threshold, silence counted beside."""

from collections import defaultdict

import sqlalchemy as sa

from cara_crm.confidentiality.suppression import TOTAL, Place, Table, count_table, one_each
from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.insights.queries.heard import NOT_SAID, TWELVE_MONTHS, USABLE
from cara_crm.issues.models import Issue, Opinion
from cara_crm.members.models import Member, MemberStatus

ALL, SILENT = "all", "silent"
COLUMNS = (*(one.value for one in Opinion), SILENT)


def opinions_counted() -> Table:
    """Groups by what they think of an answer of twelve months; those that have not said are `silent`.

    A group with several answers stands in the opinion that it has most. Not to be shown before it went through
    `suppress`.
    """
    query = (
        sa.select(Issue.opinion, Member)
        .join(Member, Member.id == Issue.member_id)
        .where(Issue.answered_at >= clock.now() - TWELVE_MONTHS)
        .where(Issue.state.not_in(NOT_SAID), Issue.agreement.in_(USABLE))
        .options(sa.orm.load_only(Member.group_id))
    )
    given = [(member.group_key, opinion.value if opinion else SILENT) for opinion, member in db.session.execute(query)]
    spoken = one_each(((group, column) for group, column in given if column != SILENT), COLUMNS)
    cells: dict[Place, set[str]] = defaultdict(set)
    for group, column in (one_each(given, COLUMNS) | spoken).items():
        cells[ALL, column].add(group)
    return count_table("opinions", [ALL], COLUMNS, cells, population=_population())


def _population() -> dict[Place, int]:
    group = sa.func.coalesce(-Member.group_id, Member.id)
    current = sa.select(sa.func.count(group.distinct())).where(
        Member.status == MemberStatus.ACTIVE, Member.archived_on.is_(None)
    )
    groups = db.session.scalar(current) or 0
    return {(row, column): groups for row in (ALL, TOTAL) for column in (*COLUMNS, TOTAL)}
