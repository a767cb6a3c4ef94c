"""An author wishes to join a subject that is carried already; a manager decides."""

from collections.abc import Collection

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.issues.models import Issue
from cara_crm.positions.models import position_wish
from cara_crm.positions.queries.subjects import wishes_of


def wish(issue: Issue, position_ids: Collection[int], *, by: Actor) -> None:
    """The author wishes to join these, of those that were shown to it, and no others."""
    db.session.flush()
    before, now = wishes_of(issue.id), set(position_ids)
    if before == now:
        return
    db.session.execute(sa.delete(position_wish).where(position_wish.c.issue_id == issue.id))
    if now:
        rows = [{"issue_id": issue.id, "position_id": one} for one in sorted(now)]
        db.session.execute(sa.insert(position_wish), rows)
    audit.record("issue.joins", issue, by=by, positions=sorted(now))
