"""What resembles one issue, however old it is."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.search import holds_one
from cara_crm.extensions import db
from cara_crm.issues.likeness import Alike, Candidate, Comparison
from cara_crm.issues.models import Issue, IssueState, issue_sector
from cara_crm.issues.queries.one import in_charge
from cara_crm.issues.roots import spellings
from cara_crm.members.models import Member

NEWEST, OLDER = 600, 150
Rows = sa.Select[int, str, str, IssueState, int, str, str, bool]
TELLING = 6  # words by which older ones are looked for


def similar_issues(actor: Actor, issue: Issue) -> list[Alike]:
    """Other issues that resemble this one, of the actor's sectors; `record` is a row with id, title, state and the
    member's name. What its author took back is nobody's example; the same sector comes first.

    All of the newest are compared, which also tells how much each word tells; of those before them the ones that share
    the most telling words of this one.
    """
    rows = _others(actor, issue)
    newest = db.session.execute(rows.limit(NEWEST)).all()
    compared = Comparison(fold(issue.title), issue.folded, _candidates(newest))
    if len(newest) < NEWEST:
        return compared.alike()
    return compared.alike(_candidates(_older(rows, [row.id for row in newest], compared.telling(TELLING))))


def _others(actor: Actor, issue: Issue) -> Rows:
    """Every other issue, those of the same sector first, then the newest."""
    sectors = [sector.id for sector in issue.sectors]
    is_near = sa.exists().where(issue_sector.c.issue_id == Issue.id, issue_sector.c.sector_id.in_(sectors))
    return (
        sa.select(
            Issue.id,
            Issue.title,
            Issue.folded,
            Issue.state,
            Issue.member_id,
            Member.usual_name,
            Member.legal_name,
            is_near.label("is_near"),
        )
        .join(Issue.member)
        .where(Issue.id != issue.id, Issue.state != IssueState.WITHDRAWN, *in_charge(actor))
        .order_by(is_near.desc(), Issue.submitted_at.desc(), Issue.id.desc())
    )


def _older(rows: Rows, seen: list[int], telling: list[tuple[str, float]]) -> Iterable[Any]:
    """Those that hold the most of these words, by how much each tells; looked up by the index of trigrams."""
    asked = [(pieces, weight) for key, weight in telling if (pieces := spellings(key))]
    if not asked:
        return []
    held = sa.union_all(
        *(
            sa.select(Issue.id, sa.literal(weight, sa.Float).label("weight")).where(holds_one(Issue.folded, pieces))
            for pieces, weight in asked
        )
    ).subquery()
    shared = sa.select(held.c.id, sa.func.sum(held.c.weight).label("shared")).group_by(held.c.id).subquery()
    best = rows.join(shared, shared.c.id == Issue.id).where(Issue.id.not_in(seen)).order_by(None)
    return db.session.execute(best.order_by(shared.c.shared.desc(), Issue.id.desc()).limit(OLDER))


def _candidates(rows: Iterable[Any]) -> Iterable[Candidate]:
    return (Candidate(fold(row.title), row.folded, row, row.is_near) for row in rows)
