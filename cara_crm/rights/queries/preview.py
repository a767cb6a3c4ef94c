"""Before somebody is erased: how much there is, and what stays without the name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Contact
from cara_crm.extensions import db
from cara_crm.issues.models import Issue, IssueState
from cara_crm.merging.moving import references
from cara_crm.rights.fates import CONTACT_ROWS, Fate
from cara_crm.rights.queries.person import accounts_of, same_person, words_of

ENDED = (IssueState.DRAFT, IssueState.SOLVED, IssueState.CLOSED, IssueState.DECLINED, IssueState.WITHDRAWN)


@dataclass(frozen=True)
class Preview:
    """`goes` and `stays`: (name of the reference, how many rows); `open_issues` nobody would speak for."""

    goes: list[tuple[str, int]]
    stays: list[tuple[str, int]]
    open_issues: int
    drafts: int
    accounts: int
    is_alone: bool


def preview(contact: Contact) -> Preview:
    """What erasing would do."""
    people = same_person(contact.id)
    users = accounts_of(people)
    ids = [one.id for one in people]
    counts = _counts(ids)
    mine = Issue.contact_id.in_(ids)
    issues = db.session.execute(
        sa.select(
            sa.func.count().filter(Issue.state.not_in(ENDED)).label("open"),
            sa.func.count().filter(Issue.state == IssueState.DRAFT).label("drafts"),
        ).where(mine)
    ).one()
    return Preview(
        goes=[(name, n) for name, n in counts if CONTACT_ROWS[name] is Fate.GOES],
        stays=[(name, n) for name, n in counts if CONTACT_ROWS[name] is Fate.NAMELESS],
        open_issues=issues.open,
        drafts=issues.drafts,
        accounts=len(users),
        is_alone=words_of(people, users).is_alone,
    )


def _counts(ids: Sequence[int]) -> list[tuple[str, int]]:
    """Rows that refer to the person, by reference, in one statement; references without rows are left out."""
    asked: list[Any] = [
        sa.select(sa.literal(one.name).label("name"), sa.func.count().label("n"))
        .select_from(one.table)
        .where(one.column.in_(ids))
        for one in references("contact")
        if one.name != "user_account.contact_id"
    ]
    rows = db.session.execute(sa.union_all(*asked)).all()
    return sorted((row.name, row.n) for row in rows if row.n)
