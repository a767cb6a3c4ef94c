"""Subjects that are carried already, as a member may see them: only wording that left with at least k groups."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.issues.likeness import CLOSE, Candidate, alike
from cara_crm.issues.models import Issue
from cara_crm.positions.models import Position, PositionState
from cara_crm.positions.queries.evidence import links_of, sort_links

SHOWN = 3


def subjects_like(issue: Issue, federation_ids: Collection[int], k: int) -> list[Position]:
    """At most three positions of these federations that resemble the issue and were sent with at least `k` groups."""
    query = (
        sa.select(Position)
        .where(Position.federation_id.in_(list(federation_ids)))
        .where(Position.state.in_((PositionState.RELAYED, PositionState.ANSWERED)))
        .options(joinedload(Position.federation))
        .order_by(Position.relayed_at.desc())
        .limit(200)
    )
    candidates = [Candidate(fold(one.title), one.folded, one) for one in db.session.scalars(query)]
    near: list[Position] = [
        one.record for one in alike(fold(issue.title), issue.folded, candidates, most=8, least=CLOSE)
    ]
    links = links_of([one.id for one in near])
    return [one for one in near if sort_links(one, links, k).evidence.enough][:SHOWN]
